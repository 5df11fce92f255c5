// What goes wrong beside a handler's promise: an error that nobody caught, a rejection that nobody awaits, a promise that is never
// settled. After any of them Node.js cannot be trusted to go on, so the caller is told and the process ends. An answer that is on
// its way arrives first.
import { turnWith } from "./client.js";
import { fixed, renamed } from "./reports.js";
import { report } from "./log.js";

/** Installed only where the program has no listener of its own for the event. */
const own = (event, listener) => {
    if (process.listenerCount(event) > 0) {
        return () => {};
    }
    process.on(event, listener);
    return () => process.off(event, listener);
};

const forever = new Promise(() => {});

export class FaultWatch {
    #client;
    #stops;
    #turn;
    #isHandling = false;
    #hasFailed = false;

    constructor(client) {
        this.#client = client;
        this.#stops = [
            own("SIGTERM", () => client.cancel()),
            own("uncaughtException", (failure) => this.#end(failure)),
            own("unhandledRejection", (reason) =>
                this.#end(fixed(renamed("Runtime.UnhandledPromiseRejection", reason))),
            ),
        ];
        const unsettled = () => {
            if (this.#isHandling) {
                const message = "The event loop is empty, and the handler's promise not settled";
                this.#end(fixed({ type: "Runtime.NodeJsExit", message, frames: [] }));
            }
        };
        process.on("beforeExit", unsettled);
        this.#stops.push(() => process.off("beforeExit", unsettled));
    }

    /** A turn of the loop; what its outcome is to the loop once the process ends, does not matter any more. */
    async turn(answer) {
        await this.#unlessFailed();
        this.#isHandling = false;
        this.#turn = this.#client[turnWith](answer);
        try {
            const turn = await this.#turn;
            this.#isHandling = true;
            return turn;
        } finally {
            await this.#unlessFailed();
        }
    }

    stop() {
        for (const stop of this.#stops) {
            stop();
        }
    }

    #unlessFailed() {
        return this.#hasFailed ? forever : undefined;
    }

    async #end(failure) {
        if (this.#hasFailed) {
            return;
        }
        this.#hasFailed = true;
        report(this.#client, "fatal", "The function has failed beside its handler", failure);
        // A cancelled turn delivers its answer, and waits for no event.
        this.#client.cancel();
        const turn = this.#isHandling ? this.#client.turn({ failure }) : this.#turn;
        await turn?.catch((error) => {
            if (error.undelivered !== undefined) {
                const message = `The failure was not delivered: ${error.undelivered.message}`;
                report(this.#client, "error", message, undefined, true);
            }
        });
        process.exit(1);
    }
}
