// Tells of failures in the function's log.
import { Client, logTo, sessionOf } from "./client.js";
import { messageOf } from "./reports.js";

/** One event of a session's invocation; to standard error where the log does not take it. It never throws. */
export function report(session, level, message, failure) {
    try {
        logTo(session, level, message, { failure });
    } catch (refusal) {
        const text = failure === undefined ? "" : ` (${messageOf(failure)})`;
        console.error(`lambdaclient: ${message}${text}; ${messageOf(refusal)}`);
    }
}

/** One event of no invocation. */
export function reportAlone(level, message, failure) {
    // It never connects: only a client that has no invocation writes a line without a request id.
    const client = new Client({ endpoint: "localhost:1" });
    try {
        report(client[sessionOf], level, message, failure);
    } finally {
        client.close();
    }
}
