// The life of a runtime: the library runs it, and calls the functions of the program for its steps and its events.
import { pipeline } from "node:stream/promises";
import { types } from "node:util";
import { addon } from "./addon.js";
import { Client, prepare, sessionOf } from "./client.js";
import { contextOf } from "./context.js";
import { ApiError, FunctionError } from "./errors.js";
import { FaultWatch } from "./faults.js";
import { Invocation, streamForTurn } from "./invocation.js";
import { report } from "./log.js";
import { failureOf, isA, messageOf } from "./reports.js";
import { Session } from "./session.js";

const traceIdVariable = "_X_AMZN_TRACE_ID";

// The numbers are the addon's.
const [event, afterRestore, shutdown, error] = [0, 3, 4, 5];
const hookNames = [undefined, "init", "beforeSnapshot", "afterRestore", "shutdown"];

export class StreamedResponse {
    constructor(body, { contentType, prelude } = {}) {
        this.body = body;
        this.contentType = contentType;
        this.prelude = prelude;
    }
}

const isGenerator = (value) =>
    typeof value?.next === "function" &&
    (typeof value[Symbol.asyncIterator] === "function" || typeof value[Symbol.iterator] === "function");

function parse(invocation) {
    try {
        return invocation.json();
    } catch (failure) {
        throw new FunctionError("Runtime.UnmarshalError", `Unable to unmarshal input: ${messageOf(failure)}`, {
            stackTrace: [],
        });
    }
}

function serialize(value) {
    try {
        return JSON.stringify(value) ?? "null";
    } catch (failure) {
        throw new FunctionError("Runtime.MarshalError", `Unable to marshal response: ${messageOf(failure)}`, {
            stackTrace: [],
        });
    }
}

let lastTraceId = "";

function setTraceId(traceId) {
    // Setting a variable costs more than all else that is done for an event.
    if (traceId === lastTraceId) {
        return;
    }
    lastTraceId = traceId;
    if (traceId === undefined) {
        delete process.env[traceIdVariable];
    } else {
        process.env[traceIdVariable] = traceId;
    }
}

/** Whether a handler's value is the answer, and not a promise of it. */
const isPlain = (value) => (typeof value !== "object" && typeof value !== "function") || types.isUint8Array(value);

/** One poller: its invocation in hand, and what has to live as long as that. */
class Poller {
    stream;
    held;

    constructor(session, tell) {
        this.session = session;
        this.tell = tell;
    }

    /** The library has read the last answer, and ended its stream. */
    begin(invocation) {
        this.stream?.release();
        this.stream = undefined;
        this.held = undefined;
        this.invocation = invocation;
    }

    async take(invocation, promise) {
        try {
            this.finish(invocation, await promise);
        } catch (failure) {
            this.fail(invocation, failure);
        }
    }

    finish(invocation, value) {
        if (value instanceof StreamedResponse) {
            this.#send(invocation, value);
        } else {
            this.#answer(invocation, prepare(value));
        }
    }

    fail(invocation, failure) {
        if (this.invocation === invocation) {
            report(this.session, "error", "The handler failed", failure ?? String(failure));
            this.end(invocation, failure);
        }
    }

    /** Answers with a failure that was logged. */
    end(invocation, failure) {
        this.#answer(invocation, [undefined, undefined, failureOf(failure)]);
    }

    async #answer(invocation, prepared) {
        if (this.session.isPosting) {
            await this.session.settled();
        }
        if (this.invocation === invocation) {
            this.invocation = undefined;
            this.held = prepared;
            addon.answer(this.session.lane, ...prepared);
        }
    }

    async #send(invocation, { body, contentType, prelude }) {
        try {
            // The library ends a stream that a failure left open.
            this.stream = invocation[streamForTurn]({ contentType, prelude });
            await pipeline(body, this.stream);
        } catch (failure) {
            if (!this.stream?.hasEnded || !isA(failure, ApiError)) {
                this.fail(invocation, failure);
                return;
            }
            this.tell(failure);
        }
        this.#answer(invocation, []);
    }
}

class Life {
    #handler;
    #client;
    #options;
    #watch;
    #pollers = new Map();
    #failure;

    constructor(handler, client, options) {
        this.#handler = handler;
        this.#client = client;
        this.#options = options;
        this.#watch = new FaultWatch(client);
    }

