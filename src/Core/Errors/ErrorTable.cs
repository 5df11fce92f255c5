using System.Collections.ObjectModel;

namespace LambdaClient;

/// <summary>What is fixed about an <see cref="ErrorCode"/>.</summary>
/// <param name="Code">The code.</param>
/// <param name="Name">Its stable name in lower case, as C and the documentation spell it.</param>
/// <param name="IsFatal">Whether the runtime has to stop: nothing that this client can do will succeed.</param>
/// <param name="Summary">What it means, without a full stop.</param>
/// <param name="NextStep">What to do about it, without a full stop.</param>
public sealed record ErrorDescription(ErrorCode Code, string Name, bool IsFatal, string Summary, string NextStep)
{
    /// <summary>The category: the hundreds of the code.</summary>
    public ErrorCategory Category => (ErrorCategory)((int)Code / 100);
}

/// <summary>The one table of all failures: C#, the C header and the documentation are made from it.</summary>
/// <remarks>Immutable; safe on any thread. Which statuses are fatal follows the AWS Lambda Developer Guide, "Runtime API".</remarks>
public static class ErrorTable
{
    private const bool Fatal = true;
    private const bool Recoverable = false;

    private static readonly ErrorDescription[] Rows =
    [
        new(ErrorCode.ArgumentMissing, "argument_missing", Recoverable, "a required argument is missing", "pass it"),
        new(
            ErrorCode.OptionInvalid,
            "option_invalid",
            Recoverable,
            "an option is out of range or of an unknown shape",
            "start from the defaults and set a value in the documented range"
        ),
        new(
            ErrorCode.ContentTypeInvalid,
            "content_type_invalid",
            Recoverable,
            "a content type holds bytes that a header cannot carry",
            "use 1 to 256 printable ASCII characters"
        ),
        new(
            ErrorCode.UserAgentInvalid,
            "user_agent_invalid",
            Recoverable,
            "a user agent holds bytes that a header cannot carry",
            "use 1 to 128 printable ASCII characters"
        ),
        new(ErrorCode.TextInvalid, "text_invalid", Recoverable, "text is not UTF-8", "pass UTF-8"),
        new(
            ErrorCode.HandleInvalid,
            "handle_invalid",
            Recoverable,
            "a handle is stale, forged, or of another kind",
            "use a handle until it is answered, freed or closed, and no longer"
        ),
        new(
            ErrorCode.PreludeInvalid,
            "prelude_invalid",
            Recoverable,
            "an HTTP prelude holds a status or a field that HTTP does not allow, or is over 16 KB",
            "use a status from 100 to 599, tokens as names, values without control characters, and less of them"
        ),
        new(
            ErrorCode.CauseInvalid,
            "cause_invalid",
            Recoverable,
            "an X-Ray cause is not JSON of the documented shape, is empty, or is over 1 MiB",
            "pass an object with working_directory, exceptions, paths or message, and each line as a whole number"
        ),
        new(
            ErrorCode.HookFailed,
            "hook_failed",
            Fatal,
            "an init step or a hook of the program failed",
            "mend what it names, and exit with a status other than 0"
        ),
        new(
            ErrorCode.EndpointMissing,
            "endpoint_missing",
            Fatal,
            "no endpoint was given and AWS_LAMBDA_RUNTIME_API is not set",
            "run inside Lambda or the emulator, or set the endpoint option to host:port"
        ),
        new(
            ErrorCode.EndpointMalformed,
            "endpoint_malformed",
            Fatal,
            "the endpoint is not of the form host:port",
            "use host:port, [ipv6]:port or http://host:port with a port from 1 to 65535 and no path"
        ),
        new(
            ErrorCode.RuntimeUnavailable,
            "runtime_unavailable",
            Fatal,
            "the .NET runtime that the library relies on could not be started",
            "install it or set DOTNET_ROOT to where it is, and keep the library's files together"
        ),
        new(
            ErrorCode.ConnectRefused,
            "connect_refused",
            Recoverable,
            "nothing listens at the endpoint",
            "start the service, or correct the endpoint"
        ),
        new(
            ErrorCode.ConnectTimeout,
            "connect_timeout",
            Recoverable,
            "the endpoint did not accept a connection in time",
            "check the endpoint, or raise the connect timeout"
        ),
        new(
            ErrorCode.ConnectFailed,
            "connect_failed",
            Recoverable,
            "the connection could not be made",
            "check the host name, the network and the number of open descriptors"
        ),
        new(
            ErrorCode.ConnectionClosed,
            "connection_closed",
            Recoverable,
            "the service closed the connection without an answer",
            "ask for the next invocation; do not send a result again that may have arrived"
        ),
        new(
            ErrorCode.ConnectionBroken,
            "connection_broken",
            Recoverable,
            "the connection broke",
            "ask for the next invocation; do not send a result again that may have arrived"
        ),
        new(
            ErrorCode.ResponseTruncated,
            "response_truncated",
            Recoverable,
            "the answer ended before it was complete",
            "ask for the next invocation; a torn event is never delivered"
        ),
        new(
            ErrorCode.AnswerTimeout,
            "answer_timeout",
            Recoverable,
            "the service did not reply to an answer in time",
            "ask for the next invocation; do not send the answer again"
        ),
        new(
            ErrorCode.StatusLineInvalid,
            "status_line_invalid",
            Recoverable,
            "the answer does not begin with an HTTP/1.1 status line",
            "check that the endpoint is a Lambda Runtime API"
        ),
        new(
            ErrorCode.FieldInvalid,
            "field_invalid",
            Recoverable,
            "a header field of the answer is malformed or repeated",
            "check what stands between this client and the service"
        ),
        new(
            ErrorCode.FramingInvalid,
            "framing_invalid",
            Recoverable,
            "the length of the answer is missing or ambiguous",
            "check what stands between this client and the service"
        ),
        new(
            ErrorCode.ChunkInvalid,
            "chunk_invalid",
            Recoverable,
            "a chunk of the answer is malformed",
            "check what stands between this client and the service"
        ),
        new(
            ErrorCode.InterimInvalid,
            "interim_invalid",
            Recoverable,
            "the service sent an interim answer that cannot be skipped",
            "check what stands between this client and the service"
        ),
        new(
            ErrorCode.StatusUnexpected,
            "status_unexpected",
            Recoverable,
            "the status has no meaning for this call",
            "check that the endpoint is a Lambda Runtime API"
        ),
        new(
            ErrorCode.RequestIdMissing,
            "request_id_missing",
            Recoverable,
            "the event carries no Lambda-Runtime-Aws-Request-Id",
            "check that the endpoint is a Lambda Runtime API; such an event cannot be answered"
        ),
        new(
            ErrorCode.RequestIdInvalid,
            "request_id_invalid",
            Recoverable,
            "the event's request id cannot be part of a path",
            "check that the endpoint is a Lambda Runtime API; such an event cannot be answered"
        ),
        new(
            ErrorCode.InvalidRequestId,
            "invalid_request_id",
            Recoverable,
            "the service does not wait for an answer to this request id",
            "drop the result and ask for the next invocation"
        ),
        new(
            ErrorCode.InvalidInvocationId,
            "invalid_invocation_id",
            Recoverable,
            "the invocation id belongs to another attempt",
            "drop the result and ask for the next invocation"
        ),
        new(
            ErrorCode.InvalidResponseMode,
            "invalid_response_mode",
            Fatal,
            "the service does not know the response mode",
            "exit with a status other than 0"
        ),
        new(
            ErrorCode.TruncatedRequest,
            "truncated_request",
            Recoverable,
            "the service did not receive the whole request",
            "drop the result and ask for the next invocation; the caller was told"
        ),
        new(
            ErrorCode.InvalidStateTransition,
            "invalid_state_transition",
            Fatal,
            "the call is not legal in the service's present state",
            "exit with a status other than 0"
        ),
        new(
            ErrorCode.InvocationTimedOut,
            "invocation_timed_out",
            Recoverable,
            "the invocation timed out before it was answered",
            "drop the result and ask for the next invocation"
        ),
        new(
            ErrorCode.PayloadTooLarge,
            "payload_too_large",
            Recoverable,
            "the payload is larger than the service takes",
            "ask for the next invocation; the caller was told, an error report must not follow"
        ),
        new(
            ErrorCode.RequestRejected,
            "request_rejected",
            Recoverable,
            "the service refused the request",
            "drop the result and ask for the next invocation"
        ),
        new(
            ErrorCode.ContainerError,
            "container_error",
            Fatal,
            "the container failed",
            "exit with a status other than 0"
        ),
        new(ErrorCode.ServerError, "server_error", Fatal, "the service failed", "exit with a status other than 0"),
        new(
            ErrorCode.AlreadyAnswered,
            "already_answered",
            Recoverable,
            "the invocation was answered before",
            "answer each invocation once, then ask for the next"
        ),
        new(
            ErrorCode.InvocationOutstanding,
            "invocation_outstanding",
            Recoverable,
            "the previous invocation is not answered yet, and the service would hand out the same event again",
            "answer it, or abandon it"
        ),
        new(
            ErrorCode.InvocationUnknown,
            "invocation_unknown",
            Recoverable,
            "the invocation did not come from this client",
            "answer an invocation through the client that received it"
        ),
        new(
            ErrorCode.ClientBusy,
            "client_busy",
            Recoverable,
            "another thread is inside a call of this client",
            "open a client for each thread; only cancel may come from another one"
        ),
        new(ErrorCode.ClientClosed, "client_closed", Fatal, "the client is closed", "open another one"),
        new(
            ErrorCode.InitErrorReported,
            "init_error_reported",
            Fatal,
            "an init or restore error was reported, and no call may follow it",
            "exit with a status other than 0"
        ),
        new(
            ErrorCode.ForkedChild,
            "forked_child",
            Fatal,
            "the process was forked after the library was first used",
            "use the library in the parent, or call exec in the child"
        ),
        new(
            ErrorCode.ResultUninitialized,
            "result_uninitialized",
            Recoverable,
            "a result was read that was never set",
            "return the result of a call, not default"
        ),
        new(
            ErrorCode.StreamOpen,
            "stream_open",
            Recoverable,
            "the invocation's answer is being streamed",
            "finish or fail the stream"
        ),
        new(
            ErrorCode.HeadTooLarge,
            "head_too_large",
            Recoverable,
            "the head of the answer is over 64 KiB or over 128 fields",
            "check that the endpoint is a Lambda Runtime API"
        ),
        new(
            ErrorCode.BodyTooLarge,
            "body_too_large",
            Recoverable,
            "the body of the answer is over the limit of the call",
            "raise the limit for events if the event is a legitimate one"
        ),
        new(
            ErrorCode.ChunkOverheadTooLarge,
            "chunk_overhead_too_large",
            Recoverable,
            "the chunk extensions or trailers of the answer are over their limit",
            "check what stands between this client and the service"
        ),
        new(ErrorCode.Cancelled, "cancelled", Recoverable, "the call was cancelled", "close the client"),
        new(
            ErrorCode.InternalError,
            "internal_error",
            Fatal,
            "an exception inside the library",
            "report it with this text, and exit with a status other than 0"
        ),
        new(
            ErrorCode.OutOfMemory,
            "out_of_memory",
            Fatal,
            "the process is out of memory",
            "give the function more memory"
        ),
    ];

    private static readonly Dictionary<ErrorCode, ErrorDescription> ByCode = Rows.ToDictionary(row => row.Code);

    /// <summary>All rows, in the order of their codes.</summary>
    public static ReadOnlyCollection<ErrorDescription> All { get; } = Array.AsReadOnly(Rows);

    /// <summary>The row of one code; the row of <see cref="ErrorCode.InternalError"/> for a number that is none.</summary>
    /// <param name="code">The code.</param>
    public static ErrorDescription Describe(ErrorCode code) =>
        ByCode.TryGetValue(code, out var row) ? row : ByCode[ErrorCode.InternalError];
}
