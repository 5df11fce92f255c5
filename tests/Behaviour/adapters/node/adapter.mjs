// The adapter of Node.js to the behaviour suite: tests/Behaviour/README.md says what it has to do.
import { writeSync } from "node:fs";
import { finished } from "node:stream/promises";

import { Client, FunctionError } from "../../../../bindings/node/lib/index.js";

// The call that is being made, for what is said when it fails.
let operation = "open";

function say(error) {
    if (error.codeName === undefined) {
        throw error;
    }
    console.error(error.message);
    writeSync(1, `${operation} ${error.codeName} ${error.delivery}\n`);
}

function linesOf(text) {
    return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function failure([type, message, ...stackTrace]) {
    return new FunctionError(type, message, { stackTrace });
}

function respond(invocation, payload, contentType) {
    operation = "respond";
    return invocation.respond(payload, contentType);
}

function write(stream, piece) {
    operation = "stream_write";
    return new Promise((resolve, reject) =>
        stream.write(piece, (error) => (error == null ? resolve() : reject(error))),
    );
}

function open(invocation) {
    operation = "stream_open";
    const stream = invocation.stream();
    // Whoever makes a call hears of its failure from the call.
    stream.on("error", () => {});
    return stream;
}

const actions = {
    echo: (invocation) => respond(invocation, invocation.payload),
    size: (invocation) => respond(invocation, "x".repeat(Number(invocation.payload.toString()))),
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
        return respond(invocation, lines.map((line) => `${line}\n`).join(""), "text/plain");
    },
    fail(invocation) {
        operation = "fail";
        return invocation.fail(failure(linesOf(invocation.payload.toString())));
    },
    async stream(invocation) {
        const stream = open(invocation);
        for (const line of linesOf(invocation.payload.toString())) {
            await write(stream, line);
        }
        operation = "stream_finish";
        stream.end();
        await finished(stream);
    },
    async "stream-fail"(invocation) {
        const [piece, ...lines] = linesOf(invocation.payload.toString());
        const stream = open(invocation);
        await write(stream, piece);
        operation = "stream_fail";
        const reason = failure(lines);
        stream.destroy(reason);
        await finished(stream).catch((error) => {
            if (error !== reason) {
                throw error;
            }
        });
    },
    cancel(invocation) {
        client.cancel();
        return actions.echo(invocation);
    },
};

let client;

async function main() {
    try {
        client = new Client();
    } catch (error) {
        say(error);
        return 1;
    }
    if (process.env.BEHAVIOUR_INIT_ERROR !== undefined) {
        operation = "fail_init";
        await client.failInit(failure(linesOf(process.env.BEHAVIOUR_INIT_ERROR))).catch(say);
        return 1;
    }
    process.on("SIGTERM", () => client.cancel());
    const names = (process.env.BEHAVIOUR_ACTIONS || "echo").split(",");
    for (let served = 0; ;) {
        try {
            operation = "next";
            const invocation = await client.next();
            const action = actions[names[Math.min(served++, names.length - 1)]];
            if (action === undefined) {
                return 2;
            }
            await action(invocation);
        } catch (error) {
            say(error);
            if (operation === "next" && error.codeName === "cancelled") {
                return 0;
            }
            if (error.isFatal || (operation === "next" && error.codeName === "connect_refused")) {
                return 1;
            }
        }
    }
}

const status = await main();
client?.close();
process.exit(status);
