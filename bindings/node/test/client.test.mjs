// The client: what is read of an event, the ways to answer it, and the errors.
import assert from "node:assert/strict";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { Client, FunctionError } from "lambdaclient";
import { fails, test } from "./support.mjs";

const withClient = (name, body) =>
    test(name, async (service, context) => {
        const client = new Client({ endpoint: service.endpoint });
        context.after(() => client.close());
        await body(service, client);
    });

withClient("an event with every header and bytes of any kind", async (service, client) => {
    const payload = Buffer.from(Array.from({ length: 768 }, (_, i) => i % 256));
    service.give(
        payload,
        {
            "Lambda-Runtime-Deadline-Ms": "1800000000000",
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-1:1:function:f",
            "Lambda-Runtime-Trace-Id": "Root=1;Sampled=0",
            "Lambda-Runtime-Client-Context": '{"custom":{"a":"b"}}',
            "Lambda-Runtime-Cognito-Identity": '{"cognitoIdentityId":"x"}',
            "Content-Type": "text/plain",
            "X-Other": Buffer.from("grün").toString("latin1"),
        },
        "a-b-c",
    );
    const invocation = await client.next();
    assert.deepEqual(invocation.payload, payload);
    assert.equal(invocation.requestId, "a-b-c");
    assert.equal(invocation.deadlineMs, 1800000000000);
    assert.equal(invocation.invokedFunctionArn, "arn:aws:lambda:eu-west-1:1:function:f");
    assert.equal(invocation.traceId, "Root=1;Sampled=0");
    assert.equal(invocation.clientContext, '{"custom":{"a":"b"}}');
    assert.equal(invocation.cognitoIdentity, '{"cognitoIdentityId":"x"}');
    assert.equal(invocation.contentType, "text/plain");
    assert.equal(invocation.header("x-other"), "grün");
    assert.equal(invocation.header("x-absent"), undefined);
    assert.ok(invocation.remainingMs() >= 0);
    await invocation.respond(payload, "application/octet-stream");
    const post = await service.posted();
    assert.equal(post.path, "/2018-06-01/runtime/invocation/a-b-c/response");
    assert.equal(post.headers["content-type"], "application/octet-stream");
    assert.deepEqual(post.body, payload);
});

withClient("an event without any header but its id", async (service, client) => {
    service.give("");
    const invocation = await client.next();
    assert.equal(invocation.payload.length, 0);
    for (const name of [
        "deadlineMs",
        "invokedFunctionArn",
        "traceId",
        "clientContext",
        "cognitoIdentity",
        "tenantId",
    ]) {
        assert.equal(invocation[name], undefined, name);
    }
    assert.equal(invocation.remainingMs(), undefined);
    await invocation.respond("");
    assert.equal((await service.posted()).body.length, 0);
});

withClient("answers of every kind of bytes", async (service, client) => {
    for (const [answer, expected] of [
        ["grün\0", Buffer.from("grün\0")],
        [new Uint8Array([0, 255]), Buffer.from([0, 255])],
        [Buffer.from("abcd").subarray(1, 3), Buffer.from("bc")],
        [Buffer.alloc(5_000_000, "x"), Buffer.alloc(5_000_000, "x")],
    ]) {
        service.give("1");
        await (await client.next()).respond(answer);
        assert.ok((await service.posted()).body.equals(expected));
    }
    service.give("1");
    const invocation = await client.next();
    await assert.rejects(invocation.respond(1), TypeError);
    await assert.rejects(invocation.respond("", {}), TypeError);
    await invocation.respond("1");
});

withClient("a second answer and a next before the first are named errors", async (service, client) => {
    service.give("1");
    const invocation = await client.next();
    const error = await fails(client.next(), "invocation_outstanding");
    assert.deepEqual([error.code, error.category, error.isFatal], [702, "state", false]);
    await invocation.respond("1");
    for (const again of [() => invocation.respond("2"), () => invocation.fail(new Error())]) {
        await assert.rejects(again(), (thrown) => ["already_answered", "handle_invalid"].includes(thrown.codeName));
    }
});

