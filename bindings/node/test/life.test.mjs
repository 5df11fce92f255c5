// The life of a runtime: init, snapshot, restore, shutdown, several pollers, and what goes wrong in them.
import assert from "node:assert/strict";
import { start, test } from "./support.mjs";

const program = (options, handler = "(event) => event", before = "") =>
    `import { Client, FunctionError, run } from "${import.meta.resolve("lambdaclient")}"; ${before};
     await run(${handler}, { ${options} }); console.log("ended");`;

const says = (name) => `${name}: async () => { await null; console.log("${name}"); }`;

const hooks = ["init", "beforeSnapshot", "afterRestore", "shutdown"].map(says).join(", ");

async function endsAfterOneEvent(service, child) {
    service.give("1");
    await service.posted();
    await service.parked.take();
    await service.parked.take();
    child.kill("SIGTERM");
    assert.equal(await child.ended, 0);
    assert.equal(child.reported, "");
    return child.printed.trim().split("\n");
}

test("the steps of a function with a snapshot", async (service, context) => {
    const code = program(hooks, "(event) => { console.log('event'); return event; }");
    const child = start(context, service, code, { AWS_LAMBDA_INITIALIZATION_TYPE: "snap-start" });
    const lines = await endsAfterOneEvent(service, child);
    assert.deepEqual(lines, ["init", "beforeSnapshot", "afterRestore", "event", "shutdown", "ended"]);
    assert.equal(service.restores.size, 1);
});

test("the steps of one without, and the extension that makes Lambda send SIGTERM", async (service, context) => {
    const child = start(context, service, program(hooks));
    assert.deepEqual(await endsAfterOneEvent(service, child), ["init", "shutdown", "ended"]);
    assert.equal(service.restores.size, 0);
    assert.equal(service.registrations.size, 1);
});

test("nothing is registered without a shutdown step", async (service, context) => {
    const child = start(context, service, program(says("init")));
    assert.deepEqual(await endsAfterOneEvent(service, child), ["init", "ended"]);
    assert.equal(service.registrations.size, 0);
});

const throws = "() => { throw new FunctionError('NoGreeting', 'GREETING is not set', { stackTrace: [] }); }";

for (const [step, path, type] of [
    ["init", "init/error", "NoGreeting"],
    ["beforeSnapshot", "init/error", "NoGreeting"],
    ["afterRestore", "restore/error", "NoGreeting"],
]) {
    test(`${step} fails: the service hears of it, and the log has one event`, async (service, context) => {
        const environment = { AWS_LAMBDA_INITIALIZATION_TYPE: "snap-start" };
        const child = start(context, service, program(`${step}: ${throws}`), environment);
        const post = await service.posted();
        assert.equal(post.path, `/2018-06-01/runtime/${path}`);
        assert.equal(JSON.parse(post.body).errorType, type);
        assert.equal(await child.ended, 1);
        assert.match(child.printed, /^\S+\t-\tFATAL\t[^\n]*NoGreeting: GREETING is not set\n$/);
        assert.equal(child.reported, "");
    });
}

test("an init error that is caught is the program's affair", async (service, context) => {
    const code = `import { FunctionError, run } from "${import.meta.resolve("lambdaclient")}";
        await run(() => 1, { init: ${throws} }).catch((error) => console.log(error.codeName, error.cause.type));`;
    const child = start(context, service, code);
    await service.posted();
    assert.equal(await child.ended, 0);
    assert.equal(child.printed, "hook_failed NoGreeting\n");
});

test("an init step that is never settled", async (service, context) => {
    const child = start(context, service, program("init: () => new Promise(() => {})"));
    const post = await service.posted();
    assert.equal(post.path, "/2018-06-01/runtime/init/error");
    assert.equal(JSON.parse(post.body).errorType, "Runtime.NodeJsExit");
    assert.equal(await child.ended, 1);
});

test("a fatal error of the loop is one event of the log", async (service, context) => {
    const child = start(context, service, program(""));
    service.refuse(500);
    assert.equal(await child.ended, 1);
    assert.match(child.printed, /^\S+\t-\tFATAL\tThe runtime has ended\r[^\n]*container_error[^\n]*\n$/);
    assert.equal(child.reported, "");
});

test("a fatal error that is caught leaves SIGTERM to the program", async (service, context) => {
    const code = `import { run } from "${import.meta.resolve("lambdaclient")}";
        await run(() => 1).catch((error) => console.log(error.codeName));
        setInterval(() => {}, 1 << 30);`;
    const child = start(context, service, code);
    service.refuse(500);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    assert.equal(child.printed, "container_error\n");
    child.kill("SIGTERM");
    assert.equal(await child.ended, "SIGTERM");
});

