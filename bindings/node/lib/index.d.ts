import type { Readable, Writable } from "node:stream";
import type { FunctionInfo, InvocationFacts } from "./facts.js";

export type { FunctionInfo, InvocationFacts };

/** Bytes as they are; text as UTF-8. */
export type Bytes = string | Uint8Array;

/** What became of the request of a call that failed; only after not_sent may a result be sent again. */
export type Delivery = "not_sent" | "unknown" | "sent";

/** The kind of thing that went wrong: the hundreds of the code. */
export type Category =
    | "usage"
    | "environment"
    | "transport"
    | "protocol"
    | "rejected"
    | "server"
    | "state"
    | "limit"
    | "cancelled"
    | "internal";

/** A call of the client that failed. Its message names the thing, the value and the next step. */
export class ApiError extends Error {
    private constructor();
    /** The stable number of the failure; docs/errors.md explains each. */
    readonly code: number;
    /** The code's name, such as "connect_refused". */
    readonly codeName: string;
    readonly category: Category;
    readonly delivery: Delivery;
    /** Whether the runtime has to stop and exit with a status other than 0. */
    readonly isFatal: boolean;
    /** The HTTP status of the service's answer, or 0. */
    readonly httpStatus: number;
    /** The operating system's error number (errno), or 0. */
    readonly systemError: number;
    /** The service's errorType, where it gave one. */
    readonly serviceErrorType?: string;
    /** The service's errorMessage, where it gave one. */
    readonly serviceErrorMessage?: string;
    /** From a turn: why the answer was not taken, or may not have been. */
    readonly undelivered?: ApiError;
}

/** A failure of the function itself, as its caller is to see it; throw it in a handler, or pass it to a fail method. */
export class FunctionError extends Error {
    /**
     * @param type A short name, such as "InvalidNameError".
     * @param message What happened, for a person; cut at 65536 characters.
     */
    constructor(
        type: string,
        message?: string,
        more?: {
            /** The frames, a text each; left out, those of this error. */
            stackTrace?: readonly string[];
            /** A body of your own in place of all that, sent exactly as it is: JSON below 1 MiB. */
            json?: string;
            /** What X-Ray shows of the failure, as JSON of at most 1 MiB. */
            cause?: string;
        },
    );
    readonly type: string;
}

/** What a streamed answer says about itself as an HTTP response; together at most 16 KB. */
export interface Prelude {
    /** The HTTP status, from 100 to 599; 200 if left out. */
    statusCode?: number;
    /** The header fields; as a list of pairs, a name can have several values. */
    headers?: Record<string, string> | readonly (readonly [string, string])[];
    /** The values of Set-Cookie fields. */
    cookies?: readonly string[];
}

export interface StreamOptions {
    /** The media type of the whole answer; application/octet-stream if left out. */
    contentType?: string;
    /** The status, headers and cookies of an HTTP response, which go before the first bytes. */
    prelude?: Prelude;
}

/**
 * An answer that is sent piece by piece. `end` finishes it; `destroy` with an error fails it, and its caller gets the error behind
 * what was sent; `destroy` without one ends it with the failure Runtime.StreamAbandoned. A slow caller slows the writer down.
 */
export class ResponseStream extends Writable {
    private constructor();
    /** Whether nothing more can be sent: it was finished, or the service went away or answered before the end. */
    readonly hasEnded: boolean;
    /** Begins the stream if nothing was sent yet, so that its caller sees the head and the prelude. Before the first write. */
    flush(): Promise<void>;
}

