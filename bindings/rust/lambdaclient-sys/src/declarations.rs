// Generated from src/Native by eng/HeaderGenerator.
use core::ffi::{c_char, c_void};
use core::marker::{PhantomData, PhantomPinned};
use core::{mem, ptr};

/// The version of the header that these declarations follow.
pub const LAMBDACLIENT_VERSION: &str = "0.1.0";
/// The number of the C ABI that these declarations follow; see lambdaclient_abi_version.
pub const LAMBDACLIENT_ABI_VERSION: i32 = 1;
/// Success.
pub const LAMBDACLIENT_OK: i32 = 0;
/// A required argument is missing. Pass a value.
pub const LAMBDACLIENT_E_ARGUMENT_MISSING: i32 = 101;
/// An option is out of range or has an unknown form. Set a value in the documented range.
pub const LAMBDACLIENT_E_OPTION_INVALID: i32 = 102;
/// The content type does not fit into a header. Use 1 to 256 printable ASCII characters.
pub const LAMBDACLIENT_E_CONTENT_TYPE_INVALID: i32 = 103;
/// The user agent does not fit into a header. Use 1 to 128 printable ASCII characters.
pub const LAMBDACLIENT_E_USER_AGENT_INVALID: i32 = 104;
/// Text is not UTF-8. Pass UTF-8.
pub const LAMBDACLIENT_E_TEXT_INVALID: i32 = 105;
/// A handle is stale, forged, or of another kind. Use a handle only until it is answered, freed or
/// closed.
pub const LAMBDACLIENT_E_HANDLE_INVALID: i32 = 106;
/// An HTTP prelude has a status or a field that HTTP does not allow, or is over 16 KB. Use a status
/// from 100 to 599, tokens as names, values without control characters, and at most 16 KB.
pub const LAMBDACLIENT_E_PRELUDE_INVALID: i32 = 107;
/// An X-Ray cause is not JSON of the documented shape, is empty, or is over 1 MiB. Pass an object
/// with working_directory, exceptions, paths or message, and each line as a whole number.
pub const LAMBDACLIENT_E_CAUSE_INVALID: i32 = 108;
/// An init step or a hook of the program failed. Fix it, and exit with a status other than 0.
/// Fatal.
pub const LAMBDACLIENT_E_HOOK_FAILED: i32 = 109;
/// The Runtime API's endpoint is missing. Run inside Lambda or the emulator, or set the endpoint
/// option to host:port. Fatal.
pub const LAMBDACLIENT_E_ENDPOINT_MISSING: i32 = 201;
/// The endpoint is not of the form host:port. Use host:port, \[ipv6\]:port or `http://host:port`
/// with a port from 1 to 65535, and after it at most a path that needs no escaping. Fatal.
pub const LAMBDACLIENT_E_ENDPOINT_INVALID: i32 = 202;
/// The .NET runtime inside the library, or the installed one that it needs, could not be started.
/// Do what the reason asks for: raise the limit of the process; or install .NET, set DOTNET_ROOT to
/// its folder, and keep the library's files together. Fatal.
pub const LAMBDACLIENT_E_RUNTIME_UNAVAILABLE: i32 = 203;
/// Nothing listens at the endpoint. Start the service, or correct the endpoint.
pub const LAMBDACLIENT_E_CONNECT_REFUSED: i32 = 301;
/// The connection was not made in time. Check the endpoint, or raise the connect timeout.
pub const LAMBDACLIENT_E_CONNECT_TIMEOUT: i32 = 302;
/// The connection could not be made. Check the host name, the network and the number of open
/// descriptors.
pub const LAMBDACLIENT_E_CONNECT_FAILED: i32 = 303;
/// The service closed the connection without a reply. Send an answer again only if it was not sent,
/// else ask for the next invocation.
pub const LAMBDACLIENT_E_CONNECTION_CLOSED: i32 = 304;
/// The connection broke before the whole reply came. Send an answer again only if it was not sent,
/// else ask for the next invocation.
pub const LAMBDACLIENT_E_CONNECTION_BROKEN: i32 = 305;
/// The reply ended before it was complete. Send an answer again only if it was not sent, else ask
/// for the next invocation.
pub const LAMBDACLIENT_E_REPLY_TRUNCATED: i32 = 306;
/// The service did not reply to an answer in time. Send an answer again only if it was not sent,
/// else ask for the next invocation.
pub const LAMBDACLIENT_E_ANSWER_TIMEOUT: i32 = 307;
/// The reply does not begin with an HTTP/1.0 or 1.1 status line. Check that the endpoint is a
/// Lambda Runtime API.
pub const LAMBDACLIENT_E_STATUS_LINE_INVALID: i32 = 401;
/// A header field of the reply is malformed or repeated. Check the proxies between this client and
/// the service.
pub const LAMBDACLIENT_E_FIELD_INVALID: i32 = 402;
/// The length of the reply is missing or ambiguous. Check the proxies between this client and the
/// service.
pub const LAMBDACLIENT_E_FRAMING_INVALID: i32 = 403;
/// A chunk of the reply is malformed. Check the proxies between this client and the service.
pub const LAMBDACLIENT_E_CHUNK_INVALID: i32 = 404;
/// The service sent an interim reply that cannot be skipped. Check the proxies between this client
/// and the service.
pub const LAMBDACLIENT_E_INTERIM_INVALID: i32 = 405;
/// The status has no meaning for this call. Check that the endpoint is a Lambda Runtime API.
pub const LAMBDACLIENT_E_STATUS_UNEXPECTED: i32 = 406;
/// The event has no request id, so it cannot be answered. Check that the endpoint is a Lambda
/// Runtime API.
pub const LAMBDACLIENT_E_REQUEST_ID_MISSING: i32 = 407;
/// The event's request id does not fit into a path, so it cannot be answered. Check that the
/// endpoint is a Lambda Runtime API.
pub const LAMBDACLIENT_E_REQUEST_ID_INVALID: i32 = 408;
/// The service does not wait for an answer to this request id. Drop the answer and ask for the next
/// invocation.
pub const LAMBDACLIENT_E_REQUEST_ID_REJECTED: i32 = 501;
/// The invocation id belongs to another attempt. Drop the answer and ask for the next invocation.
pub const LAMBDACLIENT_E_INVOCATION_ID_REJECTED: i32 = 502;
/// The service does not know the response mode. Exit with a status other than 0. Fatal.
pub const LAMBDACLIENT_E_RESPONSE_MODE_REJECTED: i32 = 503;
/// The service did not receive the whole request, and reported a failure to the caller. Drop the
/// answer and ask for the next invocation.
pub const LAMBDACLIENT_E_REQUEST_TRUNCATED: i32 = 504;
/// The call is not legal in the service's present state. Exit with a status other than 0. Fatal.
pub const LAMBDACLIENT_E_STATE_TRANSITION_REJECTED: i32 = 505;
/// The invocation timed out before it was answered. Drop the answer and ask for the next
/// invocation.
pub const LAMBDACLIENT_E_INVOCATION_TIMED_OUT: i32 = 506;
/// The payload is larger than the service takes, and the service reported a failure to the caller.
/// Ask for the next invocation; do not report an error for this one.
pub const LAMBDACLIENT_E_PAYLOAD_TOO_LARGE: i32 = 507;
/// The service refused the request. Drop the answer and ask for the next invocation.
pub const LAMBDACLIENT_E_REQUEST_REJECTED: i32 = 508;
/// The container failed. Exit with a status other than 0. Fatal.
pub const LAMBDACLIENT_E_CONTAINER_ERROR: i32 = 601;
/// The service failed. Exit with a status other than 0. Fatal.
pub const LAMBDACLIENT_E_SERVER_ERROR: i32 = 602;
/// The invocation was already answered or given up. Answer each invocation once, then ask for the
/// next.
pub const LAMBDACLIENT_E_ALREADY_ANSWERED: i32 = 701;
/// The previous invocation is not answered yet. Answer or abandon it, then ask for the next.
pub const LAMBDACLIENT_E_INVOCATION_OUTSTANDING: i32 = 702;
/// A call of this client is running, on another thread or around the callback. Open one client per
/// thread; cancel, close and log may come from any.
pub const LAMBDACLIENT_E_CLIENT_BUSY: i32 = 704;
/// The client is closed. Open another client. Fatal.
pub const LAMBDACLIENT_E_CLIENT_CLOSED: i32 = 705;
/// An init or restore error was reported, so no call may follow. Exit with a status other than 0.
/// Fatal.
pub const LAMBDACLIENT_E_INIT_ERROR_REPORTED: i32 = 706;
/// The process was forked after the library was first used. Use the library in the parent, or call
/// exec in the child. Fatal.
pub const LAMBDACLIENT_E_FORKED_CHILD: i32 = 707;
/// The invocation's answer is being streamed. Finish or fail the stream.
pub const LAMBDACLIENT_E_STREAM_OPEN: i32 = 709;
/// The head of the reply is over 64 KiB or over 128 fields. Check that the endpoint is a Lambda
/// Runtime API.
pub const LAMBDACLIENT_E_HEAD_TOO_LARGE: i32 = 801;
/// The body of the reply is over the limit of the call. Raise the limit for events if the event is
/// a legitimate one.
pub const LAMBDACLIENT_E_BODY_TOO_LARGE: i32 = 802;
/// The chunk extensions or trailers of the reply are over their limit. Check the proxies between
/// this client and the service.
pub const LAMBDACLIENT_E_CHUNK_OVERHEAD_TOO_LARGE: i32 = 803;
/// The call was cancelled. Close the client; call again only if the token of this one call ended
/// it.
pub const LAMBDACLIENT_E_CANCELLED: i32 = 901;
/// The library failed. Report it with this text, and exit with a status other than 0. Fatal.
pub const LAMBDACLIENT_E_INTERNAL_ERROR: i32 = 1001;
/// The process is out of memory. Give the function more memory. Fatal.
pub const LAMBDACLIENT_E_OUT_OF_MEMORY: i32 = 1002;
/// The category of a status: usage.
pub const LAMBDACLIENT_CATEGORY_USAGE: u32 = 1;
/// The category of a status: environment.
pub const LAMBDACLIENT_CATEGORY_ENVIRONMENT: u32 = 2;
/// The category of a status: transport.
pub const LAMBDACLIENT_CATEGORY_TRANSPORT: u32 = 3;
/// The category of a status: protocol.
pub const LAMBDACLIENT_CATEGORY_PROTOCOL: u32 = 4;
/// The category of a status: rejected.
pub const LAMBDACLIENT_CATEGORY_REJECTED: u32 = 5;
/// The category of a status: server.
pub const LAMBDACLIENT_CATEGORY_SERVER: u32 = 6;
/// The category of a status: state.
pub const LAMBDACLIENT_CATEGORY_STATE: u32 = 7;
/// The category of a status: limit.
pub const LAMBDACLIENT_CATEGORY_LIMIT: u32 = 8;
/// The category of a status: cancelled.
pub const LAMBDACLIENT_CATEGORY_CANCELLED: u32 = 9;
/// The category of a status: internal.
pub const LAMBDACLIENT_CATEGORY_INTERNAL: u32 = 10;
/// What became of a request: not sent.
pub const LAMBDACLIENT_DELIVERY_NOT_SENT: u32 = 0;
/// What became of a request: unknown.
pub const LAMBDACLIENT_DELIVERY_UNKNOWN: u32 = 1;
/// What became of a request: sent.
pub const LAMBDACLIENT_DELIVERY_SENT: u32 = 2;
/// An answer and the next poll leave in one write.
pub const LAMBDACLIENT_ONE_WRITE_ON: u32 = 1;
/// They leave in two writes.
pub const LAMBDACLIENT_ONE_WRITE_OFF: u32 = 2;
/// No answer.
pub const LAMBDACLIENT_ANSWER_NONE: u32 = 0;
/// A response: payload and content_type.
pub const LAMBDACLIENT_ANSWER_RESPONSE: u32 = 1;
/// A failure.
pub const LAMBDACLIENT_ANSWER_FAILURE: u32 = 2;
/// Every step.
pub const LAMBDACLIENT_LOG_TRACE: u32 = 1;
/// What helps to find a fault.
pub const LAMBDACLIENT_LOG_DEBUG: u32 = 2;
/// Normal operation.
pub const LAMBDACLIENT_LOG_INFO: u32 = 3;
/// What may become a failure.
pub const LAMBDACLIENT_LOG_WARN: u32 = 4;
/// A failure that the function survives.
pub const LAMBDACLIENT_LOG_ERROR: u32 = 5;
/// A failure that ends the function.
pub const LAMBDACLIENT_LOG_FATAL: u32 = 6;

