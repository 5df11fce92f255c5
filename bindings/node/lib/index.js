export { Client } from "./client.js";
export { ApiError, FunctionError } from "./errors.js";
export { Invocation } from "./invocation.js";
export { StreamedResponse, run, serve } from "./runtime.js";
export { ResponseStream } from "./stream.js";
