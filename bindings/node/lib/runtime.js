// The loop: a turn, the handler, and again. What the loop does about an error is decided by the library, in the turn.
import { pipeline } from "node:stream/promises";
import { Client, prepare } from "./client.js";
import { contextOf } from "./context.js";
import { ApiError, FunctionError } from "./errors.js";
import { FaultWatch } from "./faults.js";
import { streamForTurn } from "./invocation.js";
import { report } from "./log.js";
import { isA, messageOf } from "./reports.js";

const traceIdVariable = "_X_AMZN_TRACE_ID";

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

function setTraceId(traceId) {
    if (traceId === undefined) {
        delete process.env[traceIdVariable];
    } else {
        process.env[traceIdVariable] = traceId;
    }
}

class Loop {
    #handler;
    #client;
    #onError;
    #watch;
    #stream;

    constructor(handler, client, onError, watch) {
        this.#handler = handler;
        this.#client = client;
        this.#onError = onError;
        this.#watch = watch;
    }

    async run() {
        for (let answer = null, requestId; ;) {
            let turn;
            try {
                turn = await this.#watch.turn(answer);
            } catch (error) {
                this.#tell(error.undelivered, requestId);
                if (error.codeName === "cancelled") {
                    return;
                }
                throw error;
            } finally {
                this.#stream?.release();
                this.#stream = undefined;
            }
            this.#tell(turn.undelivered, requestId);
            const { invocation } = turn;
            requestId = invocation.requestId;
            setTraceId(invocation.traceId);
            answer = await this.#answer(invocation);
        }
    }

    /** What the turn delivers, as it takes it. */
    async #answer(invocation) {
        try {
            const answer = await this.#handler(invocation);
            if (!(answer instanceof StreamedResponse)) {
                return prepare(answer);
            }
            // The turn ends a stream that a failure left open.
            this.#stream = invocation[streamForTurn](answer);
            await pipeline(answer.body, this.#stream);
            return null;
        } catch (failure) {
            if (this.#stream?.hasEnded && isA(failure, ApiError)) {
                this.#tell(failure, invocation.requestId);
                return null;
            }
            report(this.#client, "error", "The handler failed", failure ?? String(failure));
            return prepare({ failure });
        }
    }

    #tell(error, requestId) {
        if (error === undefined) {
            return;
        }
        if (this.#onError === undefined) {
            const message = `The answer to ${requestId} was not delivered: ${error.message}`;
            report(this.#client, "error", message, undefined, true);
            return;
        }
        const failed = (failure) =>
            report(this.#client, "error", `onError failed for ${error.codeName}`, failure ?? String(failure), true);
        try {
            Promise.resolve(this.#onError(error)).catch(failed);
        } catch (failure) {
            failed(failure);
        }
    }
}

/** Like run, with a handler that is called with the invocation, and decides about the bytes itself. */
export async function serve(handler, { client, onError } = {}) {
    const opened = client === undefined ? new Client() : undefined;
    const used = client ?? opened;
    const watch = new FaultWatch(used);
    try {
        await new Loop(handler, used, onError, watch).run();
    } finally {
        watch.stop();
        opened?.close();
    }
}

export async function run(handler, { client, onError } = {}) {
    const opened = client === undefined ? new Client() : undefined;
    const info = (client ?? opened).function;
    const handle = async (invocation) => {
        const value = await handler(parse(invocation), contextOf(invocation, info));
        const response = isGenerator(value) ? new StreamedResponse(value) : value;
        return response instanceof StreamedResponse ? response : serialize(value);
    };
    try {
        await serve(handle, { client: client ?? opened, onError });
    } finally {
        opened?.close();
    }
}