/// A handle; what stands behind it is the library's own.
#[repr(C)]
pub struct lambdaclient_t {
    _private: [u8; 0],
    _marker: PhantomData<(*mut u8, PhantomPinned)>,
}

/// A handle; what stands behind it is the library's own.
#[repr(C)]
pub struct lambdaclient_error_t {
    _private: [u8; 0],
    _marker: PhantomData<(*mut u8, PhantomPinned)>,
}

/// A handle; what stands behind it is the library's own.
#[repr(C)]
pub struct lambdaclient_invocation_t {
    _private: [u8; 0],
    _marker: PhantomData<(*mut u8, PhantomPinned)>,
}

/// A handle; what stands behind it is the library's own.
#[repr(C)]
pub struct lambdaclient_stream_t {
    _private: [u8; 0],
    _marker: PhantomData<(*mut u8, PhantomPinned)>,
}

/// Frees what a context holds.
///
/// - `context`: The context of the run, or the release_context of the answer.
/// - Threads: The thread that called lambdaclient_run or lambdaclient_turn; for an answer of a run,
///   the thread of its handler.
pub type lambdaclient_finalizer_t = Option<unsafe extern "C" fn(context: *mut c_void)>;

/// Handles one event. It fills the answer, which leaves together with the next poll. Or it answers
/// itself before it returns: with a stream, lambdaclient_respond or lambdaclient_fail.
///
/// - `context`: The context of the run.
/// - `client`: The client that received the invocation. It belongs to the run: do not close it.
/// - `invocation`: The invocation; it need not be freed.
/// - `answer`: The answer to fill; it begins as LAMBDACLIENT_ANSWER_INIT. What it points to, the
///   failure too, must stay valid after the return: until its release function is called, or,
///   without one, until the handler is called again on this thread or the run ends.
/// - Returns: 0, or any other number if it failed. The number matters only if the handler did not
///   answer. Then the caller gets the failure Runtime.NoAnswer for 0, and Runtime.HandlerFailed
///   with the number and the name of the status for any other.
/// - Threads: With more than one thread, several calls are in progress at once, each with a client
///   of its own.
pub type lambdaclient_handler_t = Option<
    unsafe extern "C" fn(
        context: *mut c_void,
        client: *mut lambdaclient_t,
        invocation: *mut lambdaclient_invocation_t,
        answer: *mut lambdaclient_answer_t,
    ) -> i32,
>;

/// One step in the life of a run.
///
/// - `context`: The context of the run.
/// - `client`: The run's first client, through which a step can report its own failure; for
///   thread_start, the thread's.
/// - Returns: 0, or any other number if it failed; then the run ends with HOOK_FAILED.
/// - Threads: The thread that called lambdaclient_run; for thread_start, each thread of the run.
pub type lambdaclient_hook_t =
    Option<unsafe extern "C" fn(context: *mut c_void, client: *mut lambdaclient_t) -> i32>;

/// Receives an error that a run survives, before the run goes on.
///
/// - `context`: The context of the run.
/// - `error`: The error; valid during the call only. Do not free it.
/// - Threads: The thread on which the error happened; with more than one thread, several calls can
///   be in progress at once.
pub type lambdaclient_observer_t =
    Option<unsafe extern "C" fn(context: *mut c_void, error: *const lambdaclient_error_t)>;

/// Borrowed bytes: an address and a length. Not ended by a NUL unless a function says so. Absent
/// text is {NULL, 0}; an address of NULL with a length other than 0 is refused.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_view_t {
    /// The first byte, or NULL.
    pub data: *const u8,
    /// The number of bytes.
    pub size: usize,
}

const ABSENT: lambdaclient_view_t = lambdaclient_view_t {
    data: ptr::null(),
    size: 0,
};

