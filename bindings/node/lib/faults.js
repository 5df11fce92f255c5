// What goes wrong beside a handler's promise: an error that nobody caught, a rejection that nobody awaits, a promise that is never
// settled. After any of them Node.js cannot be trusted to go on, so the process ends. First every invocation in hand is answered: the
// one that the fault is of, with the fault.
import { AsyncLocalStorage } from "node:async_hooks";
import { fixed, renamed } from "./reports.js";
import { report, reportAlone } from "./log.js";

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
    #faultStops;
    /** The work that code belongs to, also that of its timers and promises. */
    #scope = new AsyncLocalStorage();
    #works = new Set();
    #running = Promise.resolve();
    #expected;
    #hasFailed = false;

    constructor(client) {
        this.#client = client;
        const unsettled = () => this.#onEmptyLoop();
        process.on("beforeExit", unsettled);
        this.#stops = [own("SIGTERM", () => client.cancel()), () => process.off("beforeExit", unsettled)];
        this.#faultStops = [
            own("uncaughtException", (failure) => this.#onFailure(failure, failure)),
            own("unhandledRejection", (reason) =>
                this.#onFailure(reason, fixed(renamed("Runtime.UnhandledPromiseRejection", reason))),
            ),
        ];
    }

    /** Calls a function for some work: an event or a step. */
    within(work, callback, ...given) {
        for (const other of this.#works) {
            if (!other.isInHand()) {
                this.#works.delete(other);
            }
        }
        this.#works.add(work);
        return this.#scope.run(work, callback, ...given);
    }

    /** The outcome of the run; once the process ends, it does not matter any more. */
    async until(running) {
        this.#running = running;
        try {
            return await running;
        } finally {
            await (this.#hasFailed ? forever : undefined);
        }
    }

    /** What ended the run. Where nobody catches it, it is logged as one event, instead of what Node.js prints. */
    expect(failure) {
        this.#expected = { failure };
        this.#stops.forEach((stop) => stop());
        return failure;
    }

    stop() {
        [...this.#stops, ...this.#faultStops].forEach((stop) => stop());
    }

    #onEmptyLoop() {
        const unsettled = [...this.#works].filter((work) => work.isInHand());
        if (unsettled.length === 0) {
            return;
        }
        const message = "The event loop is empty, and the handler's promise not settled";
        const failure = fixed({ type: "Runtime.NodeJsExit", message, frames: [] });
        if (!this.#hasFailed) {
            this.#end(failure, unsettled[0]);
        }
        for (const work of unsettled) {
            work.fail(failure);
        }
    }

    #onFailure(thrown, failure) {
        if (this.#expected !== undefined && this.#expected.failure === thrown) {
            reportAlone("fatal", "The runtime has ended", thrown);
            process.exit(1);
        }
        if (!this.#hasFailed) {
            this.#end(failure, this.#scope.getStore());
        }
    }

    async #end(failure, work) {
        this.#hasFailed = true;
        const message = "The function has failed beside its handler";
        if (work?.isInHand()) {
            report(work.session, "fatal", message, failure);
            work.fail(failure);
        } else {
            reportAlone("fatal", message, failure);
        }
        // What is in hand or on its way still arrives; nothing new comes.
        this.#client.cancel();
        await this.#running.catch(() => {});
        process.exit(1);
    }
}
