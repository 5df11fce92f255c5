/*
 * lambdaclient.h: speak the AWS Lambda Runtime API from C, or from any language that can call C.
 *
 * A custom runtime is one call in a loop. lambdaclient_turn delivers the last answer and waits for the next event:
 *
 *     lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
 *     lambdaclient_t *client = NULL;
 *     lambdaclient_invocation_t *invocation = NULL;
 *     lambdaclient_error_t *undelivered = NULL, *error = NULL;
 *
 *     if (lambdaclient_open(NULL, &client, &error) != LAMBDACLIENT_OK) {
 *         report(error);
 *         return EXIT_FAILURE;
 *     }
 *     while (lambdaclient_turn(client, &answer, &invocation, &undelivered, &error) == LAMBDACLIENT_OK) {
 *         report(undelivered);
 *         answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
 *         lambdaclient_invocation_payload(invocation, &answer.payload, NULL);
 *     }
 *     report(undelivered);
 *     report(error);
 *     lambdaclient_close(client);
 *     return EXIT_FAILURE;
 *
 * Here report prints lambdaclient_error_message and frees the error. There are three ways to serve events:
 *
 * Turn. lambdaclient_turn retries, replaces an answer that cannot be sent, and answers every event. Take it for a loop of
 * your own.
 *
 * Run. lambdaclient_run calls your handler in such a loop. It adds init, SnapStart, shutdown and several pollers.
 *
 * Steps. lambdaclient_next, lambdaclient_respond, lambdaclient_fail and the streams do one thing each and never retry.
 * Inside a turn or a run, streams are the usual ones to need.
 *
 * These rules hold for every function:
 *
 * Status. A call that can fail returns an int32_t: 0 (LAMBDACLIENT_OK) or one of the LAMBDACLIENT_E_ codes. The comments
 * below leave that prefix out, and list the errors in order of likelihood. Any call can also return INTERNAL_ERROR and
 * OUT_OF_MEMORY. The last argument receives an error object, and may be NULL; there is no hidden last error. Every error
 * has an object. Those of FORKED_CHILD and OUT_OF_MEMORY exist in advance, can be read in a forked child and need not be
 * freed. A NULL where none is allowed is ARGUMENT_MISSING; each function says where NULL is allowed.
 *
 * Ownership. What a call hands out through a pointer to a pointer belongs to the caller. Close a client, free an error and
 * a stream. An invocation need not be freed: it ends when it is answered, and the next turn answers it. Functions named
 * ..._close and ..._free accept NULL, and ignore what was freed before. A view is borrowed; the function that gives it
 * says for how long. Bytes passed in are read during the call only, except the answer of a run's handler.
 *
 * Handles. A client, an invocation, a stream and an error are handles, not addresses. A call recognises a handle that was
 * closed or freed, one of another kind, and a number that never was a handle. It returns HANDLE_INVALID and does nothing
 * else. An invocation that was answered is ALREADY_ANSWERED where it would be answered again, and HANDLE_INVALID where it
 * is read.
 *
 * Once. An invocation is answered exactly once: by the turn, by respond, by fail or by a stream. A second answer is
 * ALREADY_ANSWERED. lambdaclient_next before an answer is INVOCATION_OUTSTANDING, because the service would hand out the
 * same event again; lambdaclient_abandon asks for that. When an answer could not be delivered, the error's delivery says
 * whether the service can have received it.
 *
 * Threads. Use a client, its invocation and its stream on one thread at a time; an overlapping call returns CLIENT_BUSY.
 * Different clients are independent. lambdaclient_cancel, lambdaclient_close and lambdaclient_log may come from any
 * thread. Call no function from a signal handler. A call needs 64 KiB of stack.
 *
 * Structs. A struct that a call reads or fills begins with struct_size, so that it can grow. Begin with its ..._INIT macro
 * and set what you need.
 *
 * Processes. The library does nothing at load. The first call takes SIGSEGV, SIGFPE and one real-time signal for the
 * runtime inside. Every other signal stays as the program has it, SIGPIPE, SIGTERM and SIGINT too. The library writes only
 * to the function's log: what lambdaclient_log is given, errors that a run without on_error survives, and an error for a
 * handler that has not answered near its deadline. A thread of the library looks for such handlers. The environment is
 * left alone, unless the option set_trace_variable asks for one variable. In a child made by fork after the first call,
 * calls return FORKED_CHILD; fork and exec is fine. The library stays loaded after dlclose.
 *
 * Flavours. The default library needs nothing. The other one starts an installed .NET. Where it finds none that it can
 * use, every call that returns a status returns RUNTIME_UNAVAILABLE, with an error that says what is wrong.
 *
 * Sources of facts about the service: AWS Lambda Developer Guide, "Runtime API", "Building a custom runtime" and "Response
 * streaming".
 *
 * Generated from src/Native by eng/HeaderGenerator. SPDX-License-Identifier: Apache-2.0
 */
#ifndef LAMBDACLIENT_H
#define LAMBDACLIENT_H

#include <stddef.h>
#include <stdint.h>

/* The version of this header. */
#define LAMBDACLIENT_VERSION "0.1.0"
#define LAMBDACLIENT_VERSION_MAJOR 0
#define LAMBDACLIENT_VERSION_MINOR 1
#define LAMBDACLIENT_VERSION_PATCH 0

/* The number of the C ABI that this header describes; see lambdaclient_abi_version. */
#define LAMBDACLIENT_ABI_VERSION 1

/* Marks a call whose status must be looked at: an answer or an event is lost where its failure is not noticed. */
#if defined(__GNUC__)
#define LAMBDACLIENT_MUST_USE __attribute__((warn_unused_result))
#else
#define LAMBDACLIENT_MUST_USE
#endif

/* The null pointer of the initialisers below. */
#if defined(__cplusplus) && __cplusplus >= 201103L
#define LAMBDACLIENT_NULL nullptr
#else
#define LAMBDACLIENT_NULL NULL
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------------------------------------------------
 * Status: what calls return. A number never changes its meaning. 703 and 708 belong to the C# API and do not occur in
 * C.
 * ------------------------------------------------------------------------------------------------------------------ */

/* Success. */
#define LAMBDACLIENT_OK 0

/* A required argument is missing. Pass a value. */
#define LAMBDACLIENT_E_ARGUMENT_MISSING 101
/* An option is out of range or has an unknown form. Set a value in the documented range. */
#define LAMBDACLIENT_E_OPTION_INVALID 102
/* The content type does not fit into a header. Use 1 to 256 printable ASCII characters. */
#define LAMBDACLIENT_E_CONTENT_TYPE_INVALID 103
/* The user agent does not fit into a header. Use 1 to 128 printable ASCII characters. */
#define LAMBDACLIENT_E_USER_AGENT_INVALID 104
/* Text is not UTF-8. Pass UTF-8. */
#define LAMBDACLIENT_E_TEXT_INVALID 105
/* A handle is stale, forged, or of another kind. Use a handle only until it is answered, freed or closed. */
#define LAMBDACLIENT_E_HANDLE_INVALID 106
/*
 * An HTTP prelude has a status or a field that HTTP does not allow, or is over 16 KB. Use a status from 100 to 599,
 * tokens as names, values without control characters, and at most 16 KB.
 */
#define LAMBDACLIENT_E_PRELUDE_INVALID 107
/*
 * An X-Ray cause is not JSON of the documented shape, is empty, or is over 1 MiB. Pass an object with
 * working_directory, exceptions, paths or message, and each line as a whole number.
 */
#define LAMBDACLIENT_E_CAUSE_INVALID 108
/* An init step or a hook of the program failed. Fix it, and exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_HOOK_FAILED 109

/*
 * The Runtime API's endpoint is missing. Run inside Lambda or the emulator, or set the endpoint option to host:port.
 * Fatal.
 */
#define LAMBDACLIENT_E_ENDPOINT_MISSING 201
/*
 * The endpoint is not of the form host:port. Use host:port, [ipv6]:port or http://host:port with a port from 1 to
 * 65535, and after it at most a path that needs no escaping. Fatal.
 */
#define LAMBDACLIENT_E_ENDPOINT_INVALID 202
/*
 * The .NET runtime inside the library, or the installed one that it needs, could not be started. Do what the reason
 * asks for: raise the limit of the process; or install .NET, set DOTNET_ROOT to its folder, and keep the library's
 * files together. Fatal.
 */
#define LAMBDACLIENT_E_RUNTIME_UNAVAILABLE 203

/* Nothing listens at the endpoint. Start the service, or correct the endpoint. */
#define LAMBDACLIENT_E_CONNECT_REFUSED 301
/* The connection was not made in time. Check the endpoint, or raise the connect timeout. */
#define LAMBDACLIENT_E_CONNECT_TIMEOUT 302
/* The connection could not be made. Check the host name, the network and the number of open descriptors. */
#define LAMBDACLIENT_E_CONNECT_FAILED 303
/*
 * The service closed the connection without a reply. Send an answer again only if it was not sent, else ask for the
 * next invocation.
 */
#define LAMBDACLIENT_E_CONNECTION_CLOSED 304
/*
 * The connection broke before the whole reply came. Send an answer again only if it was not sent, else ask for the
 * next invocation.
 */
#define LAMBDACLIENT_E_CONNECTION_BROKEN 305
/*
 * The reply ended before it was complete. Send an answer again only if it was not sent, else ask for the next
 * invocation.
 */
#define LAMBDACLIENT_E_REPLY_TRUNCATED 306
/*
 * The service did not reply to an answer in time. Send an answer again only if it was not sent, else ask for the next
 * invocation.
 */