/// The options of a client. Begin with LAMBDACLIENT_OPTIONS_INIT; 0 and an absent view mean the
/// default.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_options_t {
    /// sizeof(lambdaclient_options_t), set by the initialiser.
    pub struct_size: u32,
    /// How long to wait for a connection, in milliseconds, at most 86400000; 0 means 1000. Waiting
    /// for an event has no limit.
    pub connect_timeout_ms: u32,
    /// The largest event to accept, in bytes, at most 536870912; 0 means 7340032 (7 MiB).
    pub max_event_bytes: u64,
    /// host:port, \[ipv6\]:port or `http://host:port`, optionally with a path behind it; absent
    /// means the environment variable AWS_LAMBDA_RUNTIME_API.
    pub endpoint: lambdaclient_view_t,
    /// The User-Agent of every request, 1 to 128 printable ASCII characters; absent means
    /// lambdaclient/VERSION.
    pub user_agent: lambdaclient_view_t,
    /// 1 sets the environment variable _X_AMZN_TRACE_ID to the trace id of each event before the
    /// event is returned, or removes it if there is none. Libraries for tracing read it. Use it
    /// only with one client and if nothing else touches the environment meanwhile. 0 leaves the
    /// environment alone.
    pub set_trace_variable: u32,
    /// How long a connection may be silent before TCP probes the service, in seconds, at most
    /// 32767; 0 means 60. The probes repeat at this interval, and three without a reply break the
    /// connection. That ends a wait on a dead connection. 4294967295 turns the probes off.
    pub keep_alive_s: u32,
    /// How long the service may take to receive an answer and reply to it, in milliseconds; 0 means
    /// until five seconds after the invocation's deadline, or 15 minutes if it has none. 4294967295
    /// means no limit.
    pub answer_timeout_ms: u32,
    /// Whether lambdaclient_turn and lambdaclient_run send an answer and the next poll in one
    /// write: LAMBDACLIENT_ONE_WRITE_ON or LAMBDACLIENT_ONE_WRITE_OFF. 0 means on, unless the
    /// environment variable LAMBDACLIENT_ONE_WRITE is 0, off, no or false. Off is for a service
    /// that reads one request per read, as a mock by hand may: it loses the poll, so that the first
    /// event is answered and no other comes.
    pub one_write: u32,
    /// How many failures in a row end a lambdaclient_turn or lambdaclient_run, at most 1000; 0
    /// means 6. 1 retries nothing.
    pub max_attempts: u32,
    /// Not used; 0, or the call is refused.
    pub reserved: u32,
}

/// What lambdaclient_options_t begins with: its size, and nothing else.
pub const LAMBDACLIENT_OPTIONS_INIT: lambdaclient_options_t = lambdaclient_options_t {
    struct_size: mem::size_of::<lambdaclient_options_t>() as u32,
    connect_timeout_ms: 0,
    max_event_bytes: 0,
    endpoint: ABSENT,
    user_agent: ABSENT,
    set_trace_variable: 0,
    keep_alive_s: 0,
    answer_timeout_ms: 0,
    one_write: 0,
    max_attempts: 0,
    reserved: 0,
};

/// The failure to report to the caller. Begin with LAMBDACLIENT_FAILURE_INIT. All text is UTF-8; in
/// type, message, frames and cause, U+FFFD replaces other bytes.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_failure_t {
    /// sizeof(lambdaclient_failure_t), set by the initialiser.
    pub struct_size: u32,
    /// The number of frames; the first 65536 are read.
    pub stack_trace_count: u32,
    /// A short name, such as InvalidNameError; absent means Error.
    pub r#type: lambdaclient_view_t,
    /// What happened, for a person; cut at 65536 characters.
    pub message: lambdaclient_view_t,
    /// The frames, innermost first; NULL where there are none.
    pub stack_trace: *const lambdaclient_view_t,
    /// Your own body in place of type, message and frames, sent exactly as it is: JSON below 1 MiB;
    /// absent for none. A body that is not JSON, or is too large, is not sent; the ordinary body
    /// then has its first 4096 bytes as the text givenJson. At most 16 KiB behind a stream that was
    /// begun.
    pub json: lambdaclient_view_t,
    /// What X-Ray shows of a failed invocation, as JSON of at most 1 MiB; absent for none. An
    /// object with working_directory (text), exceptions (a list of objects with type, message, and
    /// stack, a list of objects with path, line, label), paths (a list of texts) and message
    /// (text), each of which may be missing. Cut to what a header field holds; not sent behind a
    /// stream that was begun, nor with an init or restore error.
    pub cause: lambdaclient_view_t,
}

/// What lambdaclient_failure_t begins with: its size, and nothing else.
pub const LAMBDACLIENT_FAILURE_INIT: lambdaclient_failure_t = lambdaclient_failure_t {
    struct_size: mem::size_of::<lambdaclient_failure_t>() as u32,
    stack_trace_count: 0,
    r#type: ABSENT,
    message: ABSENT,
    stack_trace: ptr::null(),
    json: ABSENT,
    cause: ABSENT,
};

/// What a handler gives for an invocation. Begin with LAMBDACLIENT_ANSWER_INIT, which is no answer.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_answer_t {
    /// sizeof(lambdaclient_answer_t), set by the initialiser.
    pub struct_size: u32,
    /// LAMBDACLIENT_ANSWER_NONE, LAMBDACLIENT_ANSWER_RESPONSE or LAMBDACLIENT_ANSWER_FAILURE. Use
    /// none after a stream or a single call answered; otherwise the caller gets the failure
    /// Runtime.NoAnswer.
    pub kind: u32,
    /// The response's bytes; they may be the event's own.
    pub payload: lambdaclient_view_t,
    /// The response's media type, 1 to 256 printable ASCII characters; absent means
    /// application/json.
    pub content_type: lambdaclient_view_t,
    /// The failure; not NULL for LAMBDACLIENT_ANSWER_FAILURE. It is read when the answer is
    /// delivered, like the bytes.
    pub failure: *const lambdaclient_failure_t,
    /// Called once, with release_context, when payload, content_type and failure are no longer
    /// needed; or NULL.
    pub release: lambdaclient_finalizer_t,
    /// Given to release; never read.
    pub release_context: *mut c_void,
}

/// What lambdaclient_answer_t begins with: its size, and nothing else.
pub const LAMBDACLIENT_ANSWER_INIT: lambdaclient_answer_t = lambdaclient_answer_t {
    struct_size: mem::size_of::<lambdaclient_answer_t>() as u32,
    kind: 0,
    payload: ABSENT,
    content_type: ABSENT,
    failure: ptr::null(),
    release: None,
    release_context: ptr::null_mut(),
};

/// What the service says about an invocation. Begin with LAMBDACLIENT_CONTEXT_INIT. A field that is
/// absent, empty or blank is {NULL, 0}.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_context_t {
    /// sizeof(lambdaclient_context_t), set by the initialiser.
    pub struct_size: u32,
    /// Not used; 0.
    pub reserved: u32,
    /// The deadline in milliseconds since 1970-01-01 UTC; -1 where the service sent none.
    pub deadline_ms: i64,
    /// The request id; always present.
    pub request_id: lambdaclient_view_t,
    /// The id of this attempt; the library echoes it with the answer.
    pub invocation_id: lambdaclient_view_t,
    /// The ARN by which the function was invoked.
    pub invoked_function_arn: lambdaclient_view_t,
    /// The X-Ray trace header.
    pub trace_id: lambdaclient_view_t,
    /// The client context as it was sent: JSON.
    pub client_context: lambdaclient_view_t,
    /// The Cognito identity as it was sent: JSON.
    pub cognito_identity: lambdaclient_view_t,
    /// The tenant of a tenant-isolated function.
    pub tenant_id: lambdaclient_view_t,
    /// The media type of the event.
    pub content_type: lambdaclient_view_t,
}

/// What lambdaclient_context_t begins with: its size, and nothing else.
pub const LAMBDACLIENT_CONTEXT_INIT: lambdaclient_context_t = lambdaclient_context_t {
    struct_size: mem::size_of::<lambdaclient_context_t>() as u32,
    reserved: 0,
    deadline_ms: 0,
    request_id: ABSENT,
    invocation_id: ABSENT,
    invoked_function_arn: ABSENT,
    trace_id: ABSENT,
    client_context: ABSENT,
    cognito_identity: ABSENT,
    tenant_id: ABSENT,
    content_type: ABSENT,
};