withClient("failures of every kind", async (service, client) => {
    class OddError extends Error {
        get message() {
            throw new Error("no text");
        }
    }
    const named = Object.assign(new TypeError("grün"), { stack: "TypeError: grün\n    at a (b.js:1:2)" });
    for (const [failure, type, message, frames] of [
        [new FunctionError("NotFound", "m", { stackTrace: ["a", "b"] }), "NotFound", "m", ["a", "b"]],
        [named, "TypeError", "grün", ["at a (b.js:1:2)"]],
        [new OddError(), "Error", "", undefined],
        ["text", "string", "text", []],
        [undefined, "undefined", "undefined", []],
        [{ a: 1 }, "object", '{"a":1}', []],
        [Object.create(null), "object", "{}", []],
        [10n, "bigint", "10n", []],
    ]) {
        service.give("1");
        await (await client.next()).fail(failure);
        const post = await service.posted();
        const said = JSON.parse(post.body);
        assert.deepEqual([said.errorType, said.errorMessage], [type, message]);
        assert.deepEqual(said.stackTrace, frames ?? said.stackTrace);
        assert.equal(
            post.headers["lambda-runtime-function-error-type"].toLowerCase(),
            `function.${type}`.toLowerCase(),
        );
    }
});

withClient("an own body, a cause for X-Ray, and many frames", async (service, client) => {
    service.give("1");
    const cause = JSON.stringify({ working_directory: "/", exceptions: [], paths: [] });
    await (await client.next()).fail(new FunctionError("T", "m", { json: '{"own": 1}', cause }));
    const post = await service.posted();
    assert.equal(post.body.toString(), '{"own": 1}');
    assert.equal(JSON.parse(post.headers["lambda-runtime-function-xray-error-cause"]).working_directory, "/");
    service.give("1");
    const stackTrace = Array.from({ length: 20_000 }, (_, i) => `frame ${i}`);
    await (await client.next()).fail(new FunctionError("T", "m", { stackTrace }));
    assert.deepEqual(JSON.parse((await service.posted()).body).stackTrace, stackTrace);
});

withClient(
    "an invocation that is left without an answer fails, and one that is abandoned comes again",
    async (service, client) => {
        service.give("1");
        (await client.next()).free();
        service.give("2");
        (await client.next()).abandon();
        assert.equal(JSON.parse((await service.posted()).body).errorType, "Runtime.NoAnswer");
        const invocation = await client.next();
        await invocation.respond(invocation.payload);
        assert.equal((await service.posted()).body.toString(), "2");
    },
);

withClient("the log is written from a timer while a turn is parked", async (service, client) => {
    const parked = client.turn();
    await service.parked.take();
    await pause(1);
    client.log("trace", "below the least level");
    client.cancel();
    await fails(parked, "cancelled");
});

withClient("a refused answer tells what became of it", async (service, client) => {
    service.give("1");
    service.answers = [413];
    const error = await fails((await client.next()).respond("1"), "payload_too_large");
    assert.deepEqual([error.delivery, error.httpStatus, error.isFatal], ["sent", 413, false]);
});

withClient("a service that is away", async (service, client) => {
    await service.close();
    const error = await fails(client.next(), "connect_refused");
    assert.deepEqual([error.category, error.delivery], ["transport", "not_sent"]);
    assert.ok(error.systemError > 0);
    assert.ok(error.message.includes(service.endpoint));
});

withClient("options out of range", async () => {
    const opened = async (options) => new Client(options);
    await fails(opened({ endpoint: "nowhere" }), "endpoint_invalid");
    await fails(opened({ endpoint: "a:1", userAgent: "a\r\nb" }), "user_agent_invalid");
    await fails(opened({ endpoint: "a:1", connectTimeoutMs: 86400001 }), "option_invalid");
    for (const number of [-1, 2 ** 32, 1.5, NaN, "1"]) {
        await assert.rejects(opened({ endpoint: "a:1", connectTimeoutMs: number }), /connectTimeoutMs is/);
    }
});

