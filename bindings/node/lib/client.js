// The client: asks for events and answers them.
import { FunctionFacts, choices, levels } from "./abi.js";
import { addon, bytes } from "./addon.js";
import { Invocation } from "./invocation.js";
import { failureForLog, failureOf } from "./reports.js";
import { Session } from "./session.js";

export const sessionOf = Symbol("sessionOf");

export class Client {
    #session;
    #function;
    #isClosed = false;

    constructor({
        endpoint,
        connectTimeoutMs = 0,
        maxEventBytes = 0,
        userAgent,
        answerTimeoutMs = 0,
        keepAliveS = 0,
        oneWrite,
    } = {}) {
        const lane = addon.open(bytes(endpoint), bytes(userAgent), [
            within(connectTimeoutMs, 2 ** 32 - 1, "connectTimeoutMs"),
            within(maxEventBytes, Number.MAX_SAFE_INTEGER, "maxEventBytes"),
            within(keepAliveS, 2 ** 32 - 1, "keepAliveS"),
            within(answerTimeoutMs, 2 ** 32 - 1, "answerTimeoutMs"),
            oneWrite === undefined ? 0 : oneWrite ? choices.one_write_on : choices.one_write_off,
        ]);
        this.#session = new Session(lane);
    }

    get [sessionOf]() {
        return this.#session;
    }

    get function() {
        this.#function ??= Object.freeze(new FunctionFacts(...addon.describeFunction(this.#session.lane)));
        return this.#function;
    }

    async turn(answer) {
        const prepared = prepare(answer);
        await this.#session.settled();
        const [undelivered, ...event] = await addon.turn(this.#session.lane, undefined, ...prepared);
        return { invocation: new Invocation(this.#session, ...event), undelivered };
    }

    async next() {
        await this.#session.settled();
        const [, ...event] = await addon.next(this.#session.lane);
        return new Invocation(this.#session, ...event);
    }

    async failInit(failure) {
        await addon.failInit(this.#session.lane, undefined, undefined, undefined, failureOf(failure));
    }

    async restoreNext() {
        await addon.restoreNext(this.#session.lane);
    }

    async failRestore(failure) {
        await addon.failRestore(this.#session.lane, undefined, undefined, undefined, failureOf(failure));
    }

    log(level, message, more) {
        logTo(this.#session, level, message, more);
    }

    cancel() {
        if (!this.#isClosed) {
            addon.cancel(this.#session.lane);
        }
    }

    close() {
        this.#isClosed = true;
        addon.close(this.#session.lane);
    }

    [Symbol.dispose]() {
        this.close();
    }
}

/** Writes a log event for the invocation that a session has in hand. */
export function logTo(session, level, message, { fields = {}, failure, ofLast = false } = {}) {
    const pairs = Object.entries(fields).flatMap(([name, value]) => [name, `${value}`]);
    const written = failure === undefined ? undefined : failureForLog(failure);
    addon.log(session.lane, levels[level] ?? 0, `${message}`, pairs, written, ofLast);
}

/** What a handler gave, for the addon: payload, content type, failure. Its bytes are read where they are. */
export function prepare(answer) {
    if (typeof answer !== "object" || answer === null || answer instanceof Uint8Array) {
        return [bytes(answer), undefined, undefined];
    }
    if ("failure" in answer) {
        return [undefined, undefined, failureOf(answer.failure)];
    }
    // Bytes of another realm are no Uint8Array of this one.
    return ArrayBuffer.isView(answer)
        ? [bytes(answer), undefined, undefined]
        : [bytes(answer.payload), bytes(answer.contentType), undefined];
}

/** A number that does not fit its field would be cut without a word. */
function within(value, largest, name) {
    if (!Number.isInteger(value) || value < 0 || value > largest) {
        throw new RangeError(`${name} is ${value}; use a whole number from 0 to ${largest}`);
    }
    return value;
}