/// The facts of an error. Begin with LAMBDACLIENT_ERROR_INFO_INIT. A view that is present also ends
/// with a NUL, and is valid until the error is freed.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_error_info_t {
    /// sizeof(lambdaclient_error_info_t), set by the initialiser.
    pub struct_size: u32,
    /// The status that the call returned: LAMBDACLIENT_E_...
    pub code: i32,
    /// LAMBDACLIENT_CATEGORY_...
    pub category: u32,
    /// What became of the request: LAMBDACLIENT_DELIVERY_...
    pub delivery: u32,
    /// 1 where the runtime has to stop and exit with a status other than 0, else 0.
    pub is_fatal: u32,
    /// The HTTP status of the service's reply, or 0.
    pub http_status: u32,
    /// The operating system's error number (errno); less than 0 for the resolver's (EAI_...); 0
    /// where there is none.
    pub system_error: i32,
    /// Not used; 0.
    pub reserved: u32,
    /// The code's name, such as connect_refused.
    pub name: lambdaclient_view_t,
    /// One sentence: what happened, to which thing, and the next step.
    pub message: lambdaclient_view_t,
    /// The service's errorType, where it gave one.
    pub service_error_type: lambdaclient_view_t,
    /// The service's errorMessage, where it gave one.
    pub service_error_message: lambdaclient_view_t,
}

/// What lambdaclient_error_info_t begins with: its size, and nothing else.
pub const LAMBDACLIENT_ERROR_INFO_INIT: lambdaclient_error_info_t = lambdaclient_error_info_t {
    struct_size: mem::size_of::<lambdaclient_error_info_t>() as u32,
    code: 0,
    category: 0,
    delivery: 0,
    is_fatal: 0,
    http_status: 0,
    system_error: 0,
    reserved: 0,
    name: ABSENT,
    message: ABSENT,
    service_error_type: ABSENT,
    service_error_message: ABSENT,
};

/// What a run does. Begin with LAMBDACLIENT_RUN_OPTIONS_INIT and set the handler; everything else
/// may stay 0 or NULL. No function may leave by longjmp or by a C++ exception.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_run_options_t {
    /// sizeof(lambdaclient_run_options_t), set by the initialiser.
    pub struct_size: u32,
    /// How many events are handled side by side, at most 10000: on the calling thread and on
    /// threads of the library. 0 takes the environment variable AWS_LAMBDA_MAX_CONCURRENCY, which
    /// Lambda Managed Instances set. If the variable is not set, one poller runs, because the
    /// service would hand the same event to each; a larger number then logs a warning.
    pub thread_count: u32,
    /// Handles an event; not NULL.
    pub handler: lambdaclient_handler_t,
    /// Given to every function below and to the handler; never read.
    pub context: *mut c_void,
    /// Called with the context just before lambdaclient_run returns, on success and on failure; or
    /// NULL. Not called if options is refused, or in a forked child.
    pub finalizer: lambdaclient_finalizer_t,
    /// Prepares the function before the first event, or NULL. If it fails, the run reports the init
    /// error Runtime.InitError, unless the function called lambdaclient_fail_init itself.
    pub init: lambdaclient_hook_t,
    /// Runs before a snapshot of the process is taken, if the function uses SnapStart; or NULL. If
    /// it fails, the run reports the init error Runtime.BeforeSnapshotError.
    pub before_snapshot: lambdaclient_hook_t,
    /// Runs after the snapshot was restored, or NULL. If it fails, the run reports the restore
    /// error Runtime.AfterRestoreError, unless the function called lambdaclient_fail_restore
    /// itself.
    pub after_restore: lambdaclient_hook_t,
    /// Runs last if init succeeded, however the run ends, or NULL. If it is set, the run registers
    /// an internal extension: only then does Lambda send SIGTERM, 500 ms before SIGKILL. The signal
    /// stays the program's: wait for it in a thread, and call lambdaclient_cancel.
    pub shutdown: lambdaclient_hook_t,
    /// Called with each error that the run survives, such as an answer that was not accepted. NULL
    /// writes each to the function's log: one line at level WARN, with the request id.
    pub on_error: lambdaclient_observer_t,
    /// 1 runs thread_count pollers even if AWS_LAMBDA_MAX_CONCURRENCY is not set, for a local
    /// service that allows it.
    pub force_thread_count: u32,
    /// Not used; 0, or the call is refused.
    pub reserved: u32,
    /// The stack of each thread that the run makes, in bytes, from 131072 to 1073741824; 0 means
    /// the system's default. The calling thread keeps its own.
    pub thread_stack_bytes: u64,
    /// Called on each thread that handles events, the calling thread too, before its first event
    /// and with the thread's client; or NULL. If it fails, the run ends with HOOK_FAILED.
    pub thread_start: lambdaclient_hook_t,
}

/// What lambdaclient_run_options_t begins with: its size, and nothing else.
pub const LAMBDACLIENT_RUN_OPTIONS_INIT: lambdaclient_run_options_t = lambdaclient_run_options_t {
    struct_size: mem::size_of::<lambdaclient_run_options_t>() as u32,
    thread_count: 0,
    handler: None,
    context: ptr::null_mut(),
    finalizer: None,
    init: None,
    before_snapshot: None,
    after_restore: None,
    shutdown: None,
    on_error: None,
    force_thread_count: 0,
    reserved: 0,
    thread_stack_bytes: 0,
    thread_start: None,
};

/// What the environment said about the function, and where its Runtime API is, when the client was
/// opened. Begin with LAMBDACLIENT_FUNCTION_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_function_t {
    /// sizeof(lambdaclient_function_t), set by the initialiser.
    pub struct_size: u32,
    /// The function's memory in MB; 0 where it is not known.
    pub memory_mb: u32,
    /// The function's name.
    pub name: lambdaclient_view_t,
    /// Its version: $LATEST or a number.
    pub version: lambdaclient_view_t,
    /// Its CloudWatch log group.
    pub log_group: lambdaclient_view_t,
    /// Its CloudWatch log stream.
    pub log_stream: lambdaclient_view_t,
    /// The configured handler text.
    pub handler: lambdaclient_view_t,
    /// The folder of the function's code.
    pub task_root: lambdaclient_view_t,
    /// The least level that lambdaclient_log writes: LAMBDACLIENT_LOG_...
    pub log_level: u32,
    /// How many pollers the service asks for: AWS_LAMBDA_MAX_CONCURRENCY, which Lambda Managed
    /// Instances set; 1 where the variable is not set, because the service would hand the same
    /// event to each; 0 where its value is not a number from 1 to 10000.
    pub poller_count: u32,
    /// 1 where the function uses SnapStart: call lambdaclient_restore_next once, after the init of
    /// the function.
    pub is_snap_start: u32,
    /// Not used; 0.
    pub reserved: u32,
    /// Where the client sends its requests: host:port, and the path behind it.
    pub endpoint: lambdaclient_view_t,
}

/// What lambdaclient_function_t begins with: its size, and nothing else.
pub const LAMBDACLIENT_FUNCTION_INIT: lambdaclient_function_t = lambdaclient_function_t {
    struct_size: mem::size_of::<lambdaclient_function_t>() as u32,
    memory_mb: 0,
    name: ABSENT,
    version: ABSENT,
    log_group: ABSENT,
    log_stream: ABSENT,
    handler: ABSENT,
    task_root: ABSENT,
    log_level: 0,
    poller_count: 0,
    is_snap_start: 0,
    reserved: 0,
    endpoint: ABSENT,
};

/// A name and its value: a header field, or an entry of a map.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_pair_t {
    /// The name.
    pub name: lambdaclient_view_t,
    /// The value.
    pub value: lambdaclient_view_t,
}

/// What a log event tells besides its message. Begin with LAMBDACLIENT_LOG_DETAILS_INIT. All text
/// is UTF-8; bytes that are not become U+FFFD.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_log_details_t {
    /// sizeof(lambdaclient_log_details_t), set by the initialiser.
    pub struct_size: u32,
    /// The number of fields, at most 1024.
    pub field_count: u32,
    /// More properties of a line of JSON, as text; lines of text leave them out. NULL where there
    /// are none.
    pub fields: *const lambdaclient_pair_t,
    /// What went wrong: its type, message and frames are part of the line, its json and cause are
    /// not looked at; NULL for nothing.
    pub failure: *const lambdaclient_failure_t,
    /// 1 writes the event for the invocation of the turn before, whose answer it tells of: when
    /// lambdaclient_turn reports that an answer was not delivered, the client holds the next
    /// invocation already. 0 writes it for the present one.
    pub of_last: u32,
    /// Not used; 0, or the call is refused.
    pub reserved: u32,
}

