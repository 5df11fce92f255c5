// An answer that is sent piece by piece: end finishes it, destroy with an error fails it, destroy without one breaks it off.
import { Writable } from "node:stream";
import { api, view, waiting } from "./library.js";
import { ApiError, failureOf } from "./errors.js";

export class ResponseStream extends Writable {
    #session;
    #handle;
    #isEnded = false;

    constructor(session, handle) {
        super({ decodeStrings: true });
        this.#session = session;
        this.#handle = handle;
    }

    /** Begins the stream if nothing was sent yet, so that its caller sees the head and the prelude. Before the first write. */
    flush() {
        return this.#session.post(waiting.stream_flush, this.#handle);
    }

    _write(chunk, encoding, done) {
        this.#session.post(waiting.stream_write, this.#handle, view(chunk)).then(() => done(), done);
    }

    _final(done) {
        this.#session.post(waiting.stream_finish, this.#handle).then(() => {
            this.#isEnded = true;
            done();
        }, done);
    }

    async _destroy(error, done) {
        let outcome = error;
        if (error && !this.#isEnded) {
            try {
                await this.#session.post(waiting.stream_fail, this.#handle, failureOf(error));
            } catch (refusal) {
                // Where the error is the stream's own, it has ended with it, and there is nothing new to tell.
                outcome = error instanceof ApiError ? error : refusal;
            }
        }
        api.stream_free(this.#handle);
        done(outcome);
    }
}
