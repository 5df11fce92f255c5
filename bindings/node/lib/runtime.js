// The loop: next, handler, answer, and again.
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "./client.js";
import { contextOf } from "./context.js";
import { ApiError, FunctionError } from "./errors.js";
import { FaultWatch } from "./faults.js";
import { LoopPolicy } from "./policy.js";

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
        throw new FunctionError("Runtime.UnmarshalError", `Unable to unmarshal input: ${failure.message}`, {
            stackTrace: [],
        });
    }
}

function serialize(value) {
    try {
        return JSON.stringify(value) ?? "null";
    } catch (failure) {
        throw new FunctionError("Runtime.MarshalError", `Unable to marshal response: ${failure.message}`, {
            stackTrace: [],
        });
    }
}

async function answerOf(handler, invocation, info, show) {
    try {
        const value = await handler(parse(invocation), contextOf(invocation, info));
        const response = isGenerator(value) ? new StreamedResponse(value) : value;
        return response instanceof StreamedResponse
            ? { isStreamed: true, send: () => sendPieces(invocation, response, show) }
            : respondWith(invocation, serialize(value));
    } catch (failure) {
        show(failure);
        return failWith(invocation, failure);
    }
}

const respondWith = (invocation, text) => ({ send: () => invocation.respond(text) });

const failWith = (invocation, failure) => ({ isFailure: true, send: () => invocation.fail(failure) });

async function sendPieces(invocation, response, show) {
    const stream = invocation.stream(response);
    const closed = new Promise((resolve) => stream.once("close", resolve));
    let ending;
    stream.on("error", (failure) => (ending = failure));
    try {
        await pipeline(response.body, stream);
    } catch (failure) {
        if (!(failure instanceof ApiError)) {
            show(failure);
        }
    }
    await closed;
    // A failure of the handler's own has ended the stream, unless the service could not be told.
    if (ending instanceof ApiError) {
        throw ending;
    }
}

function setTraceId(traceId) {
    if (traceId === undefined) {
        delete process.env[traceIdVariable];
    } else {
        process.env[traceIdVariable] = traceId;
    }
}

export async function run(
    handler,
    { client, onError = (error) => console.error(`lambdaclient: ${error.message}`) } = {},
) {
    const opened = client === undefined ? new Client() : undefined;
    const used = client ?? opened;
    const watch = new FaultWatch(used);
    try {
        await serve(used, handler, new LoopPolicy(onError), watch);
    } finally {
        watch.stop();
        opened?.close();
    }
}

async function serve(client, handler, policy, watch) {
    for (;;) {
        let invocation;
        try {
            invocation = await client.next();
        } catch (error) {
            if (error.codeName === "cancelled") {
                return;
            }
            if (policy.afterNext(error) === "stop") {
                throw error;
            }
            await pause(policy.pauseMs);
            continue;
        }
        policy.succeeded();
        setTraceId(invocation.traceId);
        watch.begin(invocation);
        const answer = await answerOf(handler, invocation, client.function, watch.show);
        await deliver(answer, invocation, policy);
        watch.end();
        policy.succeeded();
        invocation.free();
    }
}

async function deliver(answer, invocation, policy) {
    for (;;) {
        try {
            return await answer.send();
        } catch (error) {
            if (!(error instanceof ApiError)) {
                throw error;
            }
            const move = policy.afterPost(error, answer);
            if (move === "stop") {
                throw error;
            }
            if (move === "poll") {
                return;
            }
            if (move === "replace") {
                answer = failWith(invocation, error);
            } else {
                await pause(policy.pauseMs);
            }
        }
    }
}
