// The loop: what becomes of a handler's value or failure, and of errors of the service.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { Client, FunctionError, StreamedResponse, run } from "lambdaclient";
import { fails, test } from "./support.mjs";

/** Serves some events, and ends the loop when they are posted; gives the posts. */
async function serve(service, handler, events = 1, onError) {
    const client = new Client({ endpoint: service.endpoint });
    try {
        const running = run(handler, { client, onError });
        const posts = [];
        while (posts.length < events) {
            posts.push(await Promise.race([service.posted(), running.then(() => assert.fail("the loop ended"))]));
        }
        client.cancel();
        await running;
        return posts;
    } finally {
        client.close();
    }
}

const failureIn = (post) => JSON.parse(post.body);

test("values become JSON", async (service) => {
    const values = [undefined, null, true, 1, "grün", { a: [1, {}] }, new Date(0), Symbol("s"), () => 1];
    values.forEach(() => service.give('{"a": "grün"}'));
    const rest = [...values];
    const posts = await serve(
        service,
        async (event) => {
            assert.deepEqual(event, { a: "grün" });
            return rest.shift();
        },
        values.length,
    );
    const expected = [null, null, true, 1, "grün", { a: [1, {}] }, "1970-01-01T00:00:00.000Z", null, null];
    assert.deepEqual(
        posts.map((post) => JSON.parse(post.body)),
        expected,
    );
});

test("what is no JSON is reported", async (service) => {
    const circle = {};
    circle.circle = circle;
    const values = [
        10n,
        circle,
        {
            toJSON: () => {
                throw new Error("own");
            },
        },
    ];
    values.forEach(() => service.give("1"));
    for (const post of await serve(service, () => values.shift(), 3)) {
        assert.equal(failureIn(post).errorType, "Runtime.MarshalError");
        assert.match(failureIn(post).errorMessage, /^Unable to marshal response: /);
    }
});

test("an event that is no JSON never reaches the handler", async (service) => {
    const events = ["", "{", Buffer.from([0xff])];
    events.forEach((event) => service.give(event));
    for (const post of await serve(service, () => assert.fail("called"), 3)) {
        assert.equal(failureIn(post).errorType, "Runtime.UnmarshalError");
    }
});

test("what is thrown or rejected is reported, and the next event is served", async (service) => {
    const failures = [new TypeError("grün"), "text", null, new FunctionError("Own.Type", "m", { stackTrace: [] })];
    failures.forEach((_, i) => service.give(String(i)));
    service.give("9");
    const handler = (event) => {
        if (event === 9) {
            return event;
        }
        if (event % 2 === 0) {
            throw failures[event];
        }
        return Promise.reject(failures[event]);
    };
    const posts = await serve(service, handler, 5);
    assert.deepEqual(
        posts.slice(0, 4).map((post) => failureIn(post).errorType),
        ["TypeError", "string", "object", "Own.Type"],
    );
    assert.equal(failureIn(posts[0]).errorMessage, "grün");
    assert.match(failureIn(posts[0]).stackTrace[0], /^at .*runtime\.test\.mjs/);
    assert.ok(failureIn(posts[0]).stackTrace.every((frame) => !frame.includes("/lib/runtime.js")));
    assert.equal(posts[4].body.toString(), "9");
});

test("the context has the properties of AWS", async (service) => {
    service.give("{}", {
        "Lambda-Runtime-Deadline-Ms": "99999999999999",
        "Lambda-Runtime-Invoked-Function-Arn": "arn:1",
        "Lambda-Runtime-Client-Context": '{"custom": {"a": 1}}',
        "Lambda-Runtime-Cognito-Identity": '{"cognitoIdentityId": "x"}',
        "Lambda-Runtime-Aws-Tenant-Id": "tenant",
    });
    for (const broken of ["{", "[]", "1", "null"]) {
        service.give("{}", { "Lambda-Runtime-Client-Context": broken, "Lambda-Runtime-Cognito-Identity": broken });
    }
    process.env.AWS_LAMBDA_FUNCTION_NAME = "f";
    process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE = "128";
    const handler = (event, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() });
    const posts = await serve(service, handler, 5);
    const { remaining, ...said } = JSON.parse(posts[0].body);
    assert.ok(remaining > 1000);
    assert.deepEqual(said, {
        awsRequestId: "id-1",
        invokedFunctionArn: "arn:1",
        functionName: "f",
        memoryLimitInMB: "128",
        identity: { cognitoIdentityId: "x" },
        clientContext: { custom: { a: 1 } },
        tenantId: "tenant",
    });
    for (const post of posts.slice(1)) {
        const context = JSON.parse(post.body);
        assert.deepEqual([context.identity, context.clientContext, context.remaining], [undefined, undefined, 0]);
    }
});