#define LAMBDACLIENT_E_ANSWER_TIMEOUT 307

/* The reply does not begin with an HTTP/1.0 or 1.1 status line. Check that the endpoint is a Lambda Runtime API. */
#define LAMBDACLIENT_E_STATUS_LINE_INVALID 401
/* A header field of the reply is malformed or repeated. Check the proxies between this client and the service. */
#define LAMBDACLIENT_E_FIELD_INVALID 402
/* The length of the reply is missing or ambiguous. Check the proxies between this client and the service. */
#define LAMBDACLIENT_E_FRAMING_INVALID 403
/* A chunk of the reply is malformed. Check the proxies between this client and the service. */
#define LAMBDACLIENT_E_CHUNK_INVALID 404
/* The service sent an interim reply that cannot be skipped. Check the proxies between this client and the service. */
#define LAMBDACLIENT_E_INTERIM_INVALID 405
/* The status has no meaning for this call. Check that the endpoint is a Lambda Runtime API. */
#define LAMBDACLIENT_E_STATUS_UNEXPECTED 406
/* The event has no request id, so it cannot be answered. Check that the endpoint is a Lambda Runtime API. */
#define LAMBDACLIENT_E_REQUEST_ID_MISSING 407
/*
 * The event's request id does not fit into a path, so it cannot be answered. Check that the endpoint is a Lambda
 * Runtime API.
 */
#define LAMBDACLIENT_E_REQUEST_ID_INVALID 408

/* The service does not wait for an answer to this request id. Drop the answer and ask for the next invocation. */
#define LAMBDACLIENT_E_REQUEST_ID_REJECTED 501
/* The invocation id belongs to another attempt. Drop the answer and ask for the next invocation. */
#define LAMBDACLIENT_E_INVOCATION_ID_REJECTED 502
/* The service does not know the response mode. Exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_RESPONSE_MODE_REJECTED 503
/*
 * The service did not receive the whole request, and reported a failure to the caller. Drop the answer and ask for
 * the next invocation.
 */
#define LAMBDACLIENT_E_REQUEST_TRUNCATED 504
/* The call is not legal in the service's present state. Exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_STATE_TRANSITION_REJECTED 505
/* The invocation timed out before it was answered. Drop the answer and ask for the next invocation. */
#define LAMBDACLIENT_E_INVOCATION_TIMED_OUT 506
/*
 * The payload is larger than the service takes, and the service reported a failure to the caller. Ask for the next
 * invocation; do not report an error for this one.
 */
#define LAMBDACLIENT_E_PAYLOAD_TOO_LARGE 507
/* The service refused the request. Drop the answer and ask for the next invocation. */
#define LAMBDACLIENT_E_REQUEST_REJECTED 508

/* The container failed. Exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_CONTAINER_ERROR 601
/* The service failed. Exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_SERVER_ERROR 602

/* The invocation was already answered or given up. Answer each invocation once, then ask for the next. */
#define LAMBDACLIENT_E_ALREADY_ANSWERED 701
/* The previous invocation is not answered yet. Answer or abandon it, then ask for the next. */
#define LAMBDACLIENT_E_INVOCATION_OUTSTANDING 702
/*
 * A call of this client is running, on another thread or around the callback. Open one client per thread; cancel,
 * close and log may come from any.
 */
#define LAMBDACLIENT_E_CLIENT_BUSY 704
/* The client is closed. Open another client. Fatal. */
#define LAMBDACLIENT_E_CLIENT_CLOSED 705
/* An init or restore error was reported, so no call may follow. Exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_INIT_ERROR_REPORTED 706
/*
 * The process was forked after the library was first used. Use the library in the parent, or call exec in the child.
 * Fatal.
 */
#define LAMBDACLIENT_E_FORKED_CHILD 707
/* The invocation's answer is being streamed. Finish or fail the stream. */
#define LAMBDACLIENT_E_STREAM_OPEN 709

/* The head of the reply is over 64 KiB or over 128 fields. Check that the endpoint is a Lambda Runtime API. */
#define LAMBDACLIENT_E_HEAD_TOO_LARGE 801
/*
 * The body of the reply is over the limit of the call. Raise the limit for events if the event is a legitimate one.
 */
#define LAMBDACLIENT_E_BODY_TOO_LARGE 802
/*
 * The chunk extensions or trailers of the reply are over their limit. Check the proxies between this client and the
 * service.
 */
#define LAMBDACLIENT_E_CHUNK_OVERHEAD_TOO_LARGE 803

/* The call was cancelled. Close the client; call again only if the token of this one call ended it. */
#define LAMBDACLIENT_E_CANCELLED 901

/* The library failed. Report it with this text, and exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_INTERNAL_ERROR 1001
/* The process is out of memory. Give the function more memory. Fatal. */
#define LAMBDACLIENT_E_OUT_OF_MEMORY 1002

/* The category of a status is its hundreds. */
#define LAMBDACLIENT_CATEGORY_USAGE 1
#define LAMBDACLIENT_CATEGORY_ENVIRONMENT 2
#define LAMBDACLIENT_CATEGORY_TRANSPORT 3
#define LAMBDACLIENT_CATEGORY_PROTOCOL 4
#define LAMBDACLIENT_CATEGORY_REJECTED 5
#define LAMBDACLIENT_CATEGORY_SERVER 6
#define LAMBDACLIENT_CATEGORY_STATE 7
#define LAMBDACLIENT_CATEGORY_LIMIT 8
#define LAMBDACLIENT_CATEGORY_CANCELLED 9
#define LAMBDACLIENT_CATEGORY_INTERNAL 10

/* What became of the request of a call that failed; only after NOT_SENT may a result be sent again. */
#define LAMBDACLIENT_DELIVERY_NOT_SENT 0
#define LAMBDACLIENT_DELIVERY_UNKNOWN 1
#define LAMBDACLIENT_DELIVERY_SENT 2

/* ------------------------------------------------------------------------------------------------------------------
 * Handles: what stands behind them is the library's own.
 * ------------------------------------------------------------------------------------------------------------------ */

typedef struct lambdaclient_t lambdaclient_t;
typedef struct lambdaclient_error_t lambdaclient_error_t;
typedef struct lambdaclient_invocation_t lambdaclient_invocation_t;
typedef struct lambdaclient_stream_t lambdaclient_stream_t;

/* ------------------------------------------------------------------------------------------------------------------
 * Client: all that a runtime with its own loop needs, together with the next two chapters. A client receives events
 * and answers them over one connection. Use it on one thread at a time; an overlapping call returns CLIENT_BUSY.
 * ------------------------------------------------------------------------------------------------------------------ */

/* An answer and the next poll leave in one write. */
#define LAMBDACLIENT_ONE_WRITE_ON 1
/* They leave in two writes. */
#define LAMBDACLIENT_ONE_WRITE_OFF 2
/* No answer. */
#define LAMBDACLIENT_ANSWER_NONE 0
/* A response: payload and content_type. */
#define LAMBDACLIENT_ANSWER_RESPONSE 1
/* A failure. */
#define LAMBDACLIENT_ANSWER_FAILURE 2

/*
 * Frees what a context holds.
 *
 * context  The context of the run, or the release_context of the answer.
 * Threads  The thread that called lambdaclient_run or lambdaclient_turn; for an answer of a run, the thread of its
 *          handler.
 */
typedef void (*lambdaclient_finalizer_t)(void *context);

/*
 * Borrowed bytes: an address and a length. Not ended by a NUL unless a function says so. Absent text is {NULL, 0}; an
 * address of NULL with a length other than 0 is refused.
 */
typedef struct lambdaclient_view {
    /* The first byte, or NULL. */
    const uint8_t *data;
    /* The number of bytes. */
    size_t size;
} lambdaclient_view_t;
/* An initialiser: a view of a literal, without the NUL at its end. */
#define LAMBDACLIENT_TEXT(literal) {(const uint8_t *)("" literal), sizeof(literal) - 1}

/* The options of a client. Begin with LAMBDACLIENT_OPTIONS_INIT; 0 and an absent view mean the default. */
typedef struct lambdaclient_options {
    /* sizeof(lambdaclient_options_t), set by the initialiser. */
    uint32_t struct_size;
    /*
     * How long to wait for a connection, in milliseconds, at most 86400000; 0 means 1000. Waiting for an event has no
     * limit.
     */
    uint32_t connect_timeout_ms;
    /* The largest event to accept, in bytes, at most 536870912; 0 means 7340032 (7 MiB). */
    uint64_t max_event_bytes;
    /*
     * host:port, [ipv6]:port or http://host:port, optionally with a path behind it; absent means the environment
     * variable AWS_LAMBDA_RUNTIME_API.
     */
    lambdaclient_view_t endpoint;
    /* The User-Agent of every request, 1 to 128 printable ASCII characters; absent means lambdaclient/VERSION. */
    lambdaclient_view_t user_agent;
    /*
     * 1 sets the environment variable _X_AMZN_TRACE_ID to the trace id of each event before the event is returned, or
     * removes it if there is none. Libraries for tracing read it. Use it only with one client and if nothing else
     * touches the environment meanwhile. 0 leaves the environment alone.
     */
    uint32_t set_trace_variable;
    /*
     * How long a connection may be silent before TCP probes the service, in seconds, at most 32767; 0 means 60. The
     * probes repeat at this interval, and three without a reply break the connection. That ends a wait on a dead
     * connection. 4294967295 turns the probes off.
     */
    uint32_t keep_alive_s;
    /*
     * How long the service may take to receive an answer and reply to it, in milliseconds; 0 means until five seconds
     * after the invocation's deadline, or 15 minutes if it has none. 4294967295 means no limit.
     */
    uint32_t answer_timeout_ms;
    /*
     * Whether lambdaclient_turn and lambdaclient_run send an answer and the next poll in one write:
     * LAMBDACLIENT_ONE_WRITE_ON or LAMBDACLIENT_ONE_WRITE_OFF. 0 means on, unless the environment variable
     * LAMBDACLIENT_ONE_WRITE is 0, off, no or false. Off is for a service that reads one request per read, as a mock
     * by hand may: it loses the poll, so that the first event is answered and no other comes.
     */
    uint32_t one_write;
    /*
     * How many failures in a row end a lambdaclient_turn or lambdaclient_run, at most 1000; 0 means 6. 1 retries
     * nothing.
     */
    uint32_t max_attempts;
    /* Not used; 0, or the call is refused. */
    uint32_t reserved;
} lambdaclient_options_t;
#define LAMBDACLIENT_OPTIONS_INIT \
    { sizeof(lambdaclient_options_t), 0, 0, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, 0, 0, 0, 0, 0, 0 }

