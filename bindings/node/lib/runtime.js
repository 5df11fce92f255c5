// The loop: a turn, the handler, and again. What the loop does about an error is decided by the library, in the turn.
import { pipeline } from "node:stream/promises";
import { Client } from "./client.js";
import { contextOf } from "./context.js";
import { ApiError, FunctionError } from "./errors.js";
import { FaultWatch } from "./faults.js";
import { streamForTurn } from "./invocation.js";
import { report } from "./log.js";
import { messageOf } from "./reports.js";

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

    async serve() {
        for (let answer, requestId; ;) {
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

    async #answer(invocation) {
        try {
            const value = await this.#handler(parse(invocation), contextOf(invocation, this.#client.function));
            const response = isGenerator(value) ? new StreamedResponse(value) : value;
            if (!(response instanceof StreamedResponse)) {
                return serialize(value);
            }
            // The turn ends a stream that a failure left open.
            this.#stream = invocation[streamForTurn](response);
            await pipeline(response.body, this.#stream);
            return undefined;
        } catch (failure) {
            if (this.#stream?.hasEnded && failure instanceof ApiError) {
                this.#tell(failure, invocation.requestId);
                return undefined;
            }
            report(this.#client, "error", "The handler failed", failure ?? String(failure));
            return { failure };
        }
    }

    #tell(error, requestId) {
        if (error === undefined) {
            return;
        }
        if (this.#onError === undefined) {
            report(this.#client, "error", `The answer to ${requestId} was not delivered: ${error.message}`);
            return;
        }
        const failed = (failure) =>
            report(this.#client, "error", `onError failed for ${error.codeName}`, failure ?? String(failure));
        try {
            Promise.resolve(this.#onError(error)).catch(failed);
        } catch (failure) {
            failed(failure);
        }
    }
}

export async function run(handler, { client, onError } = {}) {
    const opened = client === undefined ? new Client() : undefined;
    const used = client ?? opened;
    const watch = new FaultWatch(used);
    try {
        await new Loop(handler, used, onError, watch).serve();
    } finally {
        watch.stop();
        opened?.close();
    }
}
