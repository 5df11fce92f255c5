// What goes wrong beside a handler's promise: an error that nobody caught, a rejection that nobody awaits, a promise that is never
// settled. After any of them Node.js cannot be trusted to go on, so the caller is told and the process ends.
import { inspect } from "node:util";
import { FunctionError, framesOf } from "./errors.js";

/** Installed only where the program has no listener of its own for the event. */
const own = (event, listener) => {
    if (process.listenerCount(event) > 0) {
        return () => {};
    }
    process.on(event, listener);
    return () => process.off(event, listener);
};

const rejected = (type, reason) =>
    reason instanceof Error
        ? new FunctionError(type, String(reason), { stackTrace: framesOf(reason) })
        : new FunctionError(type, inspect(reason), { stackTrace: [] });

export class FaultWatch {
    #invocation;
    #stops;

    constructor(client) {
        this.#stops = [
            own("SIGTERM", () => client.cancel()),
            own("uncaughtException", (failure) => this.#end(failure)),
            own("unhandledRejection", (reason) => this.#end(reason, "Runtime.UnhandledPromiseRejection")),
        ];
        const unsettled = () => {
            if (this.#invocation !== undefined) {
                this.#end(
                    new FunctionError(
                        "Runtime.NodeJsExit",
                        "The event loop is empty, and the handler's promise not settled",
                    ),
                );
            }
        };
        process.on("beforeExit", unsettled);
        this.#stops.push(() => process.off("beforeExit", unsettled));
    }

    /** The function's log gets the whole error. */
    show = (failure) => console.error(`[ERROR] ${inspect(failure)}`);

    begin(invocation) {
        this.#invocation = invocation;
    }

    end() {
        this.#invocation = undefined;
    }

    stop() {
        for (const stop of this.#stops) {
            stop();
        }
    }

    async #end(failure, type) {
        const invocation = this.#invocation;
        this.#invocation = undefined;
        this.show(failure);
        try {
            await invocation?.fail(type === undefined ? failure : rejected(type, failure));
        } catch (error) {
            console.error(`lambdaclient: ${error.message}`);
        }
        process.exit(1);
    }
}
