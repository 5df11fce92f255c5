// One event, to be answered exactly once. What the service says about it is copied, so that it stays valid.
import { InvocationFacts } from "./abi.js";
import { addon, bytes } from "./addon.js";
import { failureOf } from "./reports.js";
import { ResponseStream } from "./stream.js";

export const streamForTurn = Symbol("streamForTurn");

export class Invocation extends InvocationFacts {
    #session;
    #handle;

    constructor(session, handle, payload, ...facts) {
        super(...facts);
        this.#session = session;
        this.#handle = handle;
        this.payload = payload;
    }

    json() {
        return JSON.parse(this.payload.toString());
    }

    header(name) {
        return addon.header(this.#session.lane, this.#handle, name);
    }

    remainingMs() {
        return this.deadlineMs === undefined ? undefined : Math.max(0, this.deadlineMs - Date.now());
    }

    async respond(payload, contentType) {
        const given = [bytes(payload) ?? "", bytes(contentType)];
        await this.#session.post(() => addon.respond(this.#session.lane, this.#handle, ...given));
    }

    async fail(failure) {
        const given = [undefined, undefined, failureOf(failure)];
        await this.#session.post(() => addon.fail(this.#session.lane, this.#handle, ...given));
    }

    stream(options) {
        return new ResponseStream(this.#session, this.#open(options));
    }

    /** A stream for the loop, which ends with the answer where it is left open. */
    [streamForTurn](options) {
        return new ResponseStream(this.#session, this.#open(options), true);
    }

    #open({ contentType, prelude } = {}) {
        const head = prelude === undefined ? [] : preludeOf(prelude);
        return addon.openStream(this.#session.lane, this.#handle, bytes(contentType), ...head);
    }

    abandon() {
        addon.abandon(this.#session.lane, this.#handle);
    }

    free() {
        addon.freeInvocation(this.#session.lane, this.#handle);
    }
}

function preludeOf({ statusCode = 200, headers = [], cookies = [] }) {
    const entries = Array.isArray(headers) ? headers : Object.entries(headers);
    return [statusCode, entries.flatMap(([name, value]) => [bytes(name), bytes(value)]), Array.from(cookies, bytes)];
}
