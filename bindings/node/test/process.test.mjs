// The process: how it ends while next is parked, and what is told to the caller when the function breaks it.
import assert from "node:assert/strict";
import { start, test } from "./support.mjs";

const running = (handler, before = "") =>
    `import { run } from "${import.meta.resolve("lambdaclient")}"; ${before}; await run(${handler});`;

/** One event goes through, and next is parked again. */
async function serveOne(service) {
    await service.parked.take();
    service.give("1");
    assert.equal((await service.posted()).body.toString(), "1");
    await service.parked.take();
}

test("SIGTERM ends a parked runtime in order", async (service, context) => {
    const child = start(context, service, `${running("(event) => event")} console.log("ended");`);
    await serveOne(service);
    child.kill("SIGTERM");
    assert.equal(await child.ended, 0);
    assert.equal(child.printed, "ended\n");
});

test("SIGTERM lets the handler answer first", async (service, context) => {
    const child = start(
        context,
        service,
        running(
            "async () => { console.log('begun'); await new Promise((r) => process.stdin.once('data', r)); process.stdin.destroy(); return 'late'; }",
        ),
    );
    service.give("1");
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGTERM");
    child.stdin.write("go");
    assert.equal((await service.posted()).body.toString(), '"late"');
    assert.equal(await child.ended, 0);
});

test("a listener of the program's own for SIGTERM decides", async (service, context) => {
    const child = start(
        context,
        service,
        running("(event) => event", "process.on('SIGTERM', () => process.exit(7))"),
    );
    await serveOne(service);
    child.kill("SIGTERM");
    assert.equal(await child.ended, 7);
});

test("Ctrl-C kills a parked runtime as it does any program", async (service, context) => {
    const child = start(context, service, running("(event) => event"));
    await serveOne(service);
    child.kill("SIGINT");
    assert.equal(await child.ended, "SIGINT");
});

test("the process can end while next is parked", async (service, context) => {
    const before = "process.stdin.once('data', () => process.exit(5))";
    const child = start(context, service, running("(event) => event", before));
    await service.parked.take();
    child.stdin.write("go");
    assert.equal(await child.ended, 5);
});

test("a handler that exits takes the process along", async (service, context) => {
    const child = start(context, service, running("() => process.exit(6)"));
    service.give("1");
    assert.equal(await child.ended, 6);
    assert.equal(service.posts.size, 0);
});

for (const [what, handler, type, message] of [
    [
        "an error that nobody caught",
        "() => new Promise(() => setImmediate(() => { throw new RangeError('far') }))",
        "RangeError",
        "far",
    ],
    [
        "a rejection that nobody awaits",
        "() => new Promise(() => { Promise.reject(new TypeError('lost')) })",
        "Runtime.UnhandledPromiseRejection",
        "TypeError: lost",
    ],
    [
        "a rejection with a text",
        "() => new Promise(() => { Promise.reject('lost') })",
        "Runtime.UnhandledPromiseRejection",
        "'lost'",
    ],
    [
        "a promise that is never settled",
        "() => new Promise(() => {})",
        "Runtime.NodeJsExit",
        "The event loop is empty, and the handler's promise not settled",
    ],
]) {
    test(`${what} is reported and ends the process`, async (service, context) => {
        const child = start(context, service, running(handler));
        service.give("1");
        const said = JSON.parse((await service.posted()).body);
        assert.deepEqual([said.errorType, said.errorMessage], [type, message]);
        assert.equal(await child.ended, 1);
        assert.match(child.printed, /\tid-1\tFATAL\tThe function has failed beside its handler\r/);
        assert.equal(child.reported, "");
    });
}

test("a rejection that nobody awaits does not spoil the answer on its way", async (service, context) => {
    const handler = "(event) => { setTimeout(() => Promise.reject(new TypeError('lost')), 1); return event; }";
    const child = start(context, service, running(handler));
    service.held = new Promise((resolve) => child.stdout.once("data", resolve));
    service.give("1");
    const post = await service.posted();
    assert.deepEqual([post.path.split("/").pop(), post.body.toString()], ["response", "1"]);
    assert.equal(await child.ended, 1);
    assert.match(child.printed, /\tFATAL\t[^]*Runtime\.UnhandledPromiseRejection: TypeError: lost/);
});

test("a failure is one event of the log in its format", async (service, context) => {
    const handler = "() => { throw new RangeError('far', { cause: new TypeError('deep') }) }";
    const child = start(context, service, running(handler), { AWS_LAMBDA_LOG_FORMAT: "JSON" });
    service.give("1");
    await service.posted();
    await service.parked.take();
    await service.parked.take();
    child.kill("SIGTERM");
    assert.equal(await child.ended, 0);
    assert.equal(child.reported, "");
    const line = JSON.parse(child.printed);
    assert.deepEqual(
        [line.level, line.requestId, line.errorType, line.errorMessage],
        ["ERROR", "id-1", "RangeError", "far"],
    );
    assert.ok(line.stackTrace.includes("Caused by TypeError: deep"));
    assert.ok(line.stackTrace.every((frame) => !frame.includes("bindings/node/lib")));
});

test("the log has the members of an AggregateError, and of a circle each error once", async (service, context) => {
    const handler = `() => {
        const error = new AggregateError([new RangeError("first"), new TypeError("second"), null], "all");
        error.errors[1].cause = error;
        throw error;
    }`;
    const child = start(context, service, running(handler), { AWS_LAMBDA_LOG_FORMAT: "JSON" });
    service.give("1");
    assert.equal(JSON.parse((await service.posted()).body).errorType, "AggregateError");
    await service.parked.take();
    await service.parked.take();
    child.kill("SIGTERM");
    assert.equal(await child.ended, 0);
    const { errorMessage, stackTrace } = JSON.parse(child.printed);
    const told = stackTrace.filter((line) => !line.startsWith("at "));
    assert.equal(errorMessage, "all");
    assert.deepEqual(told, ["Collected RangeError: first", "Collected TypeError: second", "Collected null"]);
});

test("a program without an endpoint is told so", async (service, context) => {
    const child = start(context, service, running("() => 1"), { AWS_LAMBDA_RUNTIME_API: "" });
    assert.equal(await child.ended, 1);
    assert.match(child.reported, /endpoint_missing/);
});

test("without the library the error says where to put it", async (service, context) => {
    const child = start(context, service, running("() => 1"), { LAMBDACLIENT_LIB_DIR: "/nowhere" });
    assert.equal(await child.ended, 1);
    assert.match(child.reported, /\/nowhere\/liblambdaclient\.so\.0.*LAMBDACLIENT_LIB_DIR/s);
});
