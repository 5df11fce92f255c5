// The adapter of Node.js to the behaviour suite: tests/Behaviour/README.md says what it has to do.
import { writeSync } from "node:fs";

import { Client, FunctionError, StreamedResponse, serve } from "../../../../bindings/node/lib/index.js";

function say(operation, error) {
    console.error(error.message);
    writeSync(1, `${operation} ${error.codeName} ${error.delivery}\n`);
}

const linesOf = (text) => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

const linesIn = (event) => linesOf(event.toString());

function failureOf([type, message, ...stackTrace], cause) {
    return new FunctionError(type, message, { stackTrace, cause });
}

/** The first line as a piece, and then a failure made of the others. */
function firstPiece(event, failure) {
    const [piece, ...rest] = linesIn(event);
    return new StreamedResponse(
        (function* () {
            yield piece;
            throw failure(rest);
        })(),
    );
}

const gathered = [];

const actions = {
    echo: (event) => event,
    size: (event) => "x".repeat(Number(event.toString())),
    context(_, invocation) {
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
    fail: (event) => ({ failure: failureOf(linesIn(event)) }),
    "fail-cause": (event) => ({ failure: failureOf(linesIn(event), "no JSON") }),
    nothing: () => {},
    "fail-huge": () => ({ failure: new FunctionError("Huge", "x".repeat(3 << 20)) }),
    "fail-half": () => ({ failure: new FunctionError("Odd", "before \ud800 behind") }),
    raise(event) {
        throw new Error(event.toString());
    },
    "raise-odd"() {
        throw new Proxy(Object.create(null), { get: () => actions["raise-odd"]() });
    },
    async twice(event, invocation) {
        await invocation.respond(event);
        return event;
    },
    hang: () => new Promise(() => setInterval(() => {}, 1 << 30)),
    /** Waits until as many are here as the service hands out at once. */
    gather: (event) =>
        new Promise((resolve) => {
            gathered.push(() => resolve(event));
            if (gathered.length === Number(process.env.AWS_LAMBDA_MAX_CONCURRENCY)) {
                gathered.splice(0).forEach((go) => go());
            }
        }),
    stream: (event) => new StreamedResponse(linesIn(event)),
    "stream-fail": (event) => firstPiece(event, failureOf),
    "stream-raise": (event) => firstPiece(event, ([message]) => new Error(message)),
    async "stream-drop"(event, invocation) {
        const stream = invocation.stream();
        await new Promise((resolve) => stream.write(event, resolve));
    },
    cancel(event) {
        client.cancel();
        return event;
    },
    /** The action that the event names in its first line, with the other lines. */
    told(event, invocation) {
        const end = event.indexOf("\n");
        return actions[event.subarray(0, end).toString()](event.subarray(end + 1), invocation);
    },
};

const hookNames = {
    init: "init",
    before_snapshot: "beforeSnapshot",
    after_restore: "afterRestore",
    shutdown: "shutdown",
};

/** The hooks that BEHAVIOUR_HOOKS names; behind a name it says how it fails. */
function hooks() {
    const chosen = (process.env.BEHAVIOUR_HOOKS || "").split(",").filter((one) => one !== "");
    return Object.fromEntries(
        chosen.map((one) => {
            const [name, how] = one.split("=");
            const hook = async () => {
                writeSync(1, `hook ${name}\n`);
                if (how === "fail") {
                    throw new FunctionError("HookBroke", `${name} broke`);
                } else if (how === "raise") {
                    throw new Error(`${name} broke`);
                }
            };
            return [hookNames[name], hook];
        }),
    );
}

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
    const handler = (invocation) =>
        actions[names.length > 1 ? names.shift() : names[0]](invocation.payload, invocation);
    const onError = process.env.BEHAVIOUR_ERRORS ? undefined : (error) => say("run", error);
    try {
        const concurrency = Number(process.env.BEHAVIOUR_POLLERS || 0);
        await serve(handler, { client, onError, concurrency, ...hooks() });
        return 0;
    } catch (error) {
        say("run", error);
        return 1;
    }
}

const status = await main();
client?.close();
process.exit(status);