/** One event, to be answered exactly once: by the next turn, or by respond, fail or a stream. What is read of it stays valid. */
export interface Invocation extends InvocationFacts {}
export class Invocation {
    private constructor();
    /** The event, exactly as the caller of the function sent it. */
    readonly payload: Buffer;
    /** The event as a JSON value. Throws SyntaxError where it is none. */
    json(): unknown;
    /** The value of any header field of the event, its name in any case. Before the answer. */
    header(name: string): string | undefined;
    /** Milliseconds until the deadline, never below 0; undefined where the service sent none. */
    remainingMs(): number | undefined;
    /**
     * Answers the invocation, which is consumed unless the error's delivery is not_sent. The bytes must not change meanwhile.
     * @param contentType Its media type, 1 to 256 printable ASCII characters; application/json if left out.
     * @throws {ApiError} payload_too_large (the caller was told; no failure may be reported), invocation_timed_out and the other
     *   5xx codes, the 3xx codes, already_answered or handle_invalid (it was answered), content_type_invalid.
     */
    respond(payload: Bytes, contentType?: string): Promise<void>;
    /**
     * Reports that the invocation failed; it is consumed unless the error's delivery is not_sent.
     * @param failure A FunctionError as it is; of any other error its name, message and frames.
     */
    fail(failure: unknown): Promise<void>;
    /** Begins to answer piece by piece; nothing is sent yet. Only the stream can answer from now on. */
    stream(options?: StreamOptions): ResponseStream;
    /** Gives the invocation up without an answer, on purpose: the service hands out the same event again. */
    abandon(): void;
    /** Frees the invocation. Where it was not answered, the next turn or next reports the failure Runtime.NoAnswer. */
    free(): void;
}

export interface ClientOptions {
    /** host:port, [ipv6]:port or http://host:port, with or without a path; the environment variable AWS_LAMBDA_RUNTIME_API if left out. */
    endpoint?: string;
    /** How long to wait for a connection, in milliseconds, at most 86400000; 0 means 1000. */
    connectTimeoutMs?: number;
    /** The largest event that is taken, in bytes, at most 536870912; 0 means 7340032 (7 MiB). */
    maxEventBytes?: number;
    /** The User-Agent of every request, 1 to 128 printable ASCII characters. */
    userAgent?: string;
    /** How long the service may take to receive an answer and reply to it, in milliseconds; 0 means until five seconds after the deadline. */
    answerTimeoutMs?: number;
    /** How long a connection may be silent before TCP probes the service, in seconds, at most 32767; 0 means 60. */
    keepAliveS?: number;
    /** Whether a turn sends an answer and the next poll in one write; yes if left out, unless LAMBDACLIENT_ONE_WRITE is 0. */
    oneWrite?: boolean;
}

/**
 * What a handler gives for an invocation: bytes or text, which is JSON; a response with a media type; or what it threw. The bytes must
 * not change during the turn. `undefined` is no answer.
 */
export type Answer = Bytes | { payload: Bytes; contentType?: string } | { failure: unknown } | undefined;

export interface Turn {
    readonly invocation: Invocation;
    /** Why the answer was not taken, or may not have been: see its delivery. It is worth a log line; the loop goes on. */
    readonly undelivered?: ApiError;
}

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

/**
 * A client of the Runtime API, over one connection. It does no I/O until the first call. One call at a time; only log, cancel and
 * close may come while another one waits. A call that waits blocks the client's own thread, not the event loop. Any number of
 * clients can be open; each worker thread has its own.
 */
export class Client implements Disposable {
    /**
     * @throws {ApiError} endpoint_missing, endpoint_invalid, option_invalid, user_agent_invalid.
     * @throws {RangeError} A number does not fit.
     */
    constructor(options?: ClientOptions);
    /** What the environment said about the function. */
    readonly function: FunctionInfo;
    /**
     * Delivers the answer to the invocation of the last turn, and waits for the next one, for as long as it takes. A whole runtime is
     * this call in a loop: what can be retried is retried, what cannot be sent is replaced, and every invocation gets an answer.
     * @param answer What the handler gave; left out for the first turn, and where respond, fail or a stream answered. A failure ends
     *   a stream that was left open.
     * @throws {ApiError} Why there is no next event: cancelled, or else one after which the program exits with a status other than 0.
     */
    turn(answer?: Answer): Promise<Turn>;
    /**
     * Waits for the next event, for as long as it takes: one step of a turn, without its second attempts.
     * @throws {ApiError} connect_refused and the other 3xx codes, cancelled, invocation_outstanding (answer the previous one
     *   first), the 5xx, 6xx and 4xx codes.
     */
    next(): Promise<Invocation>;
    /** Reports that the function could not start; exit with a status other than 0 then. */
    failInit(failure: unknown): Promise<void>;
    /** Waits until a snapshot of this process was taken and restored, where the function uses SnapStart. */
    restoreNext(): Promise<void>;
    /** Reports that the function could not go on after it was restored; exit with a status other than 0 then. */
    failRestore(failure: unknown): Promise<void>;
    /**
     * Writes a log event in the format and from the level that the function's configuration says; at any time. With ofLast, it is an
     * event of the invocation before the one in hand, as what a turn says about its answer is.
     */
    log(
        level: LogLevel,
        message: string,
        more?: { fields?: Record<string, string>; failure?: unknown; ofLast?: boolean },
    ): void;
    /** Ends a parked turn or next, and makes every later one fail with cancelled; what is being handled can still be answered. */
    cancel(): void;
    /** Closes the client, and frees its invocation; any number of times. */
    close(): void;
    [Symbol.dispose](): void;
}