withClient("timers run while next is parked, and a cancel ends it and every later one", async (service, client) => {
    const parked = client.next();
    await service.parked.take();
    for (let tick = 0; tick < 6; tick++) {
        await pause(1);
    }
    await fails(client.next(), "client_busy");
    client.cancel();
    await fails(parked, "cancelled");
    await fails(client.next(), "cancelled");
    client.close();
    client.close();
    client.cancel();
    await fails(client.next(), "client_closed");
});

withClient("many clients wait at once, and one of them is answered", async (service, client) => {
    service.isConcurrent = true;
    const clients = [client, ...Array.from({ length: 19 }, () => new Client({ endpoint: service.endpoint }))];
    const waits = clients.map((one) => one.next());
    for (const _ of waits) {
        await service.parked.take();
    }
    service.give("1");
    const invocation = await Promise.any(waits);
    await invocation.respond("2");
    assert.equal((await service.posted()).body.toString(), "2");
    const rest = Promise.allSettled(waits);
    for (const one of clients) {
        one.close();
    }
    await rest;
});

withClient("an init error and what may follow it", async (service, client) => {
    await client.failInit(new FunctionError("Runtime.NoGreeting", "none"));
    const post = await service.posted();
    assert.equal(post.path, "/2018-06-01/runtime/init/error");
    assert.equal(JSON.parse(post.body).errorType, "Runtime.NoGreeting");
    assert.ok((await fails(client.next(), "init_error_reported")).isFatal);
});

withClient("a stream with a prelude", async (service, client) => {
    service.give("1");
    const prelude = {
        statusCode: 201,
        headers: [
            ["Content-Type", "text/html"],
            ["A", "1"],
            ["A", "2"],
        ],
        cookies: ["c=d"],
    };
    const stream = (await client.next()).stream({ prelude });
    await stream.flush();
    await pipeline(["grün", Buffer.from([0])], stream);
    const post = await service.posted();
    const end = post.body.indexOf(Buffer.alloc(8));
    const said = JSON.parse(post.body.subarray(0, end));
    assert.deepEqual([said.statusCode, said.cookies], [201, ["c=d"]]);
    assert.deepEqual(post.body.subarray(end + 8), Buffer.from("grün\0"));
    assert.equal(post.headers["lambda-runtime-function-response-mode"], "streaming");
});

withClient("a stream that fails midway, and one that is destroyed", async (service, client) => {
    service.give("1");
    const stream = (await client.next()).stream();
    const failing = pipeline(async function* () {
        yield "ab";
        throw new RangeError("gone");
    }, stream);
    await assert.rejects(failing, RangeError);
    const post = await service.posted();
    assert.equal(post.body.toString(), "ab");
    assert.equal(post.headers["lambda-runtime-function-error-type"], "Function.RangeError");
    service.give("2");
    const invocation = await client.next();
    const second = invocation.stream({ contentType: "text/plain" });
    await fails(invocation.respond("1"), "stream_open");
    await new Promise((resolve) => second.on("close", resolve).destroy());
    const abandoned = await service.posted();
    assert.equal(
        abandoned.headers["lambda-runtime-function-error-type"] ?? JSON.parse(abandoned.body).errorType,
        "Runtime.StreamAbandoned",
    );
});

withClient("a prelude that HTTP refuses", async (service, client) => {
    service.give("1");
    const invocation = await client.next();
    const opened = async (prelude) => invocation.stream({ prelude });
    await fails(opened({ statusCode: 99 }), "prelude_invalid");
    await fails(opened({ headers: { "a b": "c" } }), "prelude_invalid");
    await invocation.respond("1");
});

withClient("a log level that is none", async (service, client) => {
    await fails((async () => client.log("loud", "x"))(), "option_invalid");
    client.log("trace", "below the least level", { fields: { a: "b" }, failure: new Error("e") });
});