/*
 * The failure to report to the caller. Begin with LAMBDACLIENT_FAILURE_INIT. All text is UTF-8; in type, message,
 * frames and cause, U+FFFD replaces other bytes.
 */
typedef struct lambdaclient_failure {
    /* sizeof(lambdaclient_failure_t), set by the initialiser. */
    uint32_t struct_size;
    /* The number of frames; the first 65536 are read. */
    uint32_t stack_trace_count;
    /* A short name, such as InvalidNameError; absent means Error. */
    lambdaclient_view_t type;
    /* What happened, for a person; cut at 65536 characters. */
    lambdaclient_view_t message;
    /* The frames, innermost first; NULL where there are none. */
    const lambdaclient_view_t *stack_trace;
    /*
     * Your own body in place of type, message and frames, sent exactly as it is: JSON below 1 MiB; absent for none. A
     * body that is not JSON, or is too large, is not sent; the ordinary body then has its first 4096 bytes as the
     * text givenJson. At most 16 KiB behind a stream that was begun.
     */
    lambdaclient_view_t json;
    /*
     * What X-Ray shows of a failed invocation, as JSON of at most 1 MiB; absent for none. An object with
     * working_directory (text), exceptions (a list of objects with type, message, and stack, a list of objects with
     * path, line, label), paths (a list of texts) and message (text), each of which may be missing. Cut to what a
     * header field holds; not sent behind a stream that was begun, nor with an init or restore error.
     */
    lambdaclient_view_t cause;
} lambdaclient_failure_t;
#define LAMBDACLIENT_FAILURE_INIT \
    { sizeof(lambdaclient_failure_t), 0, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, LAMBDACLIENT_NULL, \
      {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0} }

/* What a handler gives for an invocation. Begin with LAMBDACLIENT_ANSWER_INIT, which is no answer. */
typedef struct lambdaclient_answer {
    /* sizeof(lambdaclient_answer_t), set by the initialiser. */
    uint32_t struct_size;
    /*
     * LAMBDACLIENT_ANSWER_NONE, LAMBDACLIENT_ANSWER_RESPONSE or LAMBDACLIENT_ANSWER_FAILURE. Use none after a stream
     * or a single call answered; otherwise the caller gets the failure Runtime.NoAnswer.
     */
    uint32_t kind;
    /* The response's bytes; they may be the event's own. */
    lambdaclient_view_t payload;
    /* The response's media type, 1 to 256 printable ASCII characters; absent means application/json. */
    lambdaclient_view_t content_type;
    /*
     * The failure; not NULL for LAMBDACLIENT_ANSWER_FAILURE. It is read when the answer is delivered, like the bytes.
     */
    const lambdaclient_failure_t *failure;
    /* Called once, with release_context, when payload, content_type and failure are no longer needed; or NULL. */
    lambdaclient_finalizer_t release;
    /* Given to release; never read. */
    void *release_context;
} lambdaclient_answer_t;
#define LAMBDACLIENT_ANSWER_INIT \
    { sizeof(lambdaclient_answer_t), 0, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, LAMBDACLIENT_NULL, \
      LAMBDACLIENT_NULL, LAMBDACLIENT_NULL }

/*
 * Opens a client. Does no I/O: the first call connects.
 *
 * options  What differs from the defaults, or NULL for all of them; read during the call only.
 * client   Receives the client, to be closed with lambdaclient_close; NULL on failure.
 * error    Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns  0, or in order of likelihood: ENDPOINT_MISSING, ENDPOINT_INVALID, OPTION_INVALID, ARGUMENT_MISSING,
 *          USER_AGENT_INVALID, TEXT_INVALID, OUT_OF_MEMORY.
 * NULL     ARGUMENT_MISSING for client. options and error may be NULL.
 * Threads  Any thread.
 * Since    0.1.0
 *
 *     lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
 *     lambdaclient_t *client = NULL;
 *     lambdaclient_error_t *error = NULL;
 *     options.connect_timeout_ms = 5000;
 *     if (lambdaclient_open(&options, &client, &error) != LAMBDACLIENT_OK) {
 *         fprintf(stderr, "%s\n", lambdaclient_error_message(error));
 *         lambdaclient_error_free(error);
 *     }
 */
int32_t lambdaclient_open(
    const lambdaclient_options_t *options,
    lambdaclient_t **client,
    lambdaclient_error_t **error);

/*
 * Delivers the answer to the last invocation, then waits for the next one, for as long as it takes. A whole runtime
 * is this call in a loop. It retries a poll, and an answer of which nothing was received, after pauses that double
 * from 10 ms. Six failures in a row end it. Every invocation gets an answer. A failure that says why replaces an
 * answer that cannot be sent. A part of a failure that cannot be sent is left out. Without an answer, the caller gets
 * the failure Runtime.NoAnswer. A stream that was left open ends with the answer's failure, or else with
 * Runtime.StreamAbandoned; before its first byte, a response is still delivered. When it is unknown whether a
 * buffered answer arrived and the service hands out the same attempt again, the library sends the answer again; your
 * handler does not run twice. An answer and the next poll leave in one write where that is safe. The option one_write
 * and the environment variable LAMBDACLIENT_ONE_WRITE turn that off.
 *
 * client       The client.
 * answer       What the handler gave. NULL or LAMBDACLIENT_ANSWER_NONE for no answer: in the first turn, and after a
 *              stream, lambdaclient_respond or lambdaclient_fail answered. Its bytes are read during the call only,
 *              and may be the event's own. Its release function is called before this returns.
 * invocation   Receives the next invocation; NULL on failure. It and its views are valid until the next turn returns,
 *              or until it is answered or freed, or the client is closed.
 * undelivered  Receives why the service did not accept the answer as you gave it, or may not have received it (see
 *              delivery), or NULL when it accepted the answer; may be NULL. Log it, free it with
 *              lambdaclient_error_free, and go on.
 * error        Receives why there is no next invocation, to be freed with lambdaclient_error_free, or NULL on
 *              success; may be NULL.
 * Returns      0, or in order of likelihood: CANCELLED, CONNECT_REFUSED and the other 3xx codes, the 5xx and 6xx
 *              codes, the 4xx codes, BODY_TOO_LARGE, CLIENT_BUSY, INIT_ERROR_REPORTED, HANDLE_INVALID,
 *              ARGUMENT_MISSING, FORKED_CHILD. After CANCELLED, exit with any status; after any other error, with a
 *              status other than 0.
 * NULL         ARGUMENT_MISSING for client, answer and invocation. undelivered and error may be NULL.
 * Threads      One thread at a time for each client.
 * Since        0.1.0
 *
 *     lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
 *     while (lambdaclient_turn(client, &answer, &invocation, &undelivered, &error) == LAMBDACLIENT_OK) {
 *         report(undelivered);
 *         answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
 *         lambdaclient_invocation_payload(invocation, &answer.payload, NULL);
 *     }
 */
LAMBDACLIENT_MUST_USE
int32_t lambdaclient_turn(
    lambdaclient_t *client,
    const lambdaclient_answer_t *answer,
    lambdaclient_invocation_t **invocation,
    lambdaclient_error_t **undelivered,
    lambdaclient_error_t **error);

/*
 * Returns a view of text that ends with a NUL: {NULL, 0} for NULL and for empty text.
 *
 * text     The text, or NULL.
 * Returns  The view; valid as long as the text. LAMBDACLIENT_TEXT("literal") is the same for an initialiser.
 * NULL     text may be NULL.
 * Threads  Any thread, also in a forked child.
 * Since    0.1.0
 */
lambdaclient_view_t lambdaclient_text(const char *text);

/*
 * Sets every field of a struct that begins with struct_size back to 0, as its ..._INIT macro does.
 *
 * structure  The struct, such as a lambdaclient_answer_t that a loop uses again.
 * Returns    0, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD.
 * NULL       ARGUMENT_MISSING for structure.
 * Threads    Any thread.
 * Since      0.1.0
 */
int32_t lambdaclient_reset(void *structure);

/*
 * Closes a client, frees its invocation and cuts off its stream; free the stream's handle all the same. Ignores NULL
 * and a handle that is not valid, so it is safe at the end of every path.
 *
 * client   The client, or NULL.
 * NULL     client may be NULL.
 * Threads  Any thread. Cancels a poll of another thread and lets an answer that is being sent end; waits for neither.
 * Since    0.1.0
 */
void lambdaclient_close(lambdaclient_t *client);