/** What a handler is told besides the event, with the properties of AWS's own Node.js runtime. */
export interface Context {
    readonly awsRequestId: string;
    readonly invokedFunctionArn?: string;
    readonly functionName?: string;
    readonly functionVersion?: string;
    /** As text, as in AWS's runtime. */
    readonly memoryLimitInMB?: string;
    readonly logGroupName?: string;
    readonly logStreamName?: string;
    /** The Amazon Cognito identity that called the function. */
    readonly identity?: { cognitoIdentityId?: string; cognitoIdentityPoolId?: string };
    /** The client context as it was sent. */
    readonly clientContext?: Record<string, unknown>;
    readonly tenantId?: string;
    /** Milliseconds until the deadline, never below 0; 0 where the service sent none. */
    getRemainingTimeInMillis(): number;
}

/** The pieces of an answer, sent one by one as they come. */
export type Pieces = Iterable<Bytes> | AsyncIterable<Bytes> | Readable;

/** What a handler returns to have its answer sent piece by piece. A generator is streamed without it. */
export class StreamedResponse {
    constructor(body: Pieces, options?: StreamOptions);
    private readonly body: Pieces;
}

/** Called with the event, a JSON value, and its context; its value, as JSON, is the answer. */
export type Handler<Event = any> = (event: Event, context: Context) => unknown;

/** What a run does besides calling its handler. A step may be asynchronous. */
export interface RunOptions {
    /** The client, which only the run may use; left out, one is opened. */
    client?: Client;
    /** Prepares the function before the first event. What it throws is reported as the init error, and is the cause of the run's error. */
    init?: () => unknown;
    /** Runs before a snapshot of the process is taken, if the function uses SnapStart. If it fails, the function cannot start. */
    beforeSnapshot?: () => unknown;
    /** Runs after the snapshot was restored: make here what must be unique, and connect again. What it throws is reported. */
    afterRestore?: () => unknown;
    /**
     * Runs last if init succeeded, however the run ends. If it is set, the run registers an internal extension: only then does
     * Lambda send SIGTERM, 500 ms before SIGKILL.
     */
    shutdown?: () => unknown;
    /**
     * Called with each error that the run survives, such as an answer that the service did not accept. Left out, each is a line of
     * the function's log.
     */
    onError?: (error: ApiError) => unknown;
    /**
     * How many events are handled side by side, at most 10000. Left out or 0, the environment variable AWS_LAMBDA_MAX_CONCURRENCY
     * decides, which Lambda Managed Instances set. Without that variable one event is handled at a time, and a larger number logs
     * a warning.
     */
    concurrency?: number;
    /** Whether concurrency holds even without that variable, for a local service that allows it. */
    forceConcurrency?: boolean;
}

/**
 * Serves events with a handler until SIGTERM comes or the client is cancelled. What the handler throws or rejects with is logged and
 * reported to the function's caller, and the next event is served. An error that nobody caught, a rejection that nobody awaits and a
 * promise that is never settled are reported too, to the caller of the invocation that they belong to, and end the process with
 * status 1; other invocations are answered first. Signals and such errors are left alone where the program has listeners of its own.
 * The variable _X_AMZN_TRACE_ID is set for each event while one is handled at a time.
 * @throws {ApiError} What ended the loop; hook_failed for a step, with what it threw as the cause. Where nobody catches it, it is one
 *   FATAL event of the function's log, and the process ends with status 1.
 */
export function run<Event = any>(handler: Handler<Event>, options?: RunOptions): Promise<void>;

/** Called with an invocation; gives its answer, a StreamedResponse, or undefined where the invocation's own methods answered. */
export type RawHandler = (
    invocation: Invocation,
) => Answer | StreamedResponse | Promise<Answer | StreamedResponse | undefined | void> | void;

/** Like run, with a handler that decides about the bytes itself. */
export function serve(handler: RawHandler, options?: RunOptions): Promise<void>;
