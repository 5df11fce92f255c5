// An answer that is sent piece by piece: end finishes it, destroy with an error fails it, destroy without one ends it with the failure
// Runtime.StreamAbandoned.
import { Writable } from "node:stream";
import { addon, bytes } from "./addon.js";
import { ApiError } from "./errors.js";
import { failureOf } from "./reports.js";

export class ResponseStream extends Writable {
    #session;
    #handle;
    #isLeftToTurn;
    #hasEnded = false;

    constructor(session, handle, isLeftToTurn = false) {
        super({ decodeStrings: true });
        this.#session = session;
        this.#handle = handle;
        this.#isLeftToTurn = isLeftToTurn;
    }

    /** Whether nothing more can be sent: it was finished, or the service went away or answered before the end. */
    get hasEnded() {
        return this.#hasEnded;
    }

    /** Begins the stream if nothing was sent yet, so that its caller sees the head and the prelude. Before the first write. */
    flush() {
        return this.#post(addon.streamFlush);
    }

    /** Frees what a turn was to end. */
    release() {
        addon.releaseStream(this.#session.lane, this.#handle);
    }

    async #post(call, ...values) {
        try {
            await this.#session.post(() => call(this.#session.lane, this.#handle, ...values));
        } catch (error) {
            this.#hasEnded ||= error instanceof ApiError && error.delivery !== "not_sent";
            throw error;
        }
    }

    _write(chunk, encoding, done) {
        this.#post(addon.streamWrite, bytes(chunk)).then(() => done(), done);
    }

    _final(done) {
        this.#post(addon.streamFinish).then(() => {
            this.#hasEnded = true;
            done();
        }, done);
    }

    async _destroy(error, done) {
        if (this.#isLeftToTurn) {
            done(error);
            return;
        }
        const outcome = await this.#session.post(() => this.#end(error)).catch((refusal) => error ?? refusal);
        done(outcome);
    }
    /** One post, so that nothing is asked for between its two calls. */
    async #end(error) {
        const { lane } = this.#session;
        let outcome = error;
        if (error && !this.#hasEnded) {
            try {
                await addon.streamFail(lane, this.#handle, undefined, undefined, failureOf(error));
            } catch (refusal) {
                // Where the error is the stream's own, there is nothing new to tell.
                outcome = error instanceof ApiError ? error : refusal;
            }
        }
        // What was not ended is ended by this, which waits for the service.
        await addon.streamFree(lane, this.#handle);
        return outcome;
    }
}