    async run() {
        const { concurrency = 0, forceConcurrency = false, onError } = this.#options;
        const hooks = hookNames.reduce((bits, name, step) => (this.#options[name] ? bits | (1 << step) : bits), 0);
        const { lane } = this.#client[sessionOf];
        const begin = (step, ...given) => this.#begin(step, ...given);
        const observes = onError !== undefined;
        const hasOnePoller = this.#client.function.pollerCount === 1 && !forceConcurrency;
        try {
            await this.#watch.until(
                addon.run(lane, begin, concurrency, forceConcurrency, hooks, observes, hasOnePoller),
            );
        } catch (failure) {
            if (this.#failure !== undefined) {
                failure.cause = this.#failure.thrown;
            }
            throw this.#watch.expect(failure);
        } finally {
            for (const poller of this.#pollers.values()) {
                poller.begin();
            }
        }
        this.#watch.stop();
    }

    #begin(step, lane, ...given) {
        if (step === event) {
            const poller = this.#pollerOf(lane);
            this.#handle(poller, new Invocation(poller.session, ...given));
        } else if (step === error) {
            this.#tell(given[0]);
        } else {
            this.#hook(step, lane);
        }
    }

    #pollerOf(lane) {
        let poller = this.#pollers.get(lane);
        if (poller === undefined) {
            const first = this.#client[sessionOf];
            const session = lane === first.lane ? first : new Session(lane);
            poller = new Poller(session, (failure) => this.#tell(failure, session));
            this.#pollers.set(lane, poller);
        }
        return poller;
    }

    #handle(poller, invocation) {
        poller.begin(invocation);
        // There is one environment for all invocations, so it cannot tell of several at once.
        setTraceId(this.#pollers.size === 1 ? invocation.traceId : undefined);
        const work = {
            session: poller.session,
            isInHand: () => poller.invocation === invocation,
            fail: (failure) => poller.end(invocation, failure),
        };
        try {
            const value = this.#watch.within(work, this.#handler, invocation);
            if (isPlain(value)) {
                poller.finish(invocation, value);
            } else {
                poller.take(invocation, value);
            }
        } catch (failure) {
            poller.fail(invocation, failure);
        }
    }

    async #hook(step, lane) {
        let isInHand = true;
        const settle = async (failure) => {
            if (!isInHand) {
                return;
            }
            isInHand = false;
            if (failure !== undefined) {
                this.#failure ??= failure;
                const described = [undefined, undefined, undefined, failureOf(failure.thrown)];
                const report = step === afterRestore ? addon.failRestore : addon.failInit;
                if (step !== shutdown) {
                    // The library reports the step itself where this does not arrive.
                    await report(lane, ...described).catch(() => {});
                }
            }
            addon.settleStep(lane, failure === undefined);
        };
        const work = {
            session: this.#client[sessionOf],
            isInHand: () => isInHand,
            fail: (thrown) => settle({ thrown }),
        };
        try {
            await this.#watch.within(work, this.#options[hookNames[step]]);
            await settle();
        } catch (thrown) {
            await settle({ thrown });
        }
    }

    #tell(failure, session) {
        const { onError } = this.#options;
        if (onError === undefined) {
            report(session, "warn", failure.message);
            return;
        }
        const failed = (thrown) => {
            const message = `onError failed for ${failure.codeName}`;
            report(this.#client[sessionOf], "error", message, thrown ?? String(thrown));
        };
        try {
            Promise.resolve(onError(failure)).catch(failed);
        } catch (thrown) {
            failed(thrown);
        }
    }
}

/** Like run, with a handler that is called with the invocation, and decides about the bytes itself. */
export async function serve(handler, { client, ...options } = {}) {
    const used = client ?? new Client();
    try {
        await new Life(handler, used, options).run();
    } finally {
        if (client === undefined) {
            used.close();
        }
    }
}

export async function run(handler, { client, ...options } = {}) {
    const used = client ?? new Client();
    const info = used.function;
    const answerOf = (value) => {
        const response = isGenerator(value) ? new StreamedResponse(value) : value;
        return response instanceof StreamedResponse ? response : serialize(value);
    };
    const handle = (invocation) => {
        const value = handler(parse(invocation), contextOf(invocation, info));
        // A generator may have a method then; it is still no promise.
        return isPlain(value) || isGenerator(value) ? answerOf(value) : settledThen(value, answerOf);
    };
    try {
        await serve(handle, { client: used, ...options });
    } finally {
        if (client === undefined) {
            used.close();
        }
    }
}

const settledThen = async (promise, use) => use(await promise);