test("the trace id is set and removed", async (service) => {
    service.give("1", { "Lambda-Runtime-Trace-Id": "Root=1" });
    service.give("2");
    const posts = await serve(service, () => process.env._X_AMZN_TRACE_ID, 2);
    assert.deepEqual(
        posts.map((post) => JSON.parse(post.body)),
        ["Root=1", null],
    );
});

test("generators, streams and iterables are sent piece by piece", async (service) => {
    const answers = [
        (function* () {
            yield "ab";
            yield Buffer.from("cd");
        })(),
        (async function* () {
            yield "ab";
            yield "cd";
        })(),
        new StreamedResponse(Readable.from(["ab", "cd"], { objectMode: false }), { contentType: "text/plain" }),
        new StreamedResponse(["ab", "cd"], { prelude: { statusCode: 201 } }),
        new StreamedResponse([]),
    ];
    answers.forEach(() => service.give("1"));
    const posts = await serve(service, () => answers.shift(), 5);
    assert.deepEqual(
        posts.slice(0, 3).map((post) => post.body.toString()),
        ["abcd", "abcd", "abcd"],
    );
    assert.equal(posts[2].headers["content-type"], "text/plain");
    assert.match(posts[3].body.toString(), /^\{"statusCode":201.*\}\0{8}abcd$/);
    assert.equal(posts[4].body.length, 0);
});

test("a stream that fails midway, a piece that is no bytes, a prelude that HTTP refuses", async (service) => {
    const answers = [
        (async function* () {
            yield "ab";
            throw new RangeError("gone");
        })(),
        new StreamedResponse(["ab", 1]),
        new StreamedResponse(["ab"], { prelude: { statusCode: 99 } }),
        "fine",
    ];
    answers.forEach(() => service.give("1"));
    const errors = [];
    const posts = await serve(
        service,
        () => answers.shift(),
        4,
        (error) => errors.push(error.codeName),
    );
    assert.deepEqual(
        posts.slice(0, 2).map((post) => post.body.toString()),
        ["ab", "ab"],
    );
    assert.equal(posts[0].headers["lambda-runtime-function-error-type"], "Function.RangeError");
    assert.equal(posts[1].headers["lambda-runtime-function-error-type"], "Function.TypeError");
    assert.match(failureIn(posts[2]).errorMessage, /prelude/);
    assert.equal(posts[3].body.toString(), '"fine"');
    assert.deepEqual(errors, []);
});

test("a failure that the service does not take is told, and not the end", async (service) => {
    const answers = [
        (function* () {
            yield "ab";
            throw new RangeError("gone");
        })(),
        "fine",
    ];
    service.answers = [413];
    answers.forEach(() => service.give("1"));
    const errors = [];
    const posts = await serve(
        service,
        () => answers.shift(),
        2,
        (error) => errors.push(error.codeName),
    );
    assert.deepEqual(
        posts.map((post) => post.body.toString()),
        ["ab", '"fine"'],
    );
    assert.deepEqual(errors, ["payload_too_large"]);
});

test("a refused answer is not the end", async (service) => {
    service.answers = [413, 410];
    [1, 2, 3].forEach((event) => service.give(String(event)));
    const errors = [];
    const posts = await serve(
        service,
        (event) => event,
        3,
        (error) => errors.push(error.codeName),
    );
    assert.deepEqual(
        posts.map((post) => post.body.toString()),
        ["1", "2", "3"],
    );
    assert.deepEqual(errors, ["payload_too_large", "invocation_timed_out"]);
});

test("a fatal error ends the loop", async (service, context) => {
    service.refuse(500);
    const client = new Client({ endpoint: service.endpoint });
    context.after(() => client.close());
    assert.ok(
        (
            await fails(
                run(() => 1, { client }),
                "container_error",
            )
        ).isFatal,
    );
});

test("a service that stays away ends the loop", async (service, context) => {
    await service.close();
    const client = new Client({ endpoint: service.endpoint });
    context.after(() => client.close());
    await fails(
        run(() => 1, { client }),
        "connect_refused",
    );
});

test("a service that is away for a while gets the answer, and the handler runs once", async (service) => {
    const events = [];
    service.give("1", {}, "a");
    service.give("2", {}, "b");
    const posts = await serve(
        service,
        (event) => {
            events.push(event);
            if (event === 1) {
                service.goAway(3);
            }
            return event;
        },
        2,
    );
    assert.deepEqual(
        posts.map((post) => post.body.toString()),
        ["1", "2"],
    );
    assert.deepEqual(events, [1, 2]);
});

test("an observer that fails at once or later is borne", async (service) => {
    for (const onError of [
        () => {
            throw undefined;
        },
        () => Promise.reject(new Error("observer")),
    ]) {
        service.answers = [413];
        service.give("1");
        service.give("2");
        const posts = await serve(service, (event) => event, 2, onError);
        assert.equal(posts[1].body.toString(), "2");
    }
});
