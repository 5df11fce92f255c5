/*
 * lambdaclient.h: speak the AWS Lambda Runtime API from C, or from any language that can call C.
 *
 * A custom runtime asks for an event, handles it, answers it, and asks again:
 *
 *     lambdaclient_t *client = NULL;
 *     lambdaclient_invocation_t *invocation = NULL;
 *     lambdaclient_view_t payload, as_json = {NULL, 0};
 *
 *     if (lambdaclient_open(NULL, &client, NULL) != LAMBDACLIENT_OK)
 *         return 1;
 *     while (lambdaclient_next(client, &invocation, NULL) == LAMBDACLIENT_OK) {
 *         lambdaclient_invocation_payload(invocation, &payload, NULL);
 *         lambdaclient_respond(client, invocation, payload, as_json, NULL);
 *         lambdaclient_invocation_free(invocation);
 *     }
 *     lambdaclient_close(client);
 *
 * Rules that every function obeys:
 *
 * Status. A call that can fail returns an int32_t: 0 (LAMBDACLIENT_OK), or one of LAMBDACLIENT_E_... In the comments below
 * the prefix is left out; besides the ones they name, any call can return INTERNAL_ERROR and OUT_OF_MEMORY. Its last argument is a place for an error object, which may be NULL; there is no hidden last error.
 *
 * Ownership. What a call hands out through a pointer to a pointer belongs to the caller: a client is closed, an error is
 * freed, an invocation is answered or freed. Functions named ..._close and ..._free accept NULL. A view is borrowed; the
 * function that gives it says for how long. Bytes passed in are read during the call and never kept.
 *
 * Handles. A client, an invocation and an error are handles, not addresses. A handle that was closed, freed or answered, one
 * of another kind, and a number that never was one are recognised: the call returns HANDLE_INVALID and does nothing else.
 *
 * Once. An invocation is answered exactly once. A second answer is ALREADY_ANSWERED; asking for the next event before the
 * present one is answered is INVOCATION_OUTSTANDING, because the service would hand out the same event again. When an answer
 * could not be delivered, the error's delivery tells whether the service can have received it.
 *
 * Threads. One thread at a time for each client; what overlaps gets CLIENT_BUSY. Different clients are independent.
 * lambdaclient_cancel and lambdaclient_close may come from any thread. Calls need 64 KiB of stack.
 *
 * Structs begin with struct_size, so that they can grow. Begin with their ..._INIT macro and set what you need.
 *
 * Processes. Nothing happens at load. At the first call the runtime inside takes SIGSEGV, SIGFPE and one real-time signal, and
 * SIGPIPE becomes ignored; every other signal, SIGTERM and SIGINT too, stays with the program. Nothing is written to any
 * stream. In a child made by fork after the first lambdaclient_open, calls return FORKED_CHILD; fork and exec is fine. The
 * library stays loaded after dlclose.
 *
 * Sources of facts about the service: AWS Lambda Developer Guide, "Runtime API" and "Building a custom runtime".
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

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------------------------------------------------
 * Status: what calls return. The numbers never change.
 * ------------------------------------------------------------------------------------------------------------------ */

/* Success. */
#define LAMBDACLIENT_OK 0

/* A required argument is missing. Pass it. */
#define LAMBDACLIENT_E_ARGUMENT_MISSING 101
/*
 * An option is out of range or of an unknown shape. Start from the defaults and set a value in the documented range.
 */
#define LAMBDACLIENT_E_OPTION_INVALID 102
/* A content type holds bytes that a header cannot carry. Use 1 to 256 printable ASCII characters. */
#define LAMBDACLIENT_E_CONTENT_TYPE_INVALID 103
/* A user agent holds bytes that a header cannot carry. Use 1 to 128 printable ASCII characters. */
#define LAMBDACLIENT_E_USER_AGENT_INVALID 104
/* Text is not UTF-8. Pass UTF-8. */
#define LAMBDACLIENT_E_TEXT_INVALID 105
/*
 * A handle is stale, forged, or of another kind. Use a handle until it is answered, freed or closed, and no longer.
 */
