// Tells of failures in the function's log.
import { messageOf } from "./reports.js";

/** One event; to standard error where the log does not take it. It never throws. */
export function report(client, level, message, failure, ofLast = false) {
    try {
        client.log(level, message, { failure, ofLast });
    } catch (refusal) {
        const text = failure === undefined ? "" : ` (${messageOf(failure)})`;
        console.error(`lambdaclient: ${message}${text}; ${messageOf(refusal)}`);
    }
}
