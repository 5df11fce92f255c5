// What can go wrong: with the service or the use of the client (ApiError), and in the function itself (FunctionError).
import { codes, deliveries } from "./abi.js";
import { api, readText, struct } from "./library.js";

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

/** The error that a place received beside the status of its call. */
export function told([handle]) {
    if (handle === null) {
        return undefined;
    }
    const info = struct("lambdaclient_error_info_t");
    api.error_describe(handle, info);
    return new ApiError(info.code, handle);
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
        return this.after(callAndWait(waiting, ...values));
    }

    after(posting) {
        this.#lastPost = Promise.allSettled([this.#lastPost, posting]);
        return posting;
    }

    async settled() {
        await this.#lastPost;
    }
}
