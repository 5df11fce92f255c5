// Echo: the life of a custom runtime in Node.js: open, next, respond, close. Every event is answered with itself.
import { Client } from "lambdaclient";

const client = new Client();
process.once("SIGTERM", () => client.cancel());
try {
    for (;;) {
        const invocation = await client.next();
        await invocation.respond(invocation.payload).catch((error) => {
            // A refused answer (too large, too late) is lost, and the next event may be served. The function run of this package
            // also waits until a service that went away comes back.
            if (error.category !== "rejected" || error.isFatal) {
                throw error;
            }
            console.error(error.message);
        });
    }
} catch (error) {
    console.error(error.message);
    process.exitCode = error.codeName === "cancelled" ? 0 : 1;
} finally {
    client.close();
}