/* ------------------------------------------------------------------------------------------------------------------
 * Invocation: one event, to be answered exactly once. Its views point into the client's receive buffer: reading
 * copies and allocates nothing.
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * What the service says about an invocation. Begin with LAMBDACLIENT_CONTEXT_INIT. A field that is absent, empty or
 * blank is {NULL, 0}.
 */
typedef struct lambdaclient_context {
    /* sizeof(lambdaclient_context_t), set by the initialiser. */
    uint32_t struct_size;
    /* Not used; 0. */
    uint32_t reserved;
    /* The deadline in milliseconds since 1970-01-01 UTC; -1 where the service sent none. */
    int64_t deadline_ms;
    /* The request id; always present. */
    lambdaclient_view_t request_id;
    /* The id of this attempt; the library echoes it with the answer. */
    lambdaclient_view_t invocation_id;
    /* The ARN by which the function was invoked. */
    lambdaclient_view_t invoked_function_arn;
    /* The X-Ray trace header. */
    lambdaclient_view_t trace_id;
    /* The client context as it was sent: JSON. */
    lambdaclient_view_t client_context;
    /* The Cognito identity as it was sent: JSON. */
    lambdaclient_view_t cognito_identity;
    /* The tenant of a tenant-isolated function. */
    lambdaclient_view_t tenant_id;
    /* The media type of the event. */
    lambdaclient_view_t content_type;
} lambdaclient_context_t;
#define LAMBDACLIENT_CONTEXT_INIT \
    { sizeof(lambdaclient_context_t), 0, 0, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, \
      {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, \
      {LAMBDACLIENT_NULL, 0} }

/*
 * Gives the event, exactly as the caller of the function sent it.
 *
 * invocation  The invocation.
 * payload     Receives the bytes; valid as long as the invocation. An empty event is {NULL, 0}.
 * error       Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns     0, HANDLE_INVALID (also when it was answered), ARGUMENT_MISSING or FORKED_CHILD.
 * NULL        ARGUMENT_MISSING for invocation and payload. error may be NULL.
 * Threads     One thread at a time for each client.
 * Since       0.1.0
 */
int32_t lambdaclient_invocation_payload(
    const lambdaclient_invocation_t *invocation,
    lambdaclient_view_t *payload,
    lambdaclient_error_t **error);

/*
 * Gives everything that the service says about the invocation except its payload.
 *
 * invocation  The invocation.
 * context     Filled; its views are valid as long as the invocation.
 * error       Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns     0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD.
 * NULL        ARGUMENT_MISSING for invocation and context. error may be NULL.
 * Threads     One thread at a time for each client.
 * Since       0.1.0
 *
 *     lambdaclient_context_t context = LAMBDACLIENT_CONTEXT_INIT;
 *     lambdaclient_invocation_context(invocation, &context, NULL);
 *     printf("%.*s\n", (int)context.request_id.size, (const char *)context.request_id.data);
 */
int32_t lambdaclient_invocation_context(
    const lambdaclient_invocation_t *invocation,
    lambdaclient_context_t *context,
    lambdaclient_error_t **error);

/*
 * Gives the time left until the invocation's deadline, by the system's clock.
 *
 * invocation    The invocation.
 * remaining_ms  Receives milliseconds, never below 0; -1 where the service sent no deadline.
 * error         Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns       0, HANDLE_INVALID, ARGUMENT_MISSING or FORKED_CHILD.
 * NULL          ARGUMENT_MISSING for invocation and remaining_ms. error may be NULL.
 * Threads       Any thread, as long as the invocation is not answered meanwhile.
 * Since         0.1.0
 */
int32_t lambdaclient_invocation_remaining_ms(
    const lambdaclient_invocation_t *invocation,
    int64_t *remaining_ms,
    lambdaclient_error_t **error);

/*
 * Frees an invocation's handle and its views, which a loop over lambdaclient_turn need not do. The next turn still
 * delivers its answer. Without one, the caller gets the failure Runtime.NoAnswer with the next lambdaclient_turn or
 * lambdaclient_next; to receive the event again, call lambdaclient_abandon. Ignores NULL, an invocation that was
 * answered and one that has a stream, so it is safe at the end of every path.
 *
 * invocation  The invocation, or NULL.
 * NULL        invocation may be NULL.
 * Threads     One thread at a time for each client.
 * Since       0.1.0
 */
void lambdaclient_invocation_free(lambdaclient_invocation_t *invocation);

/* ------------------------------------------------------------------------------------------------------------------
 * Error: every call that can fail returns a status, 0 for success, and takes a place for an error object as its last
 * argument, which may be NULL. There is no hidden last error. Every status but 0 comes with an error object, also
 * FORKED_CHILD and OUT_OF_MEMORY, whose objects exist in advance. An error object is immutable and belongs to the
 * caller.
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * The facts of an error. Begin with LAMBDACLIENT_ERROR_INFO_INIT. A view that is present also ends with a NUL, and is
 * valid until the error is freed.
 */
typedef struct lambdaclient_error_info {
    /* sizeof(lambdaclient_error_info_t), set by the initialiser. */
    uint32_t struct_size;
    /* The status that the call returned: LAMBDACLIENT_E_... */
    int32_t code;
    /* LAMBDACLIENT_CATEGORY_... */
    uint32_t category;
    /* What became of the request: LAMBDACLIENT_DELIVERY_... */
    uint32_t delivery;
    /* 1 where the runtime has to stop and exit with a status other than 0, else 0. */
    uint32_t is_fatal;
    /* The HTTP status of the service's reply, or 0. */
    uint32_t http_status;
    /*
     * The operating system's error number (errno); less than 0 for the resolver's (EAI_...); 0 where there is none.
     */
    int32_t system_error;
    /* Not used; 0. */
    uint32_t reserved;
    /* The code's name, such as connect_refused. */
    lambdaclient_view_t name;
    /* One sentence: what happened, to which thing, and the next step. */
    lambdaclient_view_t message;
    /* The service's errorType, where it gave one. */
    lambdaclient_view_t service_error_type;
    /* The service's errorMessage, where it gave one. */
    lambdaclient_view_t service_error_message;
} lambdaclient_error_info_t;
#define LAMBDACLIENT_ERROR_INFO_INIT \
    { sizeof(lambdaclient_error_info_t), 0, 0, 0, 0, 0, 0, 0, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, \
      {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0} }

/*
 * Gives the facts of an error.
 *
 * error    The error.
 * info     Filled; its views end with a NUL and are valid until the error is freed.
 * Returns  0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD.
 * NULL     ARGUMENT_MISSING for error and info.
 * Threads  Any thread, as long as none frees the error meanwhile.
 * Since    0.1.0
 *
 *     lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
 *     lambdaclient_error_describe(error, &info);
 *     if (info.delivery == LAMBDACLIENT_DELIVERY_NOT_SENT)
 *         answer_again();
 */
int32_t lambdaclient_error_describe(const lambdaclient_error_t *error, lambdaclient_error_info_t *info);

/*
 * Gives the sentence that describes an error: what happened, to which thing, and the next step.
 *
 * error    The error, or NULL.
 * Returns  Text that ends with a NUL, valid until the error is freed; never NULL. For NULL it is "no error object was
 *          given", for a handle that is not valid "unknown". In a forked child, every error but FORKED_CHILD is
 *          "unknown".
 * NULL     error may be NULL.
 * Threads  Any thread, as long as none frees the error meanwhile.
 * Since    0.1.0
 */
const char *lambdaclient_error_message(const lambdaclient_error_t *error);

/*
 * Gives the status that the call returned whose error this is.
 *
 * error    The error, or NULL.
 * Returns  The status; 0 for NULL; HANDLE_INVALID for a handle that is not valid; FORKED_CHILD in a forked child.
 * NULL     error may be NULL.
 * Threads  Any thread, as long as none frees the error meanwhile.
 * Since    0.1.0
 */
int32_t lambdaclient_error_status(const lambdaclient_error_t *error);

/*
 * Gives what became of the request of the call whose error this is.
 *
 * error    The error, or NULL.
 * Returns  LAMBDACLIENT_DELIVERY_...; LAMBDACLIENT_DELIVERY_UNKNOWN for NULL, for a handle that is not valid, and in
 *          a forked child.
 * NULL     error may be NULL.
 * Threads  Any thread, as long as none frees the error meanwhile.
 * Since    0.1.0
 */
uint32_t lambdaclient_error_delivery(const lambdaclient_error_t *error);

/*
 * Frees an error. NULL and a handle that is not valid are ignored.
 *
 * error    The error, or NULL.
 * NULL     error may be NULL.
 * Threads  Any thread, once.
 * Since    0.1.0
 */
void lambdaclient_error_free(lambdaclient_error_t *error);

/* ------------------------------------------------------------------------------------------------------------------
 * Run: the whole life of a runtime in one call, for a program that has a handler and leaves the loop to the library.
 * The loop is that of lambdaclient_turn, with its retries, and answers every event.
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * Handles one event. It fills the answer, which leaves together with the next poll. Or it answers itself before it
 * returns: with a stream, lambdaclient_respond or lambdaclient_fail.
 *
 * context     The context of the run.
 * client      The client that received the invocation. It belongs to the run: do not close it.
 * invocation  The invocation; it need not be freed.
 * answer      The answer to fill; it begins as LAMBDACLIENT_ANSWER_INIT. What it points to, the failure too, must
 *             stay valid after the return: until its release function is called, or, without one, until the handler
 *             is called again on this thread or the run ends.
 * Returns     0, or any other number if it failed. The number matters only if the handler did not answer. Then the
 *             caller gets the failure Runtime.NoAnswer for 0, and Runtime.HandlerFailed with the number and the name
 *             of the status for any other.
 * Threads     With more than one thread, several calls are in progress at once, each with a client of its own.
 */
typedef int32_t (*lambdaclient_handler_t)(
    void *context,
    lambdaclient_t *client,
    lambdaclient_invocation_t *invocation,
    lambdaclient_answer_t *answer);

/*
 * One step in the life of a run.
 *
 * context  The context of the run.
 * client   The run's first client, through which a step can report its own failure; for thread_start, the thread's.
 * Returns  0, or any other number if it failed; then the run ends with HOOK_FAILED.
 * Threads  The thread that called lambdaclient_run; for thread_start, each thread of the run.
 */
typedef int32_t (*lambdaclient_hook_t)(void *context, lambdaclient_t *client);

/*
 * Receives an error that a run survives, before the run goes on.
 *
 * context  The context of the run.
 * error    The error; valid during the call only. Do not free it.
 * Threads  The thread on which the error happened; with more than one thread, several calls can be in progress at
 *          once.
 */
typedef void (*lambdaclient_observer_t)(void *context, const lambdaclient_error_t *error);

/*
 * What a run does. Begin with LAMBDACLIENT_RUN_OPTIONS_INIT and set the handler; everything else may stay 0 or NULL.
 * No function may leave by longjmp or by a C++ exception.
 */
typedef struct lambdaclient_run_options {
    /* sizeof(lambdaclient_run_options_t), set by the initialiser. */
    uint32_t struct_size;
    /*
     * How many events are handled side by side, at most 10000: on the calling thread and on threads of the library. 0
     * takes the environment variable AWS_LAMBDA_MAX_CONCURRENCY, which Lambda Managed Instances set. If the variable
     * is not set, one poller runs, because the service would hand the same event to each; a larger number then logs a
     * warning.
     */
    uint32_t thread_count;
    /* Handles an event; not NULL. */
    lambdaclient_handler_t handler;
    /* Given to every function below and to the handler; never read. */
    void *context;
    /*
     * Called with the context just before lambdaclient_run returns, on success and on failure; or NULL. Not called if
     * options is refused, or in a forked child.
     */
    lambdaclient_finalizer_t finalizer;
    /*
     * Prepares the function before the first event, or NULL. If it fails, the run reports the init error
     * Runtime.InitError, unless the function called lambdaclient_fail_init itself.
     */
    lambdaclient_hook_t init;
    /*
     * Runs before a snapshot of the process is taken, if the function uses SnapStart; or NULL. If it fails, the run
     * reports the init error Runtime.BeforeSnapshotError.
     */
    lambdaclient_hook_t before_snapshot;
    /*
     * Runs after the snapshot was restored, or NULL. If it fails, the run reports the restore error
     * Runtime.AfterRestoreError, unless the function called lambdaclient_fail_restore itself.
     */
    lambdaclient_hook_t after_restore;
    /*
     * Runs last if init succeeded, however the run ends, or NULL. If it is set, the run registers an internal
     * extension: only then does Lambda send SIGTERM, 500 ms before SIGKILL. The signal stays the program's: wait for
     * it in a thread, and call lambdaclient_cancel.
     */
    lambdaclient_hook_t shutdown;
    /*
     * Called with each error that the run survives, such as an answer that was not accepted. NULL writes each to the
     * function's log: one line at level WARN, with the request id.
     */
    lambdaclient_observer_t on_error;
    /*
     * 1 runs thread_count pollers even if AWS_LAMBDA_MAX_CONCURRENCY is not set, for a local service that allows it.
     */
    uint32_t force_thread_count;
    /* Not used; 0, or the call is refused. */
    uint32_t reserved;
    /*
     * The stack of each thread that the run makes, in bytes, from 131072 to 1073741824; 0 means the system's default.
     * The calling thread keeps its own.
     */
    uint64_t thread_stack_bytes;
    /*
     * Called on each thread that handles events, the calling thread too, before its first event and with the thread's
     * client; or NULL. If it fails, the run ends with HOOK_FAILED.
     */
    lambdaclient_hook_t thread_start;
} lambdaclient_run_options_t;
#define LAMBDACLIENT_RUN_OPTIONS_INIT \
    { sizeof(lambdaclient_run_options_t), 0, LAMBDACLIENT_NULL, LAMBDACLIENT_NULL, LAMBDACLIENT_NULL, \
      LAMBDACLIENT_NULL, LAMBDACLIENT_NULL, LAMBDACLIENT_NULL, LAMBDACLIENT_NULL, LAMBDACLIENT_NULL, 0, 0, 0, \
      LAMBDACLIENT_NULL }

/*
 * Serves events with a handler until the client is cancelled or an error ends it: init, SnapStart, one or more
 * pollers, shutdown. It goes on after an error that can pass; six in a row end it. With several threads, one that
 * cannot go on ends the others, each after the event that it is handling; set_trace_variable has no effect then.
 *
 * client   The first poller's client. Only the run and its handler may use it. lambdaclient_cancel of it, or of the
 *          client that a handler is given, ends the run.
 * options  What to run; read during the call only.
 * error    Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns  0 after lambdaclient_cancel. Else the first error that ended a poller; exit with a status other than 0. In
 *          order of likelihood: CONNECT_REFUSED and the other 3xx codes, the 5xx and 6xx codes, HOOK_FAILED, the 4xx
 *          codes, ARGUMENT_MISSING, OPTION_INVALID, CLIENT_BUSY, HANDLE_INVALID, FORKED_CHILD (in a child forked
 *          inside the handler).
 * NULL     ARGUMENT_MISSING for client and options. error may be NULL.
 * Threads  One thread at a time for each client. CLIENT_BUSY for a client that is run already, also inside a handler.
 * Since    0.1.0
 *
 *     static int32_t echo(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
 *                         lambdaclient_answer_t *answer) {
 *         (void)context, (void)client;
 *         answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
 *         return lambdaclient_invocation_payload(invocation, &answer->payload, NULL);
 *     }
 *
 *     lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
 *     options.handler = echo;
 *     status = lambdaclient_run(client, &options, &error);
 */
int32_t lambdaclient_run(
    lambdaclient_t *client,
    const lambdaclient_run_options_t *options,
    lambdaclient_error_t **error);

/* ------------------------------------------------------------------------------------------------------------------
 * Life of the runtime: what the environment says about the function, how to report that it cannot start, how to take
 * part in SnapStart, and how to end a waiting runtime from another thread.
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * What the environment said about the function, and where its Runtime API is, when the client was opened. Begin with
 * LAMBDACLIENT_FUNCTION_INIT.
 */
typedef struct lambdaclient_function {
    /* sizeof(lambdaclient_function_t), set by the initialiser. */
    uint32_t struct_size;
    /* The function's memory in MB; 0 where it is not known. */
    uint32_t memory_mb;
    /* The function's name. */
    lambdaclient_view_t name;
    /* Its version: $LATEST or a number. */
    lambdaclient_view_t version;
    /* Its CloudWatch log group. */
    lambdaclient_view_t log_group;
    /* Its CloudWatch log stream. */
    lambdaclient_view_t log_stream;
    /* The configured handler text. */
    lambdaclient_view_t handler;
    /* The folder of the function's code. */
    lambdaclient_view_t task_root;
    /* The least level that lambdaclient_log writes: LAMBDACLIENT_LOG_... */
    uint32_t log_level;
    /*
     * How many pollers the service asks for: AWS_LAMBDA_MAX_CONCURRENCY, which Lambda Managed Instances set; 1 where
     * the variable is not set, because the service would hand the same event to each; 0 where its value is not a
     * number from 1 to 10000.
     */
    uint32_t poller_count;
    /* 1 where the function uses SnapStart: call lambdaclient_restore_next once, after the init of the function. */
    uint32_t is_snap_start;
    /* Not used; 0. */
    uint32_t reserved;
    /* Where the client sends its requests: host:port, and the path behind it. */
    lambdaclient_view_t endpoint;
} lambdaclient_function_t;
#define LAMBDACLIENT_FUNCTION_INIT \
    { sizeof(lambdaclient_function_t), 0, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, \
      {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, 0, 0, 0, 0, {LAMBDACLIENT_NULL, 0} }

/*
 * Gives what the environment said about the function when the client was opened.
 *
 * client    The client.
 * function  Filled; its views are valid until the client is closed.
 * error     Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns   0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID or FORKED_CHILD.
 * NULL      ARGUMENT_MISSING for client and function. error may be NULL.
 * Threads   Any thread.
 * Since     0.1.0
 */
int32_t lambdaclient_describe_function(
    lambdaclient_t *client,
    lambdaclient_function_t *function,
    lambdaclient_error_t **error);

/*
 * Reports that the function could not start. Then call only lambdaclient_close, and exit with a status other than 0.
 * Legal before the first event; while an invocation waits for its answer, it is INVOCATION_OUTSTANDING, and after an
 * answer the service refuses it.
 *
 * client   The client.
 * failure  The failure; read during the call only.
 * error    Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns  0 once the service accepted the report, or an error like lambdaclient_fail's, or INVOCATION_OUTSTANDING.
 * NULL     ARGUMENT_MISSING for client and failure. error may be NULL.
 * Threads  One thread at a time for each client.
 * Since    0.1.0
 */
int32_t lambdaclient_fail_init(
    lambdaclient_t *client,
    const lambdaclient_failure_t *failure,
    lambdaclient_error_t **error);

/*
 * Says that the service can take a snapshot of this process, and waits until it was taken and restored. Call it once
 * where is_snap_start of lambdaclient_function_t is 1 (the environment variable AWS_LAMBDA_INITIALIZATION_TYPE is
 * snap-start), between the init of the function and its first event. Make what must be unique, such as a connection
 * or a seed, after it. lambdaclient_run does this for you.
 *
 * client   The client.
 * error    Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns  0 once the process runs again, or in order of likelihood: the 5xx codes (the function does not use
 *          SnapStart), the 3xx codes, CANCELLED, INVOCATION_OUTSTANDING, the 6xx and 4xx codes, CLIENT_BUSY,
 *          INIT_ERROR_REPORTED, HANDLE_INVALID, ARGUMENT_MISSING, FORKED_CHILD.
 * NULL     ARGUMENT_MISSING for client. error may be NULL.
 * Threads  One thread at a time for each client.
 * Since    0.1.0
 */
int32_t lambdaclient_restore_next(lambdaclient_t *client, lambdaclient_error_t **error);

/*
 * Reports that the function could not go on after it was restored. Then call only lambdaclient_close, and exit with a
 * status other than 0.
 *
 * client   The client.
 * failure  The failure; read during the call only.
 * error    Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns  0 once the service accepted the report, or an error like lambdaclient_fail's, or INVOCATION_OUTSTANDING.
 * NULL     ARGUMENT_MISSING for client and failure. error may be NULL.
 * Threads  One thread at a time for each client.
 * Since    0.1.0
 */
int32_t lambdaclient_fail_restore(
    lambdaclient_t *client,
    const lambdaclient_failure_t *failure,
    lambdaclient_error_t **error);

/*
 * Asks Lambda to send SIGTERM, 500 ms before SIGKILL, when it ends the process: it does so only if an extension is
 * registered, and this registers an internal one, which waits on a thread and a connection of the library. Call it
 * once, during the init of the function. The signal stays the program's: wait for it in a thread, and call
 * lambdaclient_cancel. lambdaclient_run does this for you if it has a shutdown hook.
 *
 * client   The client; lambdaclient_close of it ends the extension.
 * error    Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns  0, also if it was called before, or in order of likelihood: the 5xx codes (after the first event, or
 *          without the Extensions API), the 3xx codes, CANCELLED, the 6xx and 4xx codes, HANDLE_INVALID,
 *          ARGUMENT_MISSING, FORKED_CHILD. The function works without the signal.
 * NULL     ARGUMENT_MISSING for client. error may be NULL.
 * Threads  Any thread.
 * Since    0.1.0
 */
int32_t lambdaclient_register_shutdown(lambdaclient_t *client, lambdaclient_error_t **error);

/*
 * Ends a waiting lambdaclient_turn, lambdaclient_run, lambdaclient_next or lambdaclient_restore_next, and a
 * lambdaclient_register_shutdown that is under way. From then on they return CANCELLED, or 0 from lambdaclient_run.
 * An invocation that is being handled can still be answered: a turn delivers its answer first. A second call also
 * breaks off an answer that is being sent or waits to be sent again. Does not wait: the waiting call returns within
 * milliseconds.
 *
 * client   The client.
 * error    Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns  0, HANDLE_INVALID, ARGUMENT_MISSING or FORKED_CHILD.
 * NULL     ARGUMENT_MISSING for client. error may be NULL.
 * Threads  Any thread, any number of times; not from a signal handler.
 * Since    0.1.0
 */
int32_t lambdaclient_cancel(lambdaclient_t *client, lambdaclient_error_t **error);

/* ------------------------------------------------------------------------------------------------------------------
 * Log: lines in the format that the function's configuration asks for, text or JSON, with the request id of the
 * invocation in hand. They go to the telemetry descriptor that the service hands out, or to standard output.
 * ------------------------------------------------------------------------------------------------------------------ */

/* Every step. */
#define LAMBDACLIENT_LOG_TRACE 1
/* What helps to find a fault. */
#define LAMBDACLIENT_LOG_DEBUG 2
/* Normal operation. */
#define LAMBDACLIENT_LOG_INFO 3
/* What may become a failure. */
#define LAMBDACLIENT_LOG_WARN 4
/* A failure that the function survives. */
#define LAMBDACLIENT_LOG_ERROR 5
/* A failure that ends the function. */
#define LAMBDACLIENT_LOG_FATAL 6

/* A name and its value: a header field, or an entry of a map. */
typedef struct lambdaclient_pair {
    /* The name. */
    lambdaclient_view_t name;
    /* The value. */
    lambdaclient_view_t value;
} lambdaclient_pair_t;

/*
 * What a log event tells besides its message. Begin with LAMBDACLIENT_LOG_DETAILS_INIT. All text is UTF-8; bytes that
 * are not become U+FFFD.
 */
typedef struct lambdaclient_log_details {
    /* sizeof(lambdaclient_log_details_t), set by the initialiser. */
    uint32_t struct_size;
    /* The number of fields, at most 1024. */
    uint32_t field_count;
    /* More properties of a line of JSON, as text; lines of text leave them out. NULL where there are none. */
    const lambdaclient_pair_t *fields;
    /*
     * What went wrong: its type, message and frames are part of the line, its json and cause are not looked at; NULL
     * for nothing.
     */
    const lambdaclient_failure_t *failure;
    /*
     * 1 writes the event for the invocation of the turn before, whose answer it tells of: when lambdaclient_turn
     * reports that an answer was not delivered, the client holds the next invocation already. 0 writes it for the
     * present one.
     */
    uint32_t of_last;
    /* Not used; 0, or the call is refused. */
    uint32_t reserved;
} lambdaclient_log_details_t;
#define LAMBDACLIENT_LOG_DETAILS_INIT \
    { sizeof(lambdaclient_log_details_t), 0, LAMBDACLIENT_NULL, LAMBDACLIENT_NULL, 0, 0 }

/*
 * Writes a log event. Drops one whose level is below the log_level of lambdaclient_function_t. A line over 256 KiB is
 * cut and marked; one that cannot be written is lost without an error. The environment variables
 * AWS_LAMBDA_LOG_FORMAT and AWS_LAMBDA_LOG_LEVEL, as they were when the client was opened, give format and level.
 *
 * client   The client whose invocation the event belongs to; without one, the line has no request id.
 * level    How much it matters: LAMBDACLIENT_LOG_...
 * message  What happened, for a person, in UTF-8; bytes that are not become U+FFFD.
 * details  More about it, or NULL; read during the call only.
 * error    Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns  0, OPTION_INVALID (level, counts, struct_size), HANDLE_INVALID, ARGUMENT_MISSING or FORKED_CHILD.
 * NULL     ARGUMENT_MISSING for client. details and error may be NULL.
 * Threads  Any thread, also while another is inside a call of the client; lines of several threads and clients never
 *          mix.
 * Since    0.1.0
 *
 *     lambdaclient_log(client, LAMBDACLIENT_LOG_WARN, lambdaclient_text("no more seats"), NULL, NULL);
 */
int32_t lambdaclient_log(
    lambdaclient_t *client,
    uint32_t level,
    lambdaclient_view_t message,
    const lambdaclient_log_details_t *details,
    lambdaclient_error_t **error);

/* ------------------------------------------------------------------------------------------------------------------
 * Stream: an answer that is sent piece by piece, because it is over the 6 MB of a buffered one or because its caller
 * should not wait for the end. Writes are not buffered: a slow caller slows the writer down. Order: open; write and
 * flush any number of times; finish or fail once; free always. Then give the turn or the run no answer.
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * What a streamed answer says about itself as an HTTP response; function URLs and API Gateway read it. Begin with
 * LAMBDACLIENT_PRELUDE_INIT. Everything together has at most 16 KB. All text is UTF-8.
 */
typedef struct lambdaclient_prelude {
    /* sizeof(lambdaclient_prelude_t), set by the initialiser. */
    uint32_t struct_size;
    /* The HTTP status, from 100 to 599; 0 means 200. */
    uint32_t status_code;
    /* The number of header fields. */
    uint32_t header_count;
    /* The number of cookies. */
    uint32_t cookie_count;
    /* The header fields; NULL where there are none. A name that stands here more than once has several values. */
    const lambdaclient_pair_t *headers;
    /* The values of Set-Cookie fields; NULL where there are none. */
    const lambdaclient_view_t *cookies;
} lambdaclient_prelude_t;
#define LAMBDACLIENT_PRELUDE_INIT \
    { sizeof(lambdaclient_prelude_t), 0, 0, 0, LAMBDACLIENT_NULL, LAMBDACLIENT_NULL }

/* What a streamed answer is. Begin with LAMBDACLIENT_STREAM_OPTIONS_INIT. */
typedef struct lambdaclient_stream_options {
    /* sizeof(lambdaclient_stream_options_t), set by the initialiser. */
    uint32_t struct_size;
    /* Not used; 0, or the call is refused. */
    uint32_t reserved;
    /*
     * The media type of the whole answer, 1 to 256 printable ASCII characters; absent means application/octet-stream.
     * Leave it absent where there is a prelude, whose headers name the media type.
     */
    lambdaclient_view_t content_type;
    /* The status, headers and cookies of an HTTP response, which go before the first bytes; NULL for none. */
    const lambdaclient_prelude_t *prelude;
} lambdaclient_stream_options_t;
#define LAMBDACLIENT_STREAM_OPTIONS_INIT \
    { sizeof(lambdaclient_stream_options_t), 0, {LAMBDACLIENT_NULL, 0}, LAMBDACLIENT_NULL }

/*
 * Opens a stream that answers an invocation piece by piece. Does no I/O: the first write sends the head. From then on
 * only the stream can answer: lambdaclient_respond and lambdaclient_fail return STREAM_OPEN, and
 * lambdaclient_invocation_free does nothing. The event can be read until the stream has ended. On failure the
 * invocation is as it was.
 *
 * invocation  The invocation.
 * options     What the answer is, or NULL for application/octet-stream; read during the call only.
 * stream      Receives the stream, to be freed with lambdaclient_stream_free; NULL on failure.
 * error       Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns     0, or in order of likelihood: ALREADY_ANSWERED, STREAM_OPEN, PRELUDE_INVALID, CONTENT_TYPE_INVALID,
 *             OPTION_INVALID, TEXT_INVALID, HANDLE_INVALID, ARGUMENT_MISSING, CLIENT_BUSY, INIT_ERROR_REPORTED,
 *             FORKED_CHILD.
 * NULL        ARGUMENT_MISSING for invocation and stream. options and error may be NULL.
 * Threads     One thread at a time for each client.
 * Since       0.1.0
 *
 *     lambdaclient_stream_options_t options = LAMBDACLIENT_STREAM_OPTIONS_INIT;
 *     lambdaclient_prelude_t prelude = LAMBDACLIENT_PRELUDE_INIT;
 *     lambdaclient_stream_t *stream = NULL;
 *     prelude.status_code = 206;
 *     options.prelude = &prelude;
 *     if (lambdaclient_stream_open(invocation, &options, &stream, NULL) == LAMBDACLIENT_OK) {
 *         lambdaclient_stream_write(stream, piece, NULL);
 *         status = lambdaclient_stream_finish(stream, &error);
 *     }
 *     lambdaclient_stream_free(stream);
 */
int32_t lambdaclient_stream_open(
    lambdaclient_invocation_t *invocation,
    const lambdaclient_stream_options_t *options,
    lambdaclient_stream_t **stream,
    lambdaclient_error_t **error);

/*
 * Sends bytes, and blocks until the operating system has taken them all. An empty write sends nothing. A write that
 * failed may have sent a part; unless the error's delivery is NOT_SENT, the stream has ended.
 *
 * stream   The stream.
 * data     The bytes; read during the call only.
 * error    Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns  0, or in order of likelihood: the 3xx codes (the service went away), INVOCATION_TIMED_OUT,
 *          PAYLOAD_TOO_LARGE and the other 5xx codes (the service answered before the end), ALREADY_ANSWERED (the
 *          stream has ended), HANDLE_INVALID, CLIENT_BUSY, CLIENT_CLOSED, the 6xx and 4xx codes, ARGUMENT_MISSING,
 *          FORKED_CHILD.
 * NULL     ARGUMENT_MISSING for stream. error may be NULL.
 * Threads  One thread at a time for each client.
 * Since    0.1.0
 */
int32_t lambdaclient_stream_write(
    lambdaclient_stream_t *stream,
    lambdaclient_view_t data,
    lambdaclient_error_t **error);

/*
 * Sends the head and the prelude if nothing was sent yet, so that the caller sees them. Otherwise a no-op: writes are
 * not buffered.
 *
 * stream   The stream.
 * error    Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns  Like lambdaclient_stream_write.
 * NULL     ARGUMENT_MISSING for stream. error may be NULL.
 * Threads  One thread at a time for each client.
 * Since    0.1.0
 */
int32_t lambdaclient_stream_flush(lambdaclient_stream_t *stream, lambdaclient_error_t **error);

/*
 * Ends the stream with success, and waits for the service's reply. The invocation is consumed unless the error's
 * delivery is NOT_SENT. Free the stream afterwards.
 *
 * stream   The stream.
 * error    Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns  Like lambdaclient_stream_write; ALREADY_ANSWERED the second time.
 * NULL     ARGUMENT_MISSING for stream. error may be NULL.
 * Threads  One thread at a time for each client.
 * Since    0.1.0
 */
LAMBDACLIENT_MUST_USE
int32_t lambdaclient_stream_finish(lambdaclient_stream_t *stream, lambdaclient_error_t **error);

/*
 * Ends the stream with a failure, which the caller gets behind what was sent. Before the first byte it is an ordinary
 * failure, like lambdaclient_fail's. The invocation is consumed unless the error's delivery is NOT_SENT. Free the
 * stream afterwards.
 *
 * stream   The stream.
 * failure  The failure; read during the call only. Behind bytes that were sent, a message over 1024 characters is
 *          cut.
 * error    Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns  Like lambdaclient_stream_finish, and CAUSE_INVALID and OPTION_INVALID for the failure.
 * NULL     ARGUMENT_MISSING for stream and failure. error may be NULL.
 * Threads  One thread at a time for each client.
 * Since    0.1.0
 */
LAMBDACLIENT_MUST_USE
int32_t lambdaclient_stream_fail(
    lambdaclient_stream_t *stream,
    const lambdaclient_failure_t *failure,
    lambdaclient_error_t **error);

/*
 * Frees a stream. One that was neither finished nor failed ends with the failure Runtime.StreamAbandoned, so that the
 * caller does not take a part for the whole. If that cannot be sent now, the next lambdaclient_turn or
 * lambdaclient_next sends it. Ignores NULL and a handle that is not valid, so it is safe at the end of every path.
 *
 * stream   The stream, or NULL.
 * NULL     stream may be NULL.
 * Threads  Any thread. A call of another thread inside the stream ends first; this function does not wait for it.
 * Since    0.1.0
 */
void lambdaclient_stream_free(lambdaclient_stream_t *stream);

/* ------------------------------------------------------------------------------------------------------------------
 * Steps: what a turn does, one call at a time and without retries. Inside a turn or a run you seldom need them, and
 * an answer of theirs costs a second write. A loop over them has to do the rest itself: pause after an error, stop
 * after a fatal one, answer every event.
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * Waits for the next event, for as long as it takes. An invocation that was freed without an answer is first answered
 * with the failure Runtime.NoAnswer.
 *
 * client      The client.
 * invocation  Receives the invocation; NULL on failure. It and its views are valid until it is answered or freed, or
 *             the client is closed.
 * error       Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns     0, or in order of likelihood: CONNECT_REFUSED and the other 3xx codes, CANCELLED,
 *             INVOCATION_OUTSTANDING (answer the previous one first), the 5xx and 6xx codes, the 4xx codes (a torn or
 *             malformed event is never delivered), BODY_TOO_LARGE, CLIENT_BUSY, INIT_ERROR_REPORTED, HANDLE_INVALID,
 *             ARGUMENT_MISSING, FORKED_CHILD.
 * NULL        ARGUMENT_MISSING for client and invocation. error may be NULL.
 * Threads     One thread at a time for each client.
 * Since       0.1.0
 */
LAMBDACLIENT_MUST_USE
int32_t lambdaclient_next(
    lambdaclient_t *client,
    lambdaclient_invocation_t **invocation,
    lambdaclient_error_t **error);

/*
 * Answers an invocation. The invocation is consumed unless the error's delivery is NOT_SENT.
 *
 * invocation    The invocation.
 * payload       The response; read during the call only. It may be the event's own payload.
 * content_type  Its media type, 1 to 256 printable ASCII characters; absent means application/json.
 * error         Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns       0, or in order of likelihood: PAYLOAD_TOO_LARGE, INVOCATION_TIMED_OUT and the other 5xx codes, the
 *               3xx codes, ALREADY_ANSWERED, STREAM_OPEN, CONTENT_TYPE_INVALID, HANDLE_INVALID, the 6xx and 4xx
 *               codes, CLIENT_BUSY, ARGUMENT_MISSING, FORKED_CHILD. After PAYLOAD_TOO_LARGE report no failure: the
 *               service has told the caller.
 * NULL          ARGUMENT_MISSING for invocation. error may be NULL.
 * Threads       One thread at a time for each client.
 * Since         0.1.0
 */
LAMBDACLIENT_MUST_USE
int32_t lambdaclient_respond(
    lambdaclient_invocation_t *invocation,
    lambdaclient_view_t payload,
    lambdaclient_view_t content_type,
    lambdaclient_error_t **error);

/*
 * Reports that an invocation failed. The invocation is consumed unless the error's delivery is NOT_SENT.
 *
 * invocation  The invocation.
 * failure     The failure; read during the call only.
 * error       Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns     Like lambdaclient_respond, and CAUSE_INVALID and OPTION_INVALID for the failure.
 * NULL        ARGUMENT_MISSING for invocation and failure. error may be NULL.
 * Threads     One thread at a time for each client.
 * Since       0.1.0
 *
 *     lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
 *     failure.type = lambdaclient_text("InvalidNameError");
 *     status = lambdaclient_fail(invocation, &failure, &error);
 */
LAMBDACLIENT_MUST_USE
int32_t lambdaclient_fail(
    lambdaclient_invocation_t *invocation,
    const lambdaclient_failure_t *failure,
    lambdaclient_error_t **error);

/*
 * Gives an invocation up without an answer, so that the service hands the same event out again, to the next
 * lambdaclient_turn or lambdaclient_next. Cuts off a stream that was begun.
 *
 * invocation  The invocation.
 * error       Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns     0, ALREADY_ANSWERED, HANDLE_INVALID, CLIENT_BUSY, ARGUMENT_MISSING or FORKED_CHILD.
 * NULL        ARGUMENT_MISSING for invocation. error may be NULL.
 * Threads     One thread at a time for each client.
 * Since       0.1.0
 */
int32_t lambdaclient_abandon(lambdaclient_invocation_t *invocation, lambdaclient_error_t **error);

/* ------------------------------------------------------------------------------------------------------------------
 * Status: what is fixed about the number that a call returns. These functions need no error object and accept any
 * number.
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * Gives the name of a status, such as "connect_refused".
 *
 * status   What a call returned.
 * Returns  Text that ends with a NUL and is valid indefinitely: "ok" for 0, "unknown" for a number that is no status.
 *          Never NULL.
 * Threads  Any thread, also in a forked child.
 * Since    0.1.0
 */
const char *lambdaclient_status_name(int32_t status);

/*
 * Whether a status means that the runtime has to stop and exit with a status other than 0.
 *
 * status   What a call returned.
 * Returns  1 for a fatal status; 0 for every other, LAMBDACLIENT_OK included; -1 for a number that is no status of
 *          this library.
 * Threads  Any thread, also in a forked child.
 * Since    0.1.0
 */
int32_t lambdaclient_status_is_fatal(int32_t status);

/*
 * Gives the name of a status's category, such as "transport": the kind of thing that went wrong.
 *
 * status   What a call returned.
 * Returns  Text that ends with a NUL and is valid indefinitely: "ok" for 0, "unknown" for a number that is no status.
 *          Never NULL.
 * Threads  Any thread, also in a forked child.
 * Since    0.1.0
 */
const char *lambdaclient_status_category_name(int32_t status);

/* ------------------------------------------------------------------------------------------------------------------
 * Caller: the header fields of an event beyond those of lambdaclient_context_t, and its two JSON fields decoded. They
 * are decoded when first asked for.
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * The client context, decoded. Begin with LAMBDACLIENT_CLIENT_CONTEXT_INIT. A part that is absent or empty is {NULL,
 * 0}; one that is present also ends with a NUL.
 */
typedef struct lambdaclient_client_context {
    /* sizeof(lambdaclient_client_context_t), set by the initialiser. */
    uint32_t struct_size;
    /* 1 where the event came with a client context that is a JSON object, else 0 and everything is absent. */
    uint32_t is_present;
    /* The number of values that the application chose. */
    uint32_t custom_count;
    /* The number of values that describe its device and locale. */
    uint32_t env_count;
    /* The values that the application chose, in the order they were sent; NULL where there are none. */
    const lambdaclient_pair_t *custom;
    /* The values that describe its device and locale, in the order they were sent; NULL where there are none. */
    const lambdaclient_pair_t *env;
    /* The id of this installation of the application. */
    lambdaclient_view_t installation_id;
    /* The application's title. */
    lambdaclient_view_t app_title;
    /* The application's version as a person reads it. */
    lambdaclient_view_t app_version_name;
    /* The application's version as a number. */
    lambdaclient_view_t app_version_code;
    /* The application's package name. */
    lambdaclient_view_t app_package_name;
} lambdaclient_client_context_t;
#define LAMBDACLIENT_CLIENT_CONTEXT_INIT \
    { sizeof(lambdaclient_client_context_t), 0, 0, 0, LAMBDACLIENT_NULL, LAMBDACLIENT_NULL, {LAMBDACLIENT_NULL, 0}, \
      {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0} }

/*
 * The Amazon Cognito identity that called the function, decoded. Begin with LAMBDACLIENT_COGNITO_IDENTITY_INIT. A
 * part that is absent or empty is {NULL, 0}; one that is present also ends with a NUL.
 */
typedef struct lambdaclient_cognito_identity {
    /* sizeof(lambdaclient_cognito_identity_t), set by the initialiser. */
    uint32_t struct_size;
    /* 1 where the event came with an identity that is a JSON object, else 0 and everything is absent. */
    uint32_t is_present;
    /* The id of the identity. */
    lambdaclient_view_t identity_id;
    /* The id of its pool. */
    lambdaclient_view_t identity_pool_id;
} lambdaclient_cognito_identity_t;
#define LAMBDACLIENT_COGNITO_IDENTITY_INIT \
    { sizeof(lambdaclient_cognito_identity_t), 0, {LAMBDACLIENT_NULL, 0}, {LAMBDACLIENT_NULL, 0} }

/*
 * Gives the value of any header field of the event, also of one that this library does not know.
 *
 * invocation  The invocation.
 * name        The field's name, in any case; not empty.
 * value       Receives the value of the first such field; valid as long as the invocation. {NULL, 0} where there is
 *             none, or an empty one.
 * error       Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns     0, HANDLE_INVALID (also when it was answered), ARGUMENT_MISSING or FORKED_CHILD.
 * NULL        ARGUMENT_MISSING for invocation and value. error may be NULL.
 * Threads     One thread at a time for each client.
 * Since       0.1.0
 *
 *     lambdaclient_view_t name = LAMBDACLIENT_TEXT("Lambda-Runtime-Trace-Id"), value;
 *     if (lambdaclient_invocation_header(invocation, name, &value, NULL) == LAMBDACLIENT_OK)
 *         printf("%.*s\n", (int)value.size, (const char *)value.data);
 */
int32_t lambdaclient_invocation_header(
    const lambdaclient_invocation_t *invocation,
    lambdaclient_view_t name,
    lambdaclient_view_t *value,
    lambdaclient_error_t **error);

/*
 * Gives the client context, which the AWS Mobile SDK or any other caller sent along, decoded.
 *
 * invocation  The invocation.
 * context     Filled; its views and arrays are valid as long as the invocation.
 * error       Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns     0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD. A missing client
 *             context is not an error.
 * NULL        ARGUMENT_MISSING for invocation and context. error may be NULL.
 * Threads     One thread at a time for each client.
 * Since       0.1.0
 *
 *     lambdaclient_client_context_t caller = LAMBDACLIENT_CLIENT_CONTEXT_INIT;
 *     uint32_t i;
 *     lambdaclient_invocation_client_context(invocation, &caller, NULL);
 *     for (i = 0; i < caller.custom_count; i++)
 *         printf("%s\n", (const char *)caller.custom[i].name.data);
 */
int32_t lambdaclient_invocation_client_context(
    const lambdaclient_invocation_t *invocation,
    lambdaclient_client_context_t *context,
    lambdaclient_error_t **error);

/*
 * Gives one of the values that the calling application chose, by its name: a value of the client context's "custom".
 *
 * invocation  The invocation.
 * name        The value's exact name (case-sensitive); not empty.
 * value       Receives the value; valid as long as the invocation, and ended by a NUL. {NULL, 0} where there is none,
 *             or an empty one.
 * error       Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns     0, HANDLE_INVALID (also when it was answered), ARGUMENT_MISSING or FORKED_CHILD.
 * NULL        ARGUMENT_MISSING for invocation and value. error may be NULL.
 * Threads     One thread at a time for each client.
 * Since       0.1.0
 */
int32_t lambdaclient_invocation_client_context_custom(
    const lambdaclient_invocation_t *invocation,
    lambdaclient_view_t name,
    lambdaclient_view_t *value,
    lambdaclient_error_t **error);

/*
 * Gives one of the values that describe the calling device, by its name: a value of the client context's "env".
 *
 * invocation  The invocation.
 * name        The value's exact name (case-sensitive); not empty.
 * value       Receives the value; valid as long as the invocation, and ended by a NUL. {NULL, 0} where there is none,
 *             or an empty one.
 * error       Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns     0, HANDLE_INVALID (also when it was answered), ARGUMENT_MISSING or FORKED_CHILD.
 * NULL        ARGUMENT_MISSING for invocation and value. error may be NULL.
 * Threads     One thread at a time for each client.
 * Since       0.1.0
 */
int32_t lambdaclient_invocation_client_context_env(
    const lambdaclient_invocation_t *invocation,
    lambdaclient_view_t name,
    lambdaclient_view_t *value,
    lambdaclient_error_t **error);

/*
 * Gives the Amazon Cognito identity that called the function, decoded.
 *
 * invocation  The invocation.
 * identity    Filled; its views are valid as long as the invocation.
 * error       Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns     0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD. A missing identity
 *             is not an error.
 * NULL        ARGUMENT_MISSING for invocation and identity. error may be NULL.
 * Threads     One thread at a time for each client.
 * Since       0.1.0
 */
int32_t lambdaclient_invocation_cognito_identity(
    const lambdaclient_invocation_t *invocation,
    lambdaclient_cognito_identity_t *identity,
    lambdaclient_error_t **error);

/* ------------------------------------------------------------------------------------------------------------------
 * Version: which library is loaded.
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * The version of the library that is loaded, such as "0.1.0"; compare it with LAMBDACLIENT_VERSION of the header.
 *
 * Returns  Text that ends with a NUL and is valid indefinitely. Never NULL.
 * Threads  Any thread, also in a forked child.
 * Since    0.1.0
 */
const char *lambdaclient_version(void);

/*
 * The number of the C ABI of the library that is loaded. It grows by one when a function, a field or a constant is
 * added; so a library has everything that a header names whose LAMBDACLIENT_ABI_VERSION is not larger. When something
 * is taken away, the soname changes, and the loader refuses the library.
 *
 * Returns  A number from 1.
 * Threads  Any thread, also in a forked child.
 * Since    0.1.0
 *
 *     if (lambdaclient_abi_version() < LAMBDACLIENT_ABI_VERSION)
 *     fprintf(stderr, "liblambdaclient %s is too old\n", lambdaclient_version());
 */
int32_t lambdaclient_abi_version(void);

#ifdef __cplusplus
}
#endif

#endif /* LAMBDACLIENT_H */
