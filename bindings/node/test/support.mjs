// What the tests share: a Runtime API under the test's control, processes that use it, and a time limit for every test.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { test as nodeTest } from "node:test";

const timeLimitMs = 20_000;

/** A test with a service of its own. */
export const test = (name, body) =>
    nodeTest(name, { timeout: timeLimitMs }, async (context) => {
        const service = await Service.start();
        context.after(() => service.close());
        await body(service, context);
    });

/** What comes is kept until somebody asks for it. */
class Mailbox {
    #values = [];
    #waiting = [];

    put(value) {
        const waiter = this.#waiting.shift();
        if (waiter === undefined) {
            this.#values.push(value);
        } else {
            waiter(value);
        }
    }

    take() {
        return this.#values.length > 0
            ? Promise.resolve(this.#values.shift())
            : new Promise((resolve) => this.#waiting.push(resolve));
    }

    get size() {
        return this.#values.length;
    }
}

/**
 * Like the real one it hands out an event again until it is answered, and takes the requests of a connection one after the other, also
 * where two of them come in one write.
 */
export class Service {
    #events = [];
    #unanswered;
    #waiting;
    #pollers = [];
    #refusals = 0;
    #turns = new WeakMap();
    #server = createServer((request, response) => {
        const { socket } = request;
        const turn = (this.#turns.get(socket) ?? Promise.resolve()).then(() => this.#serve(request, response));
        this.#turns.set(socket, turn);
    });
    parked = new Mailbox();
    posts = new Mailbox();
    answers = [];
    /** What the reply to a post waits for. */
    held;
    /** Whether events are handed out side by side, each once. */
    isConcurrent = false;
    /** Posts that came whole, before the reply. */
    arrived = new Mailbox();
    restores = new Mailbox();
    registrations = new Mailbox();

    static async start() {
        const service = new Service();
        service.#server.on("connection", (socket) => service.#refusals-- > 0 && socket.destroy());
        await new Promise((resolve) => service.#server.listen(0, "127.0.0.1", resolve));
        service.endpoint = `127.0.0.1:${service.#server.address().port}`;
        return service;
    }

    give(body, headers = {}, requestId = "id-1") {
        this.#put({ status: 200, headers: { "Lambda-Runtime-Aws-Request-Id": requestId, ...headers }, body });
    }

    refuse(status) {
        this.#put({ status, headers: {}, body: "{}" });
    }

    /** Closes all connections, and as many new ones as soon as they come. */
    goAway(connections) {
        this.#refusals = connections;
        this.#server.closeAllConnections();
    }

    async posted() {
        return this.posts.take();
    }

    close() {
        this.#server.closeAllConnections();
        return new Promise((resolve) => this.#server.close(resolve));
    }

    #put(event) {
        this.#events.push(event);
        this.#waiting?.();
        this.#pollers.shift()?.();
    }

    /** The unanswered event, or else the next one; nothing for a poll that another one came after. */
    async #next() {
        if (this.isConcurrent) {
            this.parked.put(true);
            while (this.#events.length === 0) {
                await new Promise((resolve) => this.#pollers.push(resolve));
            }
            return this.#events.shift();
        }
        this.#waiting?.();
        if (this.#unanswered === undefined) {
            this.parked.put(true);
            let mine;
            while (this.#events.length === 0) {
                await new Promise((resolve) => (this.#waiting = mine = resolve));
                if (this.#waiting !== mine) {
                    return undefined;
                }
            }
            this.#waiting = undefined;
            const event = this.#events.shift();
            if (event.status !== 200) {
                return event;
            }
            this.#unanswered = event;
        }
        return this.#unanswered;
    }

    /** The Extensions API: what is registered hears of no event. */
    #extend(request, response) {
        if (request.url.endsWith("/register")) {
            this.registrations.put(request.headers["lambda-extension-name"]);
            response.writeHead(200, { "Lambda-Extension-Identifier": "extension-1" }).end("{}");
        }
    }

    async #serve(request, response) {
        if (request.url.startsWith("/2020-01-01/extension/")) {
            this.#extend(request, response);
            return;
        }
        if (request.url.endsWith("/restore/next")) {
            this.restores.put(true);
            response.writeHead(200).end();
            return;
        }
        if (request.method === "GET") {
            const event = await this.#next();
            if (event === undefined) {
                request.socket.destroy();
            } else {
                response.writeHead(event.status, event.headers).end(event.body);
            }
            return;
        }
        const pieces = [];
        try {
            for await (const piece of request) {
                pieces.push(piece);
            }
        } catch {
            return;
        }
        this.#unanswered = undefined;
        this.arrived.put(true);
        await this.held;
        response.writeHead(this.answers.shift() ?? 202).end('{"status":"OK"}');
        const headers = { ...request.headers, ...request.trailers };
        this.posts.put({ path: request.url, headers, body: Buffer.concat(pieces) });
    }
}

/** A Node.js program whose Runtime API is the service; killed at the end of the test. */
export function start(context, service, code, environment = {}) {
    const child = spawn(process.execPath, [...process.execArgv, "--input-type=module", "-e", code], {
        env: { ...process.env, AWS_LAMBDA_RUNTIME_API: service.endpoint, ...environment },
    });
    context.after(() => child.kill("SIGKILL"));
    child.printed = "";
    child.reported = "";
    child.stdout.on("data", (data) => (child.printed += data));
    child.stderr.on("data", (data) => (child.reported += data));
    child.ended = new Promise((resolve) => child.on("close", (status, signal) => resolve(signal ?? status)));
    return child;
}

export async function fails(promise, codeName) {
    let error;
    await assert.rejects(promise, (thrown) => {
        error = thrown;
        return thrown.name === "ApiError";
    });
    assert.equal(error.codeName, codeName, error.message);
    return error;
}