#define LAMBDACLIENT_E_HANDLE_INVALID 106
/*
 * An HTTP prelude holds a status or a field that HTTP does not allow, or is over 16 KB. Use a status from 100 to 599,
 * tokens as names, values without control characters, and less of them.
 */
#define LAMBDACLIENT_E_PRELUDE_INVALID 107
/*
 * An X-Ray cause is not JSON of the documented shape, is empty, or is over 1 MiB. Pass an object with
 * working_directory, exceptions, paths or message, and each line as a whole number.
 */
#define LAMBDACLIENT_E_CAUSE_INVALID 108
/* An init step or a hook of the program failed. Mend what it names, and exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_HOOK_FAILED 109

/*
 * No endpoint was given and AWS_LAMBDA_RUNTIME_API is not set. Run inside Lambda or the emulator, or set the endpoint
 * option to host:port. Fatal.
 */
#define LAMBDACLIENT_E_ENDPOINT_MISSING 201
/*
 * The endpoint is not of the form host:port. Use host:port, [ipv6]:port or http://host:port with a port from 1 to
 * 65535 and no path. Fatal.
 */
#define LAMBDACLIENT_E_ENDPOINT_MALFORMED 202

/* Nothing listens at the endpoint. Start the service, or correct the endpoint. */
#define LAMBDACLIENT_E_CONNECT_REFUSED 301
/* The endpoint did not accept a connection in time. Check the endpoint, or raise the connect timeout. */
#define LAMBDACLIENT_E_CONNECT_TIMEOUT 302
/* The connection could not be made. Check the host name, the network and the number of open descriptors. */
#define LAMBDACLIENT_E_CONNECT_FAILED 303
/*
 * The service closed the connection without an answer. Ask for the next invocation; do not send a result again that
 * may have arrived.
 */
#define LAMBDACLIENT_E_CONNECTION_CLOSED 304
/* The connection broke. Ask for the next invocation; do not send a result again that may have arrived. */
#define LAMBDACLIENT_E_CONNECTION_BROKEN 305
/* The answer ended before it was complete. Ask for the next invocation; a torn event is never delivered. */
#define LAMBDACLIENT_E_RESPONSE_TRUNCATED 306

/* The answer does not begin with an HTTP/1.1 status line. Check that the endpoint is a Lambda Runtime API. */
#define LAMBDACLIENT_E_STATUS_LINE_INVALID 401
/* A header field of the answer is malformed or repeated. Check what stands between this client and the service. */
#define LAMBDACLIENT_E_FIELD_INVALID 402
/* The length of the answer is missing or ambiguous. Check what stands between this client and the service. */
#define LAMBDACLIENT_E_FRAMING_INVALID 403
/* A chunk of the answer is malformed. Check what stands between this client and the service. */
#define LAMBDACLIENT_E_CHUNK_INVALID 404
/*
 * The service sent an interim answer that cannot be skipped. Check what stands between this client and the service.
 */
#define LAMBDACLIENT_E_INTERIM_INVALID 405
/* The status has no meaning for this call. Check that the endpoint is a Lambda Runtime API. */
#define LAMBDACLIENT_E_STATUS_UNEXPECTED 406
/*
 * The event carries no Lambda-Runtime-Aws-Request-Id. Check that the endpoint is a Lambda Runtime API; such an event
 * cannot be answered.
 */
#define LAMBDACLIENT_E_REQUEST_ID_MISSING 407
/*
 * The event's request id cannot be part of a path. Check that the endpoint is a Lambda Runtime API; such an event
 * cannot be answered.
 */
#define LAMBDACLIENT_E_REQUEST_ID_INVALID 408

/* The service does not wait for an answer to this request id. Drop the result and ask for the next invocation. */
#define LAMBDACLIENT_E_INVALID_REQUEST_ID 501
/* The invocation id belongs to another attempt. Drop the result and ask for the next invocation. */
#define LAMBDACLIENT_E_INVALID_INVOCATION_ID 502
/* The service does not know the response mode. Exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_INVALID_RESPONSE_MODE 503
/*
 * The service did not receive the whole request. Drop the result and ask for the next invocation; the caller was
 * told.
 */
