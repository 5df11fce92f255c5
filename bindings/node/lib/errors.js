// What can go wrong: with the service or the use of the client (ApiError), and in the function itself (FunctionError).
import { deliveries } from "./abi.js";

export class ApiError extends Error {
    /** The facts come from the addon. */
    constructor(
        code,
        codeName,
        category,
        delivery,
        isFatal,
        httpStatus,
        systemError,
        message,
        serviceErrorType,
        serviceErrorMessage,
        undelivered,
    ) {
        super(message);
        this.name = "ApiError";
        this.code = code;
        this.codeName = codeName;
        this.category = category;
        this.delivery = deliveries[delivery];
        this.isFatal = isFatal;
        this.httpStatus = httpStatus;
        this.systemError = systemError;
        this.serviceErrorType = serviceErrorType;
        this.serviceErrorMessage = serviceErrorMessage;
        this.undelivered = undelivered;
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
