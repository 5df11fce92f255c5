// Whatever a handler does, its event is handled once, its caller gets an answer, and the next event is served.
import assert from "node:assert/strict";
import vm from "node:vm";
import { Client, FunctionError, StreamedResponse, run } from "lambdaclient";
import { test } from "./support.mjs";

process.env.AWS_LAMBDA_LOG_LEVEL = "FATAL";

/** Serves an event for each handler, and one more that is answered; gives the posts of the handlers. */
async function serve(service, handlers) {
    const client = new Client({ endpoint: service.endpoint });
    const seen = [];
    try {
        const running = run(
            (event) => {
                seen.push(event);
                return event === handlers.length ? "fine" : handlers[event]();
            },
            { client },
        );
        for (let event = 0; event <= handlers.length; event++) {
            service.give(String(event), {}, `id-${event}`);
        }
        const posts = [];
        while (posts.length <= handlers.length) {
            posts.push(await Promise.race([service.posted(), running.then(() => assert.fail("the loop ended"))]));
        }
        client.cancel();
        await running;
        assert.deepEqual(
            seen,
            Array.from({ length: handlers.length + 1 }, (_, event) => event),
        );
        assert.equal(posts.pop().body.toString(), '"fine"');
        return posts;
    } finally {
        client.close();
    }
}

const thrower = () => {
    throw new Error("nothing works");
};

function throwing(properties) {
    const error = new Error("m");
    // The engine makes the stack when it is first asked for, and looks at the name for it.
    assert.ok(error.stack);
    const getters = properties.map((name) => [name, { get: thrower, configurable: true }]);
    return Object.defineProperties(error, Object.fromEntries(getters));
}

function circular() {
    const first = new Error("first");
    first.cause = new Error("second", { cause: first });
    return first;
}

const failures = [
    [new FunctionError("Own", "m", { stackTrace: [], cause: "this is not JSON" }), "Own", "m"],
    [new FunctionError("Own", "m", { stackTrace: [], cause: '{"message": "\\ud800"}' }), "Own", "m"],
    [new FunctionError("Own", "m", { stackTrace: [], cause: "[".repeat(2_000_000) }), "Own", "m"],
    [new FunctionError("Own", "m", { stackTrace: [], json: "{" }), "Own", "m"],
    [new FunctionError(12, null, { stackTrace: [1, null, thrower] }), "12", "null"],
    [new TypeError("half \ud800 a pair"), "TypeError", "half \ufffd a pair"],
    [new TypeError("x".repeat(3_000_000)), "TypeError", "x"],
    ["x".repeat(3_000_000), "string", "x"],
    [new TypeError("nul \0, control \x1b"), "TypeError", "nul "],
    [throwing(["name", "message", "stack", "type", "json", "xrayCause", "stackTrace", "cause"]), "Error", ""],
    [Object.create(null), "object", "{}"],
    [Object.assign(Object.create(null), { message: "m" }), "object", '{"message":"m"}'],
    [Object.create(Error.prototype, { message: { value: { toString: thrower } } }), "Error", "{}"],
    [{ toJSON: thrower, toString: thrower, [Symbol.toPrimitive]: thrower }, "object", "{"],
    [
        new Proxy(new Error("m"), { get: thrower, getPrototypeOf: thrower, ownKeys: thrower, has: thrower }),
        "object",
        "",
    ],
    [Proxy.revocable({}, {}).proxy, "object", "{}"],
    [circular(), "Error", "first"],
    [vm.runInNewContext("new RangeError('other realm')"), "RangeError", "other realm"],
    [Symbol("s"), "symbol", "Symbol(s)"],
    [undefined, "undefined", "undefined"],
    [null, "object", "null"],
    [() => 1, "function", "[Function"],
    [10n, "bigint", "10n"],
];
const aggregate = new AggregateError([], "all");
Object.defineProperty(aggregate, "errors", { get: thrower });
failures.push([aggregate, "AggregateError", "all"]);
const revoked = Proxy.revocable({}, {});
revoked.revoke();
failures.push([revoked.proxy, "object", ""]);