#define LAMBDACLIENT_E_TRUNCATED_REQUEST 504
/* The call is not legal in the service's present state. Exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_INVALID_STATE_TRANSITION 505
/* The invocation timed out before it was answered. Drop the result and ask for the next invocation. */
#define LAMBDACLIENT_E_INVOCATION_TIMED_OUT 506
/*
 * The payload is larger than the service takes. Ask for the next invocation; the caller was told, an error report
 * must not follow.
 */
#define LAMBDACLIENT_E_PAYLOAD_TOO_LARGE 507
/* The service refused the request. Drop the result and ask for the next invocation. */
#define LAMBDACLIENT_E_REQUEST_REJECTED 508

/* The container failed. Exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_CONTAINER_ERROR 601
/* The service failed. Exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_SERVER_ERROR 602

/* The invocation was answered before. Answer each invocation once, then ask for the next. */
#define LAMBDACLIENT_E_ALREADY_ANSWERED 701
/*
 * The previous invocation is not answered yet, and the service would hand out the same event again. Answer it, or
 * abandon it.
 */
#define LAMBDACLIENT_E_INVOCATION_OUTSTANDING 702
/* The invocation did not come from this client. Answer an invocation through the client that received it. */
#define LAMBDACLIENT_E_INVOCATION_UNKNOWN 703
/*
 * Another thread is inside a call of this client. Open a client for each thread; only cancel may come from another
 * one.
 */
#define LAMBDACLIENT_E_CLIENT_BUSY 704
/* The client is closed. Open another one. Fatal. */
#define LAMBDACLIENT_E_CLIENT_CLOSED 705
/* An init or restore error was reported, and no call may follow it. Exit with a status other than 0. Fatal. */
#define LAMBDACLIENT_E_INIT_ERROR_REPORTED 706
/*
 * The process was forked after the library was first used. Use the library in the parent, or call exec in the child.
 * Fatal.
 */
#define LAMBDACLIENT_E_FORKED_CHILD 707
/* A result was read that was never set. Return the result of a call, not default. */
#define LAMBDACLIENT_E_RESULT_UNINITIALIZED 708
/* The invocation's answer is being streamed. Finish or fail the stream. */
#define LAMBDACLIENT_E_STREAM_OPEN 709

/* The head of the answer is over 64 KiB or over 128 fields. Check that the endpoint is a Lambda Runtime API. */
#define LAMBDACLIENT_E_HEAD_TOO_LARGE 801
/*
 * The body of the answer is over the limit of the call. Raise the limit for events if the event is a legitimate one.
 */
#define LAMBDACLIENT_E_BODY_TOO_LARGE 802
/*
 * The chunk extensions or trailers of the answer are over their limit. Check what stands between this client and the
 * service.
 */
#define LAMBDACLIENT_E_CHUNK_OVERHEAD_TOO_LARGE 803

/* The call was cancelled. Close the client. */
#define LAMBDACLIENT_E_CANCELLED 901

/* An exception inside the library. Report it with this text, and exit with a status other than 0. Fatal. */
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
 * Types
 * ------------------------------------------------------------------------------------------------------------------ */

typedef struct lambdaclient lambdaclient_t;
typedef struct lambdaclient_invocation lambdaclient_invocation_t;
typedef struct lambdaclient_error lambdaclient_error_t;

/*
 * Borrowed bytes: an address and a length. Not ended by a NUL unless a function says so. Absent text is {NULL, 0}; an
 * address of NULL with a length other than 0 is refused.
 */
