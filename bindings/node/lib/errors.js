// What can go wrong: with the service or the use of the client (ApiError), and in the function itself (FunctionError).
import { codes, deliveries } from "./abi.js";
import { api, readText, struct, view } from "./library.js";

const codeNames = new Map(Object.entries(codes).map(([name, code]) => [code, name]));

export class ApiError extends Error {
    /** Takes the error object over, and frees it. */
    constructor(code, handle) {
        const info = struct("lambdaclient_error_info_t");
        const isDescribed = handle !== null && api.error_describe(handle, info) === 0;
        super((isDescribed && readText(info.message)) || api.status_name(code));
        this.name = "ApiError";
        this.code = code;
        this.codeName = codeNames.get(code) ?? api.status_name(code);
        this.category = api.status_category_name(code);
        this.delivery = isDescribed ? deliveries[info.delivery] : "not_sent";
        this.isFatal = api.status_is_fatal(code) !== 0;
        this.httpStatus = info.http_status;
        this.systemError = info.system_error;
        this.serviceErrorType = readText(info.service_error_type);
        this.serviceErrorMessage = readText(info.service_error_message);
        api.error_free(handle);
    }
}

const given = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

export class FunctionError extends Error {
    constructor(type, message = "", { stackTrace, json, cause } = {}) {
        super(message);
        this.name = type;
        this.type = type;
        Object.assign(this, given({ stackTrace, json, xrayCause: cause }));
    }
}

/** Makes a call with a place for its error; throws the error of one that fails. */
export function call(name, ...values) {
    const error = [null];
    const status = api[name](...values, error);
    if (status !== 0) {
        throw new ApiError(status, error[0]);
    }
}

export async function callAndWait(waiting, ...values) {
    const error = [null];
    const status = await waiting(...values, error);
    if (status !== 0) {
        throw new ApiError(status, error[0]);
    }
}

/** A client's handle, and its last post: the next event is asked for when that is through, whether it was awaited or not. */
export class Session {
    handle = [null];
    #lastPost = Promise.resolve();

    post(waiting, ...values) {
        const posting = callAndWait(waiting, ...values);
        this.#lastPost = Promise.allSettled([this.#lastPost, posting]);
        return posting;
    }

    async settled() {
        await this.#lastPost;
    }
}

/** What was thrown may be anything at all, and its properties may throw in turn. */
function read(failure, property) {
    try {
        return failure[property];
    } catch {
        return undefined;
    }
}

const asText = (value) => (typeof value === "string" && value.length > 0 ? value : undefined);

function describeValue(value) {
    try {
        return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
    } catch {
        return `<${typeof value} without a text>`;
    }
}

const ownFolder = new URL(".", import.meta.url).href;

/** The frames of an error as the engine writes them, without this package's own. */
export function framesOf(failure) {
    const given = read(failure, "stackTrace");
    if (Array.isArray(given)) {
        return given.map(String);
    }
    const lines = String(asText(read(failure, "stack")) ?? "").split("\n");
    return lines.map((line) => line.trim()).filter((line) => line.startsWith("at ") && !line.includes(ownFolder));
}

/** A failure for the library: of an error its name, message and frames; of anything else that was thrown its type and text. */
export function failureOf(failure) {
    const isError = failure instanceof Error;
    const frames = isError ? framesOf(failure).slice(0, 65536) : [];
    return struct("lambdaclient_failure_t", {
        stack_trace_count: frames.length,
        type: view(isError ? (asText(read(failure, "type") ?? read(failure, "name")) ?? "Error") : typeof failure),
        message: view(isError ? String(read(failure, "message") ?? "") : describeValue(failure)),
        stack_trace: frames.length === 0 ? null : frames.map(view),
        json: view(asText(read(failure, "json"))),
        cause: view(asText(read(failure, "xrayCause"))),
    });
}
