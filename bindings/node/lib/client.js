// The client: asks for events and answers them.
import { api, readText, struct, view, waiting } from "./library.js";
import { ApiError, Session, call, callAndWait, told } from "./errors.js";
import { Invocation } from "./invocation.js";
import { choices, levels } from "./abi.js";
import { failureForLog, failureOf } from "./reports.js";

// A parked turn holds one thread of libuv's pool, and one has to be left for the files and names that a handler asks for. The pool's
// size is fixed at its first use, which is before any module runs.
const poolSize = Number(process.env.UV_THREADPOOL_SIZE) || 4;
const openClients = new Set();

// A process waits for the threads of the pool before it ends, so none may stay parked.
process.on("exit", () => {
    for (const client of openClients) {
        client.cancel();
    }
});

export const turnWith = Symbol("turnWith");

export class Client {
    #session = new Session();
    #function;

    constructor({
        endpoint,
        connectTimeoutMs = 0,
        maxEventBytes = 0,
        userAgent,
        answerTimeoutMs = 0,
        keepAliveS = 0,
        oneWrite,
    } = {}) {
        if (openClients.size >= Math.max(1, poolSize - 1)) {
            throw new RangeError(
                `${openClients.size} clients are open, and libuv's pool has ${poolSize} threads, of which each client can hold ` +
                    "one; set UV_THREADPOOL_SIZE to more than the number of clients before the process starts",
            );
        }
        const options = struct("lambdaclient_options_t", {
            connect_timeout_ms: within(connectTimeoutMs, 2 ** 32 - 1, "connectTimeoutMs"),
            max_event_bytes: within(maxEventBytes, Number.MAX_SAFE_INTEGER, "maxEventBytes"),
            endpoint: view(endpoint),
            user_agent: view(userAgent),
            answer_timeout_ms: within(answerTimeoutMs, 2 ** 32 - 1, "answerTimeoutMs"),
            keep_alive_s: within(keepAliveS, 2 ** 32 - 1, "keepAliveS"),
            one_write: oneWrite === undefined ? 0 : oneWrite ? choices.one_write_on : choices.one_write_off,
        });
        call("open", options, this.#session.handle);
        openClients.add(this);
    }

    get function() {
        if (this.#function === undefined) {
            const found = struct("lambdaclient_function_t");
            call("describe_function", this.#session.handle[0], found);
            this.#function = Object.freeze({
                name: readText(found.name),
                version: readText(found.version),
                memoryMb: found.memory_mb || undefined,
                logGroup: readText(found.log_group),
                logStream: readText(found.log_stream),
                handler: readText(found.handler),
                taskRoot: readText(found.task_root),
            });
        }
        return this.#function;
    }

    async turn(answer) {
        return this[turnWith](prepare(answer));
    }

    /** A turn with an answer that was prepared. */
    async [turnWith](given) {
        const [invocation, undelivered, error] = [[null], [null], [null]];
        await this.#session.settled();
        const status = await waiting.turn(this.#session.handle[0], given, invocation, undelivered, error);
        const lost = told(undelivered);
        if (status !== 0) {
            throw Object.assign(new ApiError(status, error[0]), { undelivered: lost });
        }
        return { invocation: new Invocation(this.#session, invocation[0]), undelivered: lost };
    }

    async next() {
        const handle = [null];
        await this.#session.settled();
        await callAndWait(waiting.next, this.#session.handle[0], handle);
        return new Invocation(this.#session, handle[0]);
    }

    failInit(failure) {
        return callAndWait(waiting.fail_init, this.#session.handle[0], failureOf(failure));
    }

    restoreNext() {
        return callAndWait(waiting.restore_next, this.#session.handle[0]);
    }

    failRestore(failure) {
        return callAndWait(waiting.fail_restore, this.#session.handle[0], failureOf(failure));
    }

    log(level, message, { fields = {}, failure, ofLast = false } = {}) {
        const pairs = Object.entries(fields).map(([name, value]) => ({ name: view(name), value: view(`${value}`) }));
        const details = struct("lambdaclient_log_details_t", {
            field_count: pairs.length,
            fields: pairs.length === 0 ? null : pairs,
            failure: failure === undefined ? null : failureForLog(failure),
            of_last: ofLast ? 1 : 0,
        });
        call("log", this.#session.handle[0], levels[level] ?? 0, view(`${message}`), details);
    }

    cancel() {
        if (this.#session.handle[0] !== null) {
            call("cancel", this.#session.handle[0]);
        }
    }

    close() {
        api.close(this.#session.handle[0]);
        this.#session.handle[0] = null;
        openClients.delete(this);
    }

    [Symbol.dispose]() {
        this.close();
    }
}

/** What a handler gave, for the library; its bytes are read where they are. */
export function prepare(answer) {
    if (answer === undefined) {
        return null;
    }
    if (typeof answer === "object" && answer !== null && "failure" in answer) {
        return struct("lambdaclient_answer_t", { kind: choices.answer_failure, failure: failureOf(answer.failure) });
    }
    const isBytes = typeof answer !== "object" || answer instanceof Uint8Array;
    const { payload, contentType } = isBytes ? { payload: answer } : answer;
    return struct("lambdaclient_answer_t", {
        kind: choices.answer_response,
        payload: view(payload),
        content_type: view(contentType),
    });
}

/** A number that does not fit its field would be cut without a word. */
function within(value, largest, name) {
    if (!Number.isInteger(value) || value < 0 || value > largest) {
        throw new RangeError(`${name} is ${value}; use a whole number from 0 to ${largest}`);
    }
    return value;
}