/// What lambdaclient_log_details_t begins with: its size, and nothing else.
pub const LAMBDACLIENT_LOG_DETAILS_INIT: lambdaclient_log_details_t = lambdaclient_log_details_t {
    struct_size: mem::size_of::<lambdaclient_log_details_t>() as u32,
    field_count: 0,
    fields: ptr::null(),
    failure: ptr::null(),
    of_last: 0,
    reserved: 0,
};

/// What a streamed answer says about itself as an HTTP response; function URLs and API Gateway read
/// it. Begin with LAMBDACLIENT_PRELUDE_INIT. Everything together has at most 16 KB. All text is
/// UTF-8.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_prelude_t {
    /// sizeof(lambdaclient_prelude_t), set by the initialiser.
    pub struct_size: u32,
    /// The HTTP status, from 100 to 599; 0 means 200.
    pub status_code: u32,
    /// The number of header fields.
    pub header_count: u32,
    /// The number of cookies.
    pub cookie_count: u32,
    /// The header fields; NULL where there are none. A name that stands here more than once has
    /// several values.
    pub headers: *const lambdaclient_pair_t,
    /// The values of Set-Cookie fields; NULL where there are none.
    pub cookies: *const lambdaclient_view_t,
}

/// What lambdaclient_prelude_t begins with: its size, and nothing else.
pub const LAMBDACLIENT_PRELUDE_INIT: lambdaclient_prelude_t = lambdaclient_prelude_t {
    struct_size: mem::size_of::<lambdaclient_prelude_t>() as u32,
    status_code: 0,
    header_count: 0,
    cookie_count: 0,
    headers: ptr::null(),
    cookies: ptr::null(),
};

/// What a streamed answer is. Begin with LAMBDACLIENT_STREAM_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_stream_options_t {
    /// sizeof(lambdaclient_stream_options_t), set by the initialiser.
    pub struct_size: u32,
    /// Not used; 0, or the call is refused.
    pub reserved: u32,
    /// The media type of the whole answer, 1 to 256 printable ASCII characters; absent means
    /// application/octet-stream. Leave it absent where there is a prelude, whose headers name the
    /// media type.
    pub content_type: lambdaclient_view_t,
    /// The status, headers and cookies of an HTTP response, which go before the first bytes; NULL
    /// for none.
    pub prelude: *const lambdaclient_prelude_t,
}

/// What lambdaclient_stream_options_t begins with: its size, and nothing else.
pub const LAMBDACLIENT_STREAM_OPTIONS_INIT: lambdaclient_stream_options_t =
    lambdaclient_stream_options_t {
        struct_size: mem::size_of::<lambdaclient_stream_options_t>() as u32,
        reserved: 0,
        content_type: ABSENT,
        prelude: ptr::null(),
    };

/// The client context, decoded. Begin with LAMBDACLIENT_CLIENT_CONTEXT_INIT. A part that is absent
/// or empty is {NULL, 0}; one that is present also ends with a NUL.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_client_context_t {
    /// sizeof(lambdaclient_client_context_t), set by the initialiser.
    pub struct_size: u32,
    /// 1 where the event came with a client context that is a JSON object, else 0 and everything is
    /// absent.
    pub is_present: u32,
    /// The number of values that the application chose.
    pub custom_count: u32,
    /// The number of values that describe its device and locale.
    pub env_count: u32,
    /// The values that the application chose, in the order they were sent; NULL where there are
    /// none.
    pub custom: *const lambdaclient_pair_t,
    /// The values that describe its device and locale, in the order they were sent; NULL where
    /// there are none.
    pub env: *const lambdaclient_pair_t,
    /// The id of this installation of the application.
    pub installation_id: lambdaclient_view_t,
    /// The application's title.
    pub app_title: lambdaclient_view_t,
    /// The application's version as a person reads it.
    pub app_version_name: lambdaclient_view_t,
    /// The application's version as a number.
    pub app_version_code: lambdaclient_view_t,
    /// The application's package name.
    pub app_package_name: lambdaclient_view_t,
}

/// What lambdaclient_client_context_t begins with: its size, and nothing else.
pub const LAMBDACLIENT_CLIENT_CONTEXT_INIT: lambdaclient_client_context_t =
    lambdaclient_client_context_t {
        struct_size: mem::size_of::<lambdaclient_client_context_t>() as u32,
        is_present: 0,
        custom_count: 0,
        env_count: 0,
        custom: ptr::null(),
        env: ptr::null(),
        installation_id: ABSENT,
        app_title: ABSENT,
        app_version_name: ABSENT,
        app_version_code: ABSENT,
        app_package_name: ABSENT,
    };

/// The Amazon Cognito identity that called the function, decoded. Begin with
/// LAMBDACLIENT_COGNITO_IDENTITY_INIT. A part that is absent or empty is {NULL, 0}; one that is
/// present also ends with a NUL.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct lambdaclient_cognito_identity_t {
    /// sizeof(lambdaclient_cognito_identity_t), set by the initialiser.
    pub struct_size: u32,
    /// 1 where the event came with an identity that is a JSON object, else 0 and everything is
    /// absent.
    pub is_present: u32,
    /// The id of the identity.
    pub identity_id: lambdaclient_view_t,
    /// The id of its pool.
    pub identity_pool_id: lambdaclient_view_t,
}

/// What lambdaclient_cognito_identity_t begins with: its size, and nothing else.
pub const LAMBDACLIENT_COGNITO_IDENTITY_INIT: lambdaclient_cognito_identity_t =
    lambdaclient_cognito_identity_t {
        struct_size: mem::size_of::<lambdaclient_cognito_identity_t>() as u32,
        is_present: 0,
        identity_id: ABSENT,
        identity_pool_id: ABSENT,
    };

