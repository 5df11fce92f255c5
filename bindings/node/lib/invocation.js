// One event, to be answered exactly once. What the service says about it is copied, so that it stays valid.
import { api, readBytes, readText, struct, view, waiting } from "./library.js";
import { call } from "./errors.js";
import { failureOf } from "./reports.js";
import { ResponseStream } from "./stream.js";

export const streamForTurn = Symbol("streamForTurn");

export class Invocation {
    #session;
    #handle;

    constructor(session, handle) {
        this.#session = session;
        this.#handle = handle;
        const payload = { data: null, size: 0 };
        call("invocation_payload", handle, payload);
        const context = struct("lambdaclient_context_t");
        call("invocation_context", handle, context);
        this.payload = readBytes(payload);
        this.requestId = readText(context.request_id);
        this.invocationId = readText(context.invocation_id);
        const deadline = Number(context.deadline_ms);
        this.deadlineMs = deadline < 0 ? undefined : deadline;
        this.invokedFunctionArn = readText(context.invoked_function_arn);
        this.traceId = readText(context.trace_id);
        this.clientContext = readText(context.client_context);
        this.cognitoIdentity = readText(context.cognito_identity);
        this.tenantId = readText(context.tenant_id);
        this.contentType = readText(context.content_type);
    }

    json() {
        return JSON.parse(this.payload.toString());
    }

    header(name) {
        const value = { data: null, size: 0 };
        call("invocation_header", this.#handle, view(name), value);
        return readText(value);
    }

    remainingMs() {
        const remaining = [0];
        call("invocation_remaining_ms", this.#handle, remaining);
        return Number(remaining[0]) < 0 ? undefined : Number(remaining[0]);
    }

    async respond(payload, contentType) {
        await this.#session.post(waiting.respond, this.#handle, view(payload), view(contentType));
    }

    async fail(failure) {
        await this.#session.post(waiting.fail, this.#handle, failureOf(failure));
    }

    stream(options) {
        return new ResponseStream(this.#session, this.#open(options));
    }

    /** A stream for the loop, which the next turn ends where it is left open. */
    [streamForTurn](options) {
        return new ResponseStream(this.#session, this.#open(options), true);
    }

    #open({ contentType, prelude } = {}) {
        const stream = [null];
        const options = struct("lambdaclient_stream_options_t", {
            content_type: view(contentType),
            prelude: prelude === undefined ? null : preludeOf(prelude),
        });
        call("stream_open", this.#handle, options, stream);
        return stream[0];
    }

    abandon() {
        call("abandon", this.#handle);
    }

    free() {
        api.invocation_free(this.#handle);
    }
}

function preludeOf({ statusCode = 200, headers = [], cookies = [] }) {
    const entries = Array.isArray(headers) ? headers : Object.entries(headers);
    return struct("lambdaclient_prelude_t", {
        status_code: statusCode,
        header_count: entries.length,
        cookie_count: cookies.length,
        headers:
            entries.length === 0 ? null : entries.map(([name, value]) => ({ name: view(name), value: view(value) })),
        cookies: cookies.length === 0 ? null : cookies.map(view),
    });
}
