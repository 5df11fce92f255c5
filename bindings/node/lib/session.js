// A client as its invocations and streams see it: what waits on its thread.

export class Session {
    #posts = 0;
    #lastPost = Promise.resolve();

    /** @param lane The addon's client. */
    constructor(lane) {
        this.lane = lane;
    }

    /** Whether something is being sent that was not awaited. */
    get isPosting() {
        return this.#posts > 0;
    }

    /**
     * Sends something, behind what is being sent. The next event is asked for when that is through, whether it was awaited or not.
     * @param send Makes the call, and gives its promise.
     */
    post(send) {
        const posting = this.isPosting ? this.#lastPost.then(send) : send();
        this.#posts++;
        const ended = () => {
            this.#posts--;
        };
        this.#lastPost = posting.then(ended, ended);
        return posting;
    }

    async settled() {
        await this.#lastPost;
    }
}
