// The adapter of Node.js to the behaviour suite: tests/Behaviour/README.md says what it has to do.
import { writeSync } from "node:fs";

import { Client, FunctionError, StreamedResponse, serve } from "../../../../bindings/node/lib/index.js";

function say(operation, error) {
    console.error(error.message);
    writeSync(1, `${operation} ${error.codeName} ${error.delivery}\n`);
}

const linesOf = (text) => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

const linesIn = (invocation) => linesOf(invocation.payload.toString());

function failureOf([type, message, ...stackTrace], cause) {
    return new FunctionError(type, message, { stackTrace, cause });
}

/** The first line as a piece, and then a failure made of the others. */
function firstPiece(invocation, failure) {
    const [piece, ...rest] = linesIn(invocation);
    return new StreamedResponse(
        (function* () {
            yield piece;
            throw failure(rest);
        })(),
    );
}

const actions = {
    echo: (invocation) => invocation.payload,
    size: (invocation) => "x".repeat(Number(invocation.payload.toString())),
    context(invocation) {
        const fields = {
            request_id: invocation.requestId,
            invocation_id: invocation.invocationId,
            invoked_function_arn: invocation.invokedFunctionArn,
            trace_id: invocation.traceId,
            client_context: invocation.clientContext,
            cognito_identity: invocation.cognitoIdentity,
            tenant_id: invocation.tenantId,
            content_type: invocation.contentType,
            deadline_ms: invocation.deadlineMs,
            remaining_ms: invocation.remainingMs(),
        };
        const lines = Object.entries(fields).map(([name, value]) =>
            value === undefined ? name : `${name}=${value}`,
        );
        return { payload: lines.map((line) => `${line}\n`).join(""), contentType: "text/plain" };
    },
    fail: (invocation) => ({ failure: failureOf(linesIn(invocation)) }),
    "fail-cause": (invocation) => ({ failure: failureOf(linesIn(invocation), "no JSON") }),
    nothing: () => {},
    raise(invocation) {
        throw new Error(invocation.payload.toString());
    },
    stream: (invocation) => new StreamedResponse(linesIn(invocation)),
    "stream-fail": (invocation) => firstPiece(invocation, failureOf),
    "stream-raise": (invocation) => firstPiece(invocation, ([message]) => new Error(message)),
    async "stream-drop"(invocation) {
        const stream = invocation.stream();
        await new Promise((resolve) => stream.write(invocation.payload, resolve));
    },
    cancel(invocation) {
        client.cancel();
        return invocation.payload;
    },
};

let client;

async function main() {
    try {
        client = new Client();
    } catch (error) {
        say("open", error);
        return 1;
    }
    if (process.env.BEHAVIOUR_INIT_ERROR !== undefined) {
        const failure = failureOf(linesOf(process.env.BEHAVIOUR_INIT_ERROR));
        await client.failInit(failure).catch((error) => say("fail_init", error));
        return 1;
    }
    const names = (process.env.BEHAVIOUR_ACTIONS || "echo").split(",");
    if (names.some((name) => actions[name] === undefined)) {
        return 2;
    }
    const handler = (invocation) => actions[names.length > 1 ? names.shift() : names[0]](invocation);
    try {
        await serve(handler, { client, onError: (error) => say("run", error) });
        return 0;
    } catch (error) {
        say("run", error);
        return 1;
    }
}

const status = await main();
client?.close();
process.exit(status);