extern "C" {
    /// Opens a client. Does no I/O: the first call connects.
    ///
    /// - `options`: What differs from the defaults, or NULL for all of them; read during the call
    ///   only.
    /// - `client`: Receives the client, to be closed with lambdaclient_close; NULL on failure.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, or in order of likelihood: ENDPOINT_MISSING, ENDPOINT_INVALID, OPTION_INVALID,
    ///   ARGUMENT_MISSING, USER_AGENT_INVALID, TEXT_INVALID, OUT_OF_MEMORY.
    /// - NULL: ARGUMENT_MISSING for client. options and error may be NULL.
    /// - Threads: Any thread.
    /// - Since: 0.1.0
    pub fn lambdaclient_open(
        options: *const lambdaclient_options_t,
        client: *mut *mut lambdaclient_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Delivers the answer to the last invocation, then waits for the next one, for as long as it
    /// takes. A whole runtime is this call in a loop. It retries a poll, and an answer of which
    /// nothing was received, after pauses that double from 10 ms. Six failures in a row end it.
    /// Every invocation gets an answer. A failure that says why replaces an answer that cannot be
    /// sent. A part of a failure that cannot be sent is left out. Without an answer, the caller
    /// gets the failure Runtime.NoAnswer. A stream that was left open ends with the answer's
    /// failure, or else with Runtime.StreamAbandoned; before its first byte, a response is still
    /// delivered. When it is unknown whether a buffered answer arrived and the service hands out
    /// the same attempt again, the library sends the answer again; your handler does not run twice.
    /// An answer and the next poll leave in one write where that is safe. The option one_write and
    /// the environment variable LAMBDACLIENT_ONE_WRITE turn that off.
    ///
    /// - `client`: The client.
    /// - `answer`: What the handler gave. NULL or LAMBDACLIENT_ANSWER_NONE for no answer: in the
    ///   first turn, and after a stream, lambdaclient_respond or lambdaclient_fail answered. Its
    ///   bytes are read during the call only, and may be the event's own. Its release function is
    ///   called before this returns.
    /// - `invocation`: Receives the next invocation; NULL on failure. It and its views are valid
    ///   until the next turn returns, or until it is answered or freed, or the client is closed.
    /// - `undelivered`: Receives why the service did not accept the answer as you gave it, or may
    ///   not have received it (see delivery), or NULL when it accepted the answer; may be NULL. Log
    ///   it, free it with lambdaclient_error_free, and go on.
    /// - `error`: Receives why there is no next invocation, to be freed with
    ///   lambdaclient_error_free, or NULL on success; may be NULL.
    /// - Returns: 0, or in order of likelihood: CANCELLED, CONNECT_REFUSED and the other 3xx codes,
    ///   the 5xx and 6xx codes, the 4xx codes, BODY_TOO_LARGE, CLIENT_BUSY, INIT_ERROR_REPORTED,
    ///   HANDLE_INVALID, ARGUMENT_MISSING, FORKED_CHILD. After CANCELLED, exit with any status;
    ///   after any other error, with a status other than 0.
    /// - NULL: ARGUMENT_MISSING for client, answer and invocation. undelivered and error may be
    ///   NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_turn(
        client: *mut lambdaclient_t,
        answer: *const lambdaclient_answer_t,
        invocation: *mut *mut lambdaclient_invocation_t,
        undelivered: *mut *mut lambdaclient_error_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Returns a view of text that ends with a NUL: {NULL, 0} for NULL and for empty text.
    ///
    /// - `text`: The text, or NULL.
    /// - Returns: The view; valid as long as the text. LAMBDACLIENT_TEXT("literal") is the same for
    ///   an initialiser.
    /// - NULL: text may be NULL.
    /// - Threads: Any thread, also in a forked child.
    /// - Since: 0.1.0
    pub fn lambdaclient_text(text: *const c_char) -> lambdaclient_view_t;

    /// Sets every field of a struct that begins with struct_size back to 0, as its ..._INIT macro
    /// does.
    ///
    /// - `structure`: The struct, such as a lambdaclient_answer_t that a loop uses again.
    /// - Returns: 0, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for structure.
    /// - Threads: Any thread.
    /// - Since: 0.1.0
    pub fn lambdaclient_reset(structure: *mut c_void) -> i32;

    /// Closes a client, frees its invocation and cuts off its stream; free the stream's handle all
    /// the same. Ignores NULL and a handle that is not valid, so it is safe at the end of every
    /// path.
    ///
    /// - `client`: The client, or NULL.
    /// - NULL: client may be NULL.
    /// - Threads: Any thread. Cancels a poll of another thread and lets an answer that is being
    ///   sent end; waits for neither.
    /// - Since: 0.1.0
    pub fn lambdaclient_close(client: *mut lambdaclient_t);

    /// Gives the event, exactly as the caller of the function sent it.
    ///
    /// - `invocation`: The invocation.
    /// - `payload`: Receives the bytes; valid as long as the invocation. An empty event is {NULL,
    ///   0}.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, HANDLE_INVALID (also when it was answered), ARGUMENT_MISSING or FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for invocation and payload. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_invocation_payload(
        invocation: *const lambdaclient_invocation_t,
        payload: *mut lambdaclient_view_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Gives everything that the service says about the invocation except its payload.
    ///
    /// - `invocation`: The invocation.
    /// - `context`: Filled; its views are valid as long as the invocation.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or
    ///   FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for invocation and context. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_invocation_context(
        invocation: *const lambdaclient_invocation_t,
        context: *mut lambdaclient_context_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Gives the time left until the invocation's deadline, by the system's clock.
    ///
    /// - `invocation`: The invocation.
    /// - `remaining_ms`: Receives milliseconds, never below 0; -1 where the service sent no
    ///   deadline.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, HANDLE_INVALID, ARGUMENT_MISSING or FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for invocation and remaining_ms. error may be NULL.
    /// - Threads: Any thread, as long as the invocation is not answered meanwhile.
    /// - Since: 0.1.0
    pub fn lambdaclient_invocation_remaining_ms(
        invocation: *const lambdaclient_invocation_t,
        remaining_ms: *mut i64,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Frees an invocation's handle and its views, which a loop over lambdaclient_turn need not do.
    /// The next turn still delivers its answer. Without one, the caller gets the failure
    /// Runtime.NoAnswer with the next lambdaclient_turn or lambdaclient_next; to receive the event
    /// again, call lambdaclient_abandon. Ignores NULL, an invocation that was answered and one that
    /// has a stream, so it is safe at the end of every path.
    ///
    /// - `invocation`: The invocation, or NULL.
    /// - NULL: invocation may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_invocation_free(invocation: *mut lambdaclient_invocation_t);

    /// Gives the facts of an error.
    ///
    /// - `error`: The error.
    /// - `info`: Filled; its views end with a NUL and are valid until the error is freed.
    /// - Returns: 0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or
    ///   FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for error and info.
    /// - Threads: Any thread, as long as none frees the error meanwhile.
    /// - Since: 0.1.0
    pub fn lambdaclient_error_describe(
        error: *const lambdaclient_error_t,
        info: *mut lambdaclient_error_info_t,
    ) -> i32;

    /// Gives the sentence that describes an error: what happened, to which thing, and the next
    /// step.
    ///
    /// - `error`: The error, or NULL.
    /// - Returns: Text that ends with a NUL, valid until the error is freed; never NULL. For NULL
    ///   it is "no error object was given", for a handle that is not valid "unknown". In a forked
    ///   child, every error but FORKED_CHILD is "unknown".
    /// - NULL: error may be NULL.
    /// - Threads: Any thread, as long as none frees the error meanwhile.
    /// - Since: 0.1.0
    pub fn lambdaclient_error_message(error: *const lambdaclient_error_t) -> *const c_char;

    /// Gives the status that the call returned whose error this is.
    ///
    /// - `error`: The error, or NULL.
    /// - Returns: The status; 0 for NULL; HANDLE_INVALID for a handle that is not valid;
    ///   FORKED_CHILD in a forked child.
    /// - NULL: error may be NULL.
    /// - Threads: Any thread, as long as none frees the error meanwhile.
    /// - Since: 0.1.0
    pub fn lambdaclient_error_status(error: *const lambdaclient_error_t) -> i32;

    /// Gives what became of the request of the call whose error this is.
    ///
    /// - `error`: The error, or NULL.
    /// - Returns: LAMBDACLIENT_DELIVERY_...; LAMBDACLIENT_DELIVERY_UNKNOWN for NULL, for a handle
    ///   that is not valid, and in a forked child.
    /// - NULL: error may be NULL.
    /// - Threads: Any thread, as long as none frees the error meanwhile.
    /// - Since: 0.1.0
    pub fn lambdaclient_error_delivery(error: *const lambdaclient_error_t) -> u32;

    /// Frees an error. NULL and a handle that is not valid are ignored.
    ///
    /// - `error`: The error, or NULL.
    /// - NULL: error may be NULL.
    /// - Threads: Any thread, once.
    /// - Since: 0.1.0
    pub fn lambdaclient_error_free(error: *mut lambdaclient_error_t);

    /// Serves events with a handler until the client is cancelled or an error ends it: init,
    /// SnapStart, one or more pollers, shutdown. It goes on after an error that can pass; six in a
    /// row end it. With several threads, one that cannot go on ends the others, each after the
    /// event that it is handling; set_trace_variable has no effect then.
    ///
    /// - `client`: The first poller's client. Only the run and its handler may use it.
    ///   lambdaclient_cancel of it, or of the client that a handler is given, ends the run.
    /// - `options`: What to run; read during the call only.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0 after lambdaclient_cancel. Else the first error that ended a poller; exit with
    ///   a status other than 0. In order of likelihood: CONNECT_REFUSED and the other 3xx codes,
    ///   the 5xx and 6xx codes, HOOK_FAILED, the 4xx codes, ARGUMENT_MISSING, OPTION_INVALID,
    ///   CLIENT_BUSY, HANDLE_INVALID, FORKED_CHILD (in a child forked inside the handler).
    /// - NULL: ARGUMENT_MISSING for client and options. error may be NULL.
    /// - Threads: One thread at a time for each client. CLIENT_BUSY for a client that is run
    ///   already, also inside a handler.
    /// - Since: 0.1.0
    pub fn lambdaclient_run(
        client: *mut lambdaclient_t,
        options: *const lambdaclient_run_options_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Gives what the environment said about the function when the client was opened.
    ///
    /// - `client`: The client.
    /// - `function`: Filled; its views are valid until the client is closed.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID or FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for client and function. error may be NULL.
    /// - Threads: Any thread.
    /// - Since: 0.1.0
    pub fn lambdaclient_describe_function(
        client: *mut lambdaclient_t,
        function: *mut lambdaclient_function_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Reports that the function could not start. Then call only lambdaclient_close, and exit with
    /// a status other than 0. Legal before the first event; while an invocation waits for its
    /// answer, it is INVOCATION_OUTSTANDING, and after an answer the service refuses it.
    ///
    /// - `client`: The client.
    /// - `failure`: The failure; read during the call only.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0 once the service accepted the report, or an error like lambdaclient_fail's, or
    ///   INVOCATION_OUTSTANDING.
    /// - NULL: ARGUMENT_MISSING for client and failure. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_fail_init(
        client: *mut lambdaclient_t,
        failure: *const lambdaclient_failure_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Says that the service can take a snapshot of this process, and waits until it was taken and
    /// restored. Call it once where is_snap_start of lambdaclient_function_t is 1 (the environment
    /// variable AWS_LAMBDA_INITIALIZATION_TYPE is snap-start), between the init of the function and
    /// its first event. Make what must be unique, such as a connection or a seed, after it.
    /// lambdaclient_run does this for you.
    ///
    /// - `client`: The client.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0 once the process runs again, or in order of likelihood: the 5xx codes (the
    ///   function does not use SnapStart), the 3xx codes, CANCELLED, INVOCATION_OUTSTANDING, the
    ///   6xx and 4xx codes, CLIENT_BUSY, INIT_ERROR_REPORTED, HANDLE_INVALID, ARGUMENT_MISSING,
    ///   FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for client. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_restore_next(
        client: *mut lambdaclient_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Reports that the function could not go on after it was restored. Then call only
    /// lambdaclient_close, and exit with a status other than 0.
    ///
    /// - `client`: The client.
    /// - `failure`: The failure; read during the call only.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0 once the service accepted the report, or an error like lambdaclient_fail's, or
    ///   INVOCATION_OUTSTANDING.
    /// - NULL: ARGUMENT_MISSING for client and failure. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_fail_restore(
        client: *mut lambdaclient_t,
        failure: *const lambdaclient_failure_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Asks Lambda to send SIGTERM, 500 ms before SIGKILL, when it ends the process: it does so
    /// only if an extension is registered, and this registers an internal one, which waits on a
    /// thread and a connection of the library. Call it once, during the init of the function. The
    /// signal stays the program's: wait for it in a thread, and call lambdaclient_cancel.
    /// lambdaclient_run does this for you if it has a shutdown hook.
    ///
    /// - `client`: The client; lambdaclient_close of it ends the extension.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, also if it was called before, or in order of likelihood: the 5xx codes (after
    ///   the first event, or without the Extensions API), the 3xx codes, CANCELLED, the 6xx and 4xx
    ///   codes, HANDLE_INVALID, ARGUMENT_MISSING, FORKED_CHILD. The function works without the
    ///   signal.
    /// - NULL: ARGUMENT_MISSING for client. error may be NULL.
    /// - Threads: Any thread.
    /// - Since: 0.1.0
    pub fn lambdaclient_register_shutdown(
        client: *mut lambdaclient_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Ends a waiting lambdaclient_turn, lambdaclient_run, lambdaclient_next or
    /// lambdaclient_restore_next, and a lambdaclient_register_shutdown that is under way. From then
    /// on they return CANCELLED, or 0 from lambdaclient_run. An invocation that is being handled
    /// can still be answered: a turn delivers its answer first. A second call also breaks off an
    /// answer that is being sent or waits to be sent again. Does not wait: the waiting call returns
    /// within milliseconds.
    ///
    /// - `client`: The client.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, HANDLE_INVALID, ARGUMENT_MISSING or FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for client. error may be NULL.
    /// - Threads: Any thread, any number of times; not from a signal handler.
    /// - Since: 0.1.0
    pub fn lambdaclient_cancel(
        client: *mut lambdaclient_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Writes a log event. Drops one whose level is below the log_level of lambdaclient_function_t.
    /// A line over 256 KiB is cut and marked; one that cannot be written is lost without an error.
    /// The environment variables AWS_LAMBDA_LOG_FORMAT and AWS_LAMBDA_LOG_LEVEL, as they were when
    /// the client was opened, give format and level.
    ///
    /// - `client`: The client whose invocation the event belongs to; without one, the line has no
    ///   request id.
    /// - `level`: How much it matters: LAMBDACLIENT_LOG_...
    /// - `message`: What happened, for a person, in UTF-8; bytes that are not become U+FFFD.
    /// - `details`: More about it, or NULL; read during the call only.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, OPTION_INVALID (level, counts, struct_size), HANDLE_INVALID, ARGUMENT_MISSING
    ///   or FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for client. details and error may be NULL.
    /// - Threads: Any thread, also while another is inside a call of the client; lines of several
    ///   threads and clients never mix.
    /// - Since: 0.1.0
    pub fn lambdaclient_log(
        client: *mut lambdaclient_t,
        level: u32,
        message: lambdaclient_view_t,
        details: *const lambdaclient_log_details_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Opens a stream that answers an invocation piece by piece. Does no I/O: the first write sends
    /// the head. From then on only the stream can answer: lambdaclient_respond and
    /// lambdaclient_fail return STREAM_OPEN, and lambdaclient_invocation_free does nothing. The
    /// event can be read until the stream has ended. On failure the invocation is as it was.
    ///
    /// - `invocation`: The invocation.
    /// - `options`: What the answer is, or NULL for application/octet-stream; read during the call
    ///   only.
    /// - `stream`: Receives the stream, to be freed with lambdaclient_stream_free; NULL on failure.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, or in order of likelihood: ALREADY_ANSWERED, STREAM_OPEN, PRELUDE_INVALID,
    ///   CONTENT_TYPE_INVALID, OPTION_INVALID, TEXT_INVALID, HANDLE_INVALID, ARGUMENT_MISSING,
    ///   CLIENT_BUSY, INIT_ERROR_REPORTED, FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for invocation and stream. options and error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_stream_open(
        invocation: *mut lambdaclient_invocation_t,
        options: *const lambdaclient_stream_options_t,
        stream: *mut *mut lambdaclient_stream_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Sends bytes, and blocks until the operating system has taken them all. An empty write sends
    /// nothing. A write that failed may have sent a part; unless the error's delivery is NOT_SENT,
    /// the stream has ended.
    ///
    /// - `stream`: The stream.
    /// - `data`: The bytes; read during the call only.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, or in order of likelihood: the 3xx codes (the service went away),
    ///   INVOCATION_TIMED_OUT, PAYLOAD_TOO_LARGE and the other 5xx codes (the service answered
    ///   before the end), ALREADY_ANSWERED (the stream has ended), HANDLE_INVALID, CLIENT_BUSY,
    ///   CLIENT_CLOSED, the 6xx and 4xx codes, ARGUMENT_MISSING, FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for stream. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_stream_write(
        stream: *mut lambdaclient_stream_t,
        data: lambdaclient_view_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Sends the head and the prelude if nothing was sent yet, so that the caller sees them.
    /// Otherwise a no-op: writes are not buffered.
    ///
    /// - `stream`: The stream.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: Like lambdaclient_stream_write.
    /// - NULL: ARGUMENT_MISSING for stream. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_stream_flush(
        stream: *mut lambdaclient_stream_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Ends the stream with success, and waits for the service's reply. The invocation is consumed
    /// unless the error's delivery is NOT_SENT. Free the stream afterwards.
    ///
    /// - `stream`: The stream.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: Like lambdaclient_stream_write; ALREADY_ANSWERED the second time.
    /// - NULL: ARGUMENT_MISSING for stream. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_stream_finish(
        stream: *mut lambdaclient_stream_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Ends the stream with a failure, which the caller gets behind what was sent. Before the first
    /// byte it is an ordinary failure, like lambdaclient_fail's. The invocation is consumed unless
    /// the error's delivery is NOT_SENT. Free the stream afterwards.
    ///
    /// - `stream`: The stream.
    /// - `failure`: The failure; read during the call only. Behind bytes that were sent, a message
    ///   over 1024 characters is cut.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: Like lambdaclient_stream_finish, and CAUSE_INVALID and OPTION_INVALID for the
    ///   failure.
    /// - NULL: ARGUMENT_MISSING for stream and failure. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_stream_fail(
        stream: *mut lambdaclient_stream_t,
        failure: *const lambdaclient_failure_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Frees a stream. One that was neither finished nor failed ends with the failure
    /// Runtime.StreamAbandoned, so that the caller does not take a part for the whole. If that
    /// cannot be sent now, the next lambdaclient_turn or lambdaclient_next sends it. Ignores NULL
    /// and a handle that is not valid, so it is safe at the end of every path.
    ///
    /// - `stream`: The stream, or NULL.
    /// - NULL: stream may be NULL.
    /// - Threads: Any thread. A call of another thread inside the stream ends first; this function
    ///   does not wait for it.
    /// - Since: 0.1.0
    pub fn lambdaclient_stream_free(stream: *mut lambdaclient_stream_t);

    /// Waits for the next event, for as long as it takes. An invocation that was freed without an
    /// answer is first answered with the failure Runtime.NoAnswer.
    ///
    /// - `client`: The client.
    /// - `invocation`: Receives the invocation; NULL on failure. It and its views are valid until
    ///   it is answered or freed, or the client is closed.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, or in order of likelihood: CONNECT_REFUSED and the other 3xx codes, CANCELLED,
    ///   INVOCATION_OUTSTANDING (answer the previous one first), the 5xx and 6xx codes, the 4xx
    ///   codes (a torn or malformed event is never delivered), BODY_TOO_LARGE, CLIENT_BUSY,
    ///   INIT_ERROR_REPORTED, HANDLE_INVALID, ARGUMENT_MISSING, FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for client and invocation. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_next(
        client: *mut lambdaclient_t,
        invocation: *mut *mut lambdaclient_invocation_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Answers an invocation. The invocation is consumed unless the error's delivery is NOT_SENT.
    ///
    /// - `invocation`: The invocation.
    /// - `payload`: The response; read during the call only. It may be the event's own payload.
    /// - `content_type`: Its media type, 1 to 256 printable ASCII characters; absent means
    ///   application/json.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, or in order of likelihood: PAYLOAD_TOO_LARGE, INVOCATION_TIMED_OUT and the
    ///   other 5xx codes, the 3xx codes, ALREADY_ANSWERED, STREAM_OPEN, CONTENT_TYPE_INVALID,
    ///   HANDLE_INVALID, the 6xx and 4xx codes, CLIENT_BUSY, ARGUMENT_MISSING, FORKED_CHILD. After
    ///   PAYLOAD_TOO_LARGE report no failure: the service has told the caller.
    /// - NULL: ARGUMENT_MISSING for invocation. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_respond(
        invocation: *mut lambdaclient_invocation_t,
        payload: lambdaclient_view_t,
        content_type: lambdaclient_view_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Reports that an invocation failed. The invocation is consumed unless the error's delivery is
    /// NOT_SENT.
    ///
    /// - `invocation`: The invocation.
    /// - `failure`: The failure; read during the call only.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: Like lambdaclient_respond, and CAUSE_INVALID and OPTION_INVALID for the failure.
    /// - NULL: ARGUMENT_MISSING for invocation and failure. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_fail(
        invocation: *mut lambdaclient_invocation_t,
        failure: *const lambdaclient_failure_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Gives an invocation up without an answer, so that the service hands the same event out
    /// again, to the next lambdaclient_turn or lambdaclient_next. Cuts off a stream that was begun.
    ///
    /// - `invocation`: The invocation.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, ALREADY_ANSWERED, HANDLE_INVALID, CLIENT_BUSY, ARGUMENT_MISSING or
    ///   FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for invocation. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_abandon(
        invocation: *mut lambdaclient_invocation_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Gives the name of a status, such as "connect_refused".
    ///
    /// - `status`: What a call returned.
    /// - Returns: Text that ends with a NUL and is valid indefinitely: "ok" for 0, "unknown" for a
    ///   number that is no status. Never NULL.
    /// - Threads: Any thread, also in a forked child.
    /// - Since: 0.1.0
    pub fn lambdaclient_status_name(status: i32) -> *const c_char;

    /// Whether a status means that the runtime has to stop and exit with a status other than 0.
    ///
    /// - `status`: What a call returned.
    /// - Returns: 1 for a fatal status; 0 for every other, LAMBDACLIENT_OK included; -1 for a
    ///   number that is no status of this library.
    /// - Threads: Any thread, also in a forked child.
    /// - Since: 0.1.0
    pub fn lambdaclient_status_is_fatal(status: i32) -> i32;

    /// Gives the name of a status's category, such as "transport": the kind of thing that went
    /// wrong.
    ///
    /// - `status`: What a call returned.
    /// - Returns: Text that ends with a NUL and is valid indefinitely: "ok" for 0, "unknown" for a
    ///   number that is no status. Never NULL.
    /// - Threads: Any thread, also in a forked child.
    /// - Since: 0.1.0
    pub fn lambdaclient_status_category_name(status: i32) -> *const c_char;

    /// Gives the value of any header field of the event, also of one that this library does not
    /// know.
    ///
    /// - `invocation`: The invocation.
    /// - `name`: The field's name, in any case; not empty.
    /// - `value`: Receives the value of the first such field; valid as long as the invocation.
    ///   {NULL, 0} where there is none, or an empty one.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, HANDLE_INVALID (also when it was answered), ARGUMENT_MISSING or FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for invocation and value. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_invocation_header(
        invocation: *const lambdaclient_invocation_t,
        name: lambdaclient_view_t,
        value: *mut lambdaclient_view_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Gives the client context, which the AWS Mobile SDK or any other caller sent along, decoded.
    ///
    /// - `invocation`: The invocation.
    /// - `context`: Filled; its views and arrays are valid as long as the invocation.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or
    ///   FORKED_CHILD. A missing client context is not an error.
    /// - NULL: ARGUMENT_MISSING for invocation and context. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_invocation_client_context(
        invocation: *const lambdaclient_invocation_t,
        context: *mut lambdaclient_client_context_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Gives one of the values that the calling application chose, by its name: a value of the
    /// client context's "custom".
    ///
    /// - `invocation`: The invocation.
    /// - `name`: The value's exact name (case-sensitive); not empty.
    /// - `value`: Receives the value; valid as long as the invocation, and ended by a NUL. {NULL,
    ///   0} where there is none, or an empty one.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, HANDLE_INVALID (also when it was answered), ARGUMENT_MISSING or FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for invocation and value. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_invocation_client_context_custom(
        invocation: *const lambdaclient_invocation_t,
        name: lambdaclient_view_t,
        value: *mut lambdaclient_view_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Gives one of the values that describe the calling device, by its name: a value of the client
    /// context's "env".
    ///
    /// - `invocation`: The invocation.
    /// - `name`: The value's exact name (case-sensitive); not empty.
    /// - `value`: Receives the value; valid as long as the invocation, and ended by a NUL. {NULL,
    ///   0} where there is none, or an empty one.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, HANDLE_INVALID (also when it was answered), ARGUMENT_MISSING or FORKED_CHILD.
    /// - NULL: ARGUMENT_MISSING for invocation and value. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_invocation_client_context_env(
        invocation: *const lambdaclient_invocation_t,
        name: lambdaclient_view_t,
        value: *mut lambdaclient_view_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// Gives the Amazon Cognito identity that called the function, decoded.
    ///
    /// - `invocation`: The invocation.
    /// - `identity`: Filled; its views are valid as long as the invocation.
    /// - `error`: Receives the error, to be freed with lambdaclient_error_free, or NULL on success;
    ///   may be NULL.
    /// - Returns: 0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or
    ///   FORKED_CHILD. A missing identity is not an error.
    /// - NULL: ARGUMENT_MISSING for invocation and identity. error may be NULL.
    /// - Threads: One thread at a time for each client.
    /// - Since: 0.1.0
    pub fn lambdaclient_invocation_cognito_identity(
        invocation: *const lambdaclient_invocation_t,
        identity: *mut lambdaclient_cognito_identity_t,
        error: *mut *mut lambdaclient_error_t,
    ) -> i32;

    /// The version of the library that is loaded, such as "0.1.0"; compare it with
    /// LAMBDACLIENT_VERSION of the header.
    ///
    /// - Returns: Text that ends with a NUL and is valid indefinitely. Never NULL.
    /// - Threads: Any thread, also in a forked child.
    /// - Since: 0.1.0
    pub fn lambdaclient_version() -> *const c_char;

    /// The number of the C ABI of the library that is loaded. It grows by one when a function, a
    /// field or a constant is added; so a library has everything that a header names whose
    /// LAMBDACLIENT_ABI_VERSION is not larger. When something is taken away, the soname changes,
    /// and the loader refuses the library.
    ///
    /// - Returns: A number from 1.
    /// - Threads: Any thread, also in a forked child.
    /// - Since: 0.1.0
    pub fn lambdaclient_abi_version() -> i32;
}