typedef struct lambdaclient_view {
    /* The first byte, or NULL. */
    const uint8_t *data;
    /* The number of bytes. */
    size_t len;
} lambdaclient_view_t;

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
    { (uint32_t)sizeof(lambdaclient_context_t), 0, 0, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0} }

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
    int32_t category;
    /* What became of the request: LAMBDACLIENT_DELIVERY_... */
    int32_t delivery;
    /* 1 where the runtime has to stop and exit with a status other than 0, else 0. */
    int32_t is_fatal;
    /* The HTTP status of the service's answer, or 0. */
    int32_t http_status;
    /* The operating system's error number (errno), or 0. */
    int32_t system_error;
    /* Not used; 0. */
    int32_t reserved;
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
    { (uint32_t)sizeof(lambdaclient_error_info_t), 0, 0, 0, 0, 0, 0, 0, {0, 0}, {0, 0}, {0, 0}, {0, 0} }

/* Why the function failed, as its caller shall see it. Begin with LAMBDACLIENT_FAILURE_INIT. All text is UTF-8. */
typedef struct lambdaclient_failure {
    /* sizeof(lambdaclient_failure_t), set by the initialiser. */
    uint32_t struct_size;
    /* The number of frames, at most 65536. */
    uint32_t stack_trace_count;
    /* A short name, such as InvalidNameError; absent means Error. */
    lambdaclient_view_t type;
    /* What happened, for a person; cut at 65536 characters. */
    lambdaclient_view_t message;
    /* The frames, innermost first; NULL where there are none. */
    const lambdaclient_view_t *stack_trace;
} lambdaclient_failure_t;
#define LAMBDACLIENT_FAILURE_INIT \
    { (uint32_t)sizeof(lambdaclient_failure_t), 0, {0, 0}, {0, 0}, 0 }

/* What the environment said about the function when the client was opened. Begin with LAMBDACLIENT_FUNCTION_INIT. */
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
} lambdaclient_function_t;
#define LAMBDACLIENT_FUNCTION_INIT \
    { (uint32_t)sizeof(lambdaclient_function_t), 0, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0} }

/*
 * What can be chosen when a client is opened. Begin with LAMBDACLIENT_OPTIONS_INIT; 0 and an absent view take the
 * default.
 */
typedef struct lambdaclient_options {
    /* sizeof(lambdaclient_options_t), set by the initialiser. */
    uint32_t struct_size;
    /*
     * How long to wait for a connection, in milliseconds, at most 86400000; 0 means 1000. Waiting for an event has no
     * limit.
     */
    uint32_t connect_timeout_ms;
    /* The largest event that is taken, in bytes, at most 536870912; 0 means 7340032 (7 MiB). */
    uint64_t max_event_bytes;
    /* host:port, [ipv6]:port or http://host:port; absent takes the environment variable AWS_LAMBDA_RUNTIME_API. */
    lambdaclient_view_t endpoint;
    /* The User-Agent of every request, 1 to 128 printable ASCII characters; absent means lambdaclient/VERSION. */
    lambdaclient_view_t user_agent;
} lambdaclient_options_t;
#define LAMBDACLIENT_OPTIONS_INIT \
    { (uint32_t)sizeof(lambdaclient_options_t), 0, 0, {0, 0}, {0, 0} }

/* ------------------------------------------------------------------------------------------------------------------
 * Version
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * The version of the library that is loaded, such as "0.1.0"; compare it with LAMBDACLIENT_VERSION of the header.
 * Returns text that ends with a NUL and is valid for ever. Never NULL. Any thread, also in a forked child.
 */
const char *lambdaclient_version(void);

/* ------------------------------------------------------------------------------------------------------------------
 * Client: a client asks for events and answers them, over one connection. One thread at a time; a call that overlaps
 * another one returns LAMBDACLIENT_E_CLIENT_BUSY. Only lambdaclient_cancel and lambdaclient_close may come from any
 * thread. Open a client for each concurrent poller.
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * Opens a client. Nothing is sent or connected before the first call.
 * options: What differs from the defaults, or NULL for all of them; read during the call only.
 * client: Receives the client, to be closed with lambdaclient_close; NULL on failure.
 * error: Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns 0, or in order of likelihood: ENDPOINT_MISSING, ENDPOINT_MALFORMED, OPTION_INVALID, ARGUMENT_MISSING,
 *     USER_AGENT_INVALID, TEXT_INVALID, OUT_OF_MEMORY.
 */
