// What a loop does about an error: the same as the loops of the library's other languages.

const maxAttempts = 6;
const firstPauseMs = 10;
const longestPauseMs = 1000;

/**
 * A call is made again only where that can help and cannot do harm, at most 6 times in a row. Pauses double from 10 ms to 1 s, and
 * each is shortened by up to a half at random, so that pollers spread out.
 */
export class LoopPolicy {
    #failures = 0;
    #onError;
    pauseMs = 0;

    constructor(onError) {
        this.#onError = onError;
    }

    succeeded() {
        this.#failures = 0;
    }

    afterNext(error) {
        return error.isFatal || error.codeName === "cancelled" ? "stop" : this.#count(error);
    }

    /** "replace" means that the answer is itself what cannot be sent: the error goes in its place. */
    afterPost(error, { isStreamed, isFailure }) {
        if (error.isFatal) {
            return "stop";
        }
        // Nothing left, so the invocation still waits: the same answer again, if it is not itself what cannot be sent.
        const isWaiting = error.delivery === "not_sent" && error.category !== "state";
        if (isWaiting && error.category !== "usage" && !isStreamed) {
            return this.#count(error);
        }
        this.#onError(error);
        // A second run of whoever makes a stream could do its work twice.
        return isWaiting && !isFailure ? "replace" : "poll";
    }

    #count(error) {
        this.#failures += 1;
        if (this.#failures >= maxAttempts) {
            return "stop";
        }
        this.#onError(error);
        const doubled = firstPauseMs * 2 ** (this.#failures - 1);
        this.pauseMs = Math.min(doubled, longestPauseMs) * (1 - Math.random() / 2);
        return "again";
    }
}