test("AWS_LAMBDA_MAX_CONCURRENCY is how many events are handled at once", async (service, context) => {
    service.isConcurrent = true;
    const handler = `(event) => new Promise((resolve) => {
        waiting.push(() => resolve([event, process.env._X_AMZN_TRACE_ID]));
        if (waiting.length === 4) { waiting.splice(0).forEach((go) => go()); }
    })`;
    const child = start(context, service, program("", handler, "const waiting = []"), {
        AWS_LAMBDA_MAX_CONCURRENCY: "4",
    });
    for (let event = 0; event < 40; event++) {
        service.give(String(event), { "Lambda-Runtime-Trace-Id": `Root=${event}` }, `id-${event}`);
    }
    for (let i = 0; i < 40; i++) {
        const post = await service.posted();
        const [event, traceId] = JSON.parse(post.body);
        assert.match(post.path, new RegExp(`/id-${event}/response$`));
        // One environment cannot tell of four events.
        assert.ok(traceId === null || i < 4, post.body.toString());
    }
    child.kill("SIGTERM");
    assert.equal(await child.ended, 0);
});

test("more pollers than an ordinary function may have are one, unless they are forced", async (service, context) => {
    const child = start(context, service, program("concurrency: 3"));
    const lines = await endsAfterOneEvent(service, child);
    assert.match(lines[0], /\tWARN\t.*AWS_LAMBDA_MAX_CONCURRENCY/);
    service.isConcurrent = true;
    const forced = start(context, service, program("concurrency: 3, forceConcurrency: true"));
    for (let i = 0; i < 3; i++) {
        await service.parked.take();
    }
    forced.kill("SIGTERM");
    assert.equal(await forced.ended, 0);
});

test("a rejection of an event that was answered is of no other event", async (service, context) => {
    const handler = `(event) => {
        if (event === 1) {
            new Promise((resolve) => { go = resolve; }).then(() => Promise.reject(new TypeError("lost")));
            return event;
        }
        go();
        return new Promise((resolve) => setImmediate(() => setImmediate(resolve, event)));
    }`;
    const child = start(context, service, program("", handler, "let go"));
    service.give("1", {}, "a");
    service.give("2", {}, "b");
    assert.equal((await service.posted()).body.toString(), "1");
    const post = await service.posted();
    assert.deepEqual([post.path.split("/").slice(-2), post.body.toString()], [["b", "response"], "2"]);
    assert.equal(await child.ended, 1);
    assert.match(child.printed, /^\S+\t-\tFATAL\t[^\n]*lost[^\n]*\n$/);
});

test("each worker has a client of its own, and ends with a turn parked", async (service, context) => {
    const code = `import { Worker } from "node:worker_threads";
        import { once } from "node:events";
        const source = \`import { run } from "${import.meta.resolve("lambdaclient")}";
            import { parentPort } from "node:worker_threads";
            parentPort.postMessage("ready");
            await run((event) => event);\`;
        const url = new URL("data:text/javascript," + encodeURIComponent(source));
        const workers = [1, 2, 3].map(() => new Worker(url));
        await Promise.all(workers.map((worker) => once(worker, "message")));
        process.stdin.once("data", async () => {
            await workers[0].terminate();
            console.log("one has ended");
            process.exit(4);
        });`;
    service.isConcurrent = true;
    const child = start(context, service, code);
    for (let i = 0; i < 3; i++) {
        await service.parked.take();
    }
    for (const event of ["1", "2", "3", "4"]) {
        service.give(event);
        assert.equal((await service.posted()).body.toString(), event);
    }
    child.stdin.write("go");
    assert.equal(await child.ended, 4);
    assert.equal(child.printed, "one has ended\n");
});

const exitsOnOrder =
    "(event) => { process.stdin.once('data', () => { console.log('ending'); process.exit(3); }); return event; }";

test("the process can end while the service does not take an answer", async (service, context) => {
    service.held = new Promise(() => {});
    const child = start(context, service, program("", exitsOnOrder));
    service.give("1");
    await service.arrived.take();
    child.stdin.write("go");
    assert.equal(await child.ended, 3);
});

test("an answer that is on its way arrives before the process ends", async (service, context) => {
    const child = start(context, service, program("", exitsOnOrder));
    service.held = new Promise((resolve) => child.stdout.once("data", resolve));
    service.give("1");
    await service.arrived.take();
    child.stdin.write("go");
    assert.equal((await service.posted()).body.toString(), "1");
    assert.equal(await child.ended, 3);
});