int32_t lambdaclient_open(
    const lambdaclient_options_t *options,
    lambdaclient_t **client,
    lambdaclient_error_t **error);

/*
 * Waits for the next event, for as long as it takes; there is no time limit.
 * client: The client.
 * invocation: Receives the invocation; NULL on failure. It and every view taken from it are valid until it is
 *     answered or freed, or the client is closed.
 * error: Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns 0, or in order of likelihood: CONNECT_REFUSED and the other 3xx codes, CANCELLED, INVOCATION_OUTSTANDING
 *     (answer the previous one first), the 5xx and 6xx codes, the 4xx codes (a torn or malformed event is never
 *     delivered), BODY_TOO_LARGE, CLIENT_BUSY, INIT_ERROR_REPORTED, HANDLE_INVALID, ARGUMENT_MISSING, FORKED_CHILD.
 */
int32_t lambdaclient_next(
    lambdaclient_t *client,
    lambdaclient_invocation_t **invocation,
    lambdaclient_error_t **error);

/*
 * Answers an invocation. The invocation is consumed unless the error's delivery is NOT_SENT.
 * client: The client that received the invocation.
 * invocation: The invocation.
 * payload: The answer; read during the call only. It may be the event's own payload.
 * content_type: Its media type, 1 to 256 printable ASCII characters; absent means application/json.
 * error: Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns 0, or in order of likelihood: PAYLOAD_TOO_LARGE, INVOCATION_TIMED_OUT and the other 5xx codes, the 3xx
 *     codes, ALREADY_ANSWERED, CONTENT_TYPE_INVALID, INVOCATION_UNKNOWN, HANDLE_INVALID, the 6xx and 4xx codes,
 *     CLIENT_BUSY, ARGUMENT_MISSING, FORKED_CHILD. After PAYLOAD_TOO_LARGE no failure may be reported: the caller was
 *     told.
 */
int32_t lambdaclient_respond(
    lambdaclient_t *client,
    lambdaclient_invocation_t *invocation,
    lambdaclient_view_t payload,
    lambdaclient_view_t content_type,
    lambdaclient_error_t **error);

/*
 * Reports that an invocation failed. The invocation is consumed unless the error's delivery is NOT_SENT.
 * client: The client that received the invocation.
 * invocation: The invocation.
 * failure: The failure; read during the call only.
 * error: Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns as lambdaclient_respond, and TEXT_INVALID and OPTION_INVALID for the failure.
 */
int32_t lambdaclient_fail(
    lambdaclient_t *client,
    lambdaclient_invocation_t *invocation,
    const lambdaclient_failure_t *failure,
    lambdaclient_error_t **error);

/*
 * Reports that the function could not start. No other call may follow but lambdaclient_close; exit with a status
 * other than 0.
 * client: The client.
 * failure: The failure; read during the call only.
 * error: Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns 0 once the service took the report, or an error as of lambdaclient_fail.
 */
int32_t lambdaclient_fail_init(
    lambdaclient_t *client,
    const lambdaclient_failure_t *failure,
    lambdaclient_error_t **error);

/*
 * Tells what the environment said about the function when the client was opened.
 * client: The client.
 * function: Filled; its views are valid until the client is closed.
 * error: Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns 0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID or FORKED_CHILD.
 */
int32_t lambdaclient_function(
    lambdaclient_t *client,
    lambdaclient_function_t *function,
    lambdaclient_error_t **error);

/*
 * Ends a parked lambdaclient_next, and makes every later one return CANCELLED. An invocation that is being handled
 * can still be answered. Any thread, any number of times; not from a signal handler.
 * client: The client.
 * error: Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns 0, HANDLE_INVALID, ARGUMENT_MISSING or FORKED_CHILD.
 */
int32_t lambdaclient_cancel(lambdaclient_t *client, lambdaclient_error_t **error);