for (const [how, fail] of [
    [
        "thrown",
        (failure) => {
            throw failure;
        },
    ],
    ["rejected with", (failure) => Promise.reject(failure)],
]) {
    test(`whatever is ${how} is reported with the best text there is`, async (service) => {
        const posts = await serve(
            service,
            failures.map(
                ([failure]) =>
                    () =>
                        fail(failure),
            ),
        );
        for (const [i, [, type, text]] of failures.entries()) {
            const said = JSON.parse(posts[i].body);
            assert.match(posts[i].path, /\/error$/);
            assert.equal(said.errorType, type, `${i}`);
            assert.ok(said.errorMessage.startsWith(text), said.errorMessage.slice(0, 100));
        }
    });
}

test("values that throw when they are looked at", async (service) => {
    const posts = await serve(service, [
        () => new Proxy({}, { get: thrower }),
        () => ({ toJSON: () => thrower() }),
        () => ({
            toJSON: () => {
                throw Object.create(null);
            },
        }),
    ]);
    for (const post of posts) {
        assert.match(post.path, /\/error$/);
    }
});

test("an error before and after the first piece, and a body that is none", async (service) => {
    const [early, late, none] = await serve(service, [
        () =>
            (function* () {
                throw new RangeError("early");
            })(),
        () =>
            (async function* () {
                yield "piece";
                throw Object.assign(new RangeError("\ud800"), { xrayCause: "{" });
            })(),
        () => new StreamedResponse(1),
    ]);
    assert.equal(JSON.parse(early.body).errorType, "RangeError");
    assert.equal(late.body.toString(), "piece");
    assert.equal(late.headers["lambda-runtime-function-error-type"], "Function.RangeError");
    assert.equal(JSON.parse(none.body).errorType, "TypeError");
});

/** What is posted for an event that is handled so in a loop of one's own; the next one is answered. */
async function turns(service, handle) {
    const client = new Client({ endpoint: service.endpoint });
    try {
        service.give("1", {}, "a");
        service.give("2", {}, "b");
        const { invocation } = await client.turn();
        const second = await client.turn(await handle(invocation));
        assert.equal(second.invocation.payload.toString(), "2");
        await second.invocation.respond("fine");
        const post = await service.posted();
        assert.equal((await service.posted()).body.toString(), "fine");
        return post;
    } finally {
        client.close();
    }
}

test("nothing answered", async (service) => {
    const post = await turns(service, () => undefined);
    assert.equal(JSON.parse(post.body).errorType, "Runtime.NoAnswer");
});

test("a stream that is dropped after the first piece", async (service) => {
    const post = await turns(service, async (invocation) => {
        const stream = invocation.stream();
        await new Promise((resolve) => stream.write("piece", resolve));
    });
    assert.equal(post.body.toString(), "piece");
    assert.equal(post.headers["lambda-runtime-function-error-type"], "Runtime.StreamAbandoned");
});

test("a stream that is left open ends with the answer's failure", async (service) => {
    const post = await turns(service, async (invocation) => {
        const stream = invocation.stream();
        await new Promise((resolve) => stream.write("piece", resolve));
        return { failure: new RangeError("gone") };
    });
    assert.equal(post.body.toString(), "piece");
    assert.equal(post.headers["lambda-runtime-function-error-type"], "Function.RangeError");
});

test("answers of every kind", async (service) => {
    for (const [answer, body, type] of [
        ["gr\u00fcn \ud800", "gr\u00fcn \ufffd", "application/json"],
        [Buffer.from("abcd").subarray(1, 3), "bc", "application/json"],
        [{ payload: new Uint8Array([97]), contentType: "text/plain" }, "a", "text/plain"],
        ["", "", "application/json"],
    ]) {
        const post = await turns(service, () => answer);
        assert.deepEqual([post.body.toString(), post.headers["content-type"]], [body, type]);
    }
});

test("an answer that is not bytes is a TypeError, and nothing is lost", async (service) => {
    const client = new Client({ endpoint: service.endpoint });
    try {
        service.give("1");
        await client.turn();
        await assert.rejects(client.turn(1), TypeError);
        await assert.rejects(client.turn({ payload: {} }), TypeError);
        service.give("2");
        await client.turn("1");
        assert.equal((await service.posted()).body.toString(), "1");
    } finally {
        client.close();
    }
});
