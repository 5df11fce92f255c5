// Echo: the life of a custom runtime in Node.js: open, then a turn for each event, close. Every event is answered with itself.
import { Client } from "lambdaclient";

const client = new Client();
process.once("SIGTERM", () => client.cancel());
try {
    for (let answer; ;) {
        // A turn delivers the last answer and waits for the next event. It retries what can be retried.
        const { invocation, undelivered } = await client.turn(answer);
        if (undelivered !== undefined) {
            // A refused answer (too large, too late) is lost, and the next event is served.
            console.error(undelivered.message);
        }
        answer = invocation.payload;
    }
} catch (error) {
    console.error(error.message);
    process.exitCode = error.codeName === "cancelled" ? 0 : 1;
} finally {
    client.close();
}