/*
 * Closes a client and frees its invocation. A lambdaclient_next of another thread that is still inside is cancelled;
 * a post ends first. This function waits for neither. NULL and a handle that is not valid are ignored. Any thread.
 * client: The client, or NULL.
 */
void lambdaclient_close(lambdaclient_t *client);

/* ------------------------------------------------------------------------------------------------------------------
 * Invocation: one event, to be answered exactly once with lambdaclient_respond or lambdaclient_fail. Its views point
 * into the client's receive buffer: nothing is copied, and nothing is allocated.
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * Gives the event, exactly as the caller of the function sent it.
 * invocation: The invocation.
 * payload: Receives the bytes; valid until the invocation is answered or freed. An empty event is {NULL, 0}.
 * error: Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns 0, HANDLE_INVALID (it was answered before, for example), ARGUMENT_MISSING or FORKED_CHILD.
 */
int32_t lambdaclient_invocation_payload(
    const lambdaclient_invocation_t *invocation,
    lambdaclient_view_t *payload,
    lambdaclient_error_t **error);

/*
 * Gives everything that the service says about the invocation but its payload.
 * invocation: The invocation.
 * context: Filled; its views are valid until the invocation is answered or freed.
 * error: Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns 0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD.
 */
int32_t lambdaclient_invocation_context(
    const lambdaclient_invocation_t *invocation,
    lambdaclient_context_t *context,
    lambdaclient_error_t **error);

/*
 * Gives the time left until the invocation's deadline, by the system's clock.
 * invocation: The invocation.
 * remaining_ms: Receives milliseconds, never below 0; -1 where the service sent no deadline.
 * error: Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.
 * Returns 0, HANDLE_INVALID, ARGUMENT_MISSING or FORKED_CHILD.
 */
int32_t lambdaclient_invocation_remaining_ms(
    const lambdaclient_invocation_t *invocation,
    int64_t *remaining_ms,
    lambdaclient_error_t **error);

/*
 * Gives an invocation up without an answer; the service will hand out the same event again. NULL and an invocation
 * that was answered are ignored, so it is safe at the end of every path.
 * invocation: The invocation, or NULL.
 */
void lambdaclient_invocation_free(lambdaclient_invocation_t *invocation);

/* ------------------------------------------------------------------------------------------------------------------
 * Error: every call that can fail returns a status, 0 for success, and takes a place for an error object as its last
 * argument, which may be NULL. There is no hidden last error. An error object is immutable and belongs to the caller.
 * ------------------------------------------------------------------------------------------------------------------ */

/*
 * Gives the facts of an error.
 * error: The error.
 * info: Filled; its views end with a NUL and are valid until the error is freed.
 * Returns 0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD.
 */
int32_t lambdaclient_error_describe(const lambdaclient_error_t *error, lambdaclient_error_info_t *info);

/*
 * Gives the sentence that describes an error: what happened, to which thing, and the next step.
 * error: The error, or NULL.
 * Returns text that ends with a NUL, valid until the error is freed; never NULL. For NULL it is "ok", for a handle
 *     that is not valid "unknown".
 */
const char *lambdaclient_error_message(const lambdaclient_error_t *error);

/*
 * Frees an error. NULL and a handle that is not valid are ignored.
 * error: The error, or NULL.
 */
void lambdaclient_error_free(lambdaclient_error_t *error);

/*
 * Gives the name of a status, such as "connect_refused".
 * status: What a call returned.
 * Returns text that ends with a NUL and is valid for ever: "ok" for 0, "unknown" for a number that is no status.
 *     Never NULL.
 */
const char *lambdaclient_status_name(int32_t status);

/*
 * Whether a status means that the runtime has to stop and exit with a status other than 0.
 * status: What a call returned.
 * Returns 1 for a fatal status and for a number that is none; 0 for every other, 0 included.
 */
int32_t lambdaclient_status_is_fatal(int32_t status);

#ifdef __cplusplus
}
#endif

#endif /* LAMBDACLIENT_H */
