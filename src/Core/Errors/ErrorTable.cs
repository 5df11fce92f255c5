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

    // The next step of a lost connection, for a reader who does not know the delivery; a message has StepAfter's.
    private const string ByDelivery = "send an answer again only if it was not sent, else ask for the next invocation";

    private static readonly ErrorDescription[] Rows =
    [
        new(
            ErrorCode.ArgumentMissing,
            "argument_missing",
            Recoverable,
            "a required argument is missing",
            "pass a value"
        ),
        new(
            ErrorCode.OptionInvalid,
            "option_invalid",
            Recoverable,
            "an option is out of range or has an unknown form",
            "set a value in the documented range"
        ),
        new(
            ErrorCode.ContentTypeInvalid,
            "content_type_invalid",
            Recoverable,
            "the content type does not fit into a header",
            "use 1 to 256 printable ASCII characters"
        ),
        new(
            ErrorCode.UserAgentInvalid,
            "user_agent_invalid",
            Recoverable,
            "the user agent does not fit into a header",
            "use 1 to 128 printable ASCII characters"
        ),
        new(ErrorCode.TextInvalid, "text_invalid", Recoverable, "text is not UTF-8", "pass UTF-8"),
        new(
            ErrorCode.HandleInvalid,
            "handle_invalid",
            Recoverable,
            "a handle is stale, forged, or of another kind",
            "use a handle only until it is answered, freed or closed"
        ),
        new(
            ErrorCode.PreludeInvalid,
            "prelude_invalid",
            Recoverable,
            "an HTTP prelude has a status or a field that HTTP does not allow, or is over 16 KB",
            "use a status from 100 to 599, tokens as names, values without control characters, and at most 16 KB"
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
            "fix it, and exit with a status other than 0"
        ),
        new(
            ErrorCode.EndpointMissing,
            "endpoint_missing",
            Fatal,
            "the Runtime API's endpoint is missing",
            "run inside Lambda or the emulator, or set the endpoint option to host:port"
        ),
        new(
            ErrorCode.EndpointInvalid,
            "endpoint_invalid",
            Fatal,
            "the endpoint is not of the form host:port",
            "use host:port, [ipv6]:port or http://host:port with a port from 1 to 65535, and after it at most a path that needs no escaping"
        ),
        new(
            ErrorCode.RuntimeUnavailable,
            "runtime_unavailable",
            Fatal,
            "the .NET runtime inside the library, or the installed one that it needs, could not be started",
            "do what the reason asks for: raise the limit of the process; or install .NET, set DOTNET_ROOT to its folder, and keep the library's files together"
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
            "the connection was not made in time",
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
            "the service closed the connection without a reply",
            ByDelivery
        ),
        new(
            ErrorCode.ConnectionBroken,
            "connection_broken",
            Recoverable,
            "the connection broke before the whole reply came",
            ByDelivery
        ),
        new(
            ErrorCode.ReplyTruncated,
            "reply_truncated",
            Recoverable,
            "the reply ended before it was complete",
            ByDelivery
        ),
        new(
            ErrorCode.AnswerTimeout,
            "answer_timeout",
            Recoverable,
            "the service did not reply to an answer in time",
            ByDelivery
        ),
        new(
            ErrorCode.StatusLineInvalid,
            "status_line_invalid",
            Recoverable,
            "the reply does not begin with an HTTP/1.0 or 1.1 status line",
            "check that the endpoint is a Lambda Runtime API"
        ),
        new(
            ErrorCode.FieldInvalid,
            "field_invalid",
            Recoverable,
            "a header field of the reply is malformed or repeated",
            "check the proxies between this client and the service"
        ),
        new(
            ErrorCode.FramingInvalid,
            "framing_invalid",
            Recoverable,
            "the length of the reply is missing or ambiguous",
            "check the proxies between this client and the service"
        ),
        new(
            ErrorCode.ChunkInvalid,
            "chunk_invalid",
            Recoverable,
            "a chunk of the reply is malformed",
            "check the proxies between this client and the service"
        ),
        new(
            ErrorCode.InterimInvalid,
            "interim_invalid",
            Recoverable,
            "the service sent an interim reply that cannot be skipped",
            "check the proxies between this client and the service"
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
            "the event has no request id, so it cannot be answered",
            "check that the endpoint is a Lambda Runtime API"
        ),
        new(
            ErrorCode.RequestIdInvalid,
            "request_id_invalid",
            Recoverable,
            "the event's request id does not fit into a path, so it cannot be answered",
            "check that the endpoint is a Lambda Runtime API"
        ),
        new(
            ErrorCode.RequestIdRejected,
            "request_id_rejected",
            Recoverable,
            "the service does not wait for an answer to this request id",
            "drop the answer and ask for the next invocation"
        ),
        new(
            ErrorCode.InvocationIdRejected,
            "invocation_id_rejected",
            Recoverable,
            "the invocation id belongs to another attempt",
            "drop the answer and ask for the next invocation"
        ),
        new(
            ErrorCode.ResponseModeRejected,
            "response_mode_rejected",
            Fatal,
            "the service does not know the response mode",
            "exit with a status other than 0"
        ),
        new(
            ErrorCode.RequestTruncated,
            "request_truncated",
            Recoverable,
            "the service did not receive the whole request, and reported a failure to the caller",
            "drop the answer and ask for the next invocation"
        ),
        new(
            ErrorCode.StateTransitionRejected,
            "state_transition_rejected",
            Fatal,
            "the call is not legal in the service's present state",
            "exit with a status other than 0"
        ),
        new(
            ErrorCode.InvocationTimedOut,
            "invocation_timed_out",
            Recoverable,
            "the invocation timed out before it was answered",
            "drop the answer and ask for the next invocation"
        ),
        new(
            ErrorCode.PayloadTooLarge,
            "payload_too_large",
            Recoverable,
            "the payload is larger than the service takes, and the service reported a failure to the caller",
            "ask for the next invocation; do not report an error for this one"
        ),
        new(
            ErrorCode.RequestRejected,
            "request_rejected",
            Recoverable,
            "the service refused the request",
            "drop the answer and ask for the next invocation"
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
            "the invocation was already answered or given up",
            "answer each invocation once, then ask for the next"
        ),
        new(
            ErrorCode.InvocationOutstanding,
            "invocation_outstanding",
            Recoverable,
            "the previous invocation is not answered yet",
            "answer or abandon it, then ask for the next"
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
            "a call of this client is running, on another thread or around the callback",
            "open one client per thread; cancel, close and log may come from any"
        ),
        new(ErrorCode.ClientClosed, "client_closed", Fatal, "the client is closed", "open another client"),
        new(
            ErrorCode.InitErrorReported,
            "init_error_reported",
            Fatal,
            "an init or restore error was reported, so no call may follow",
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
            "the result was never set",
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
            "the head of the reply is over 64 KiB or over 128 fields",
            "check that the endpoint is a Lambda Runtime API"
        ),
        new(
            ErrorCode.BodyTooLarge,
            "body_too_large",
            Recoverable,
            "the body of the reply is over the limit of the call",
            "raise the limit for events if the event is a legitimate one"
        ),
        new(
            ErrorCode.ChunkOverheadTooLarge,
            "chunk_overhead_too_large",
            Recoverable,
            "the chunk extensions or trailers of the reply are over their limit",
            "check the proxies between this client and the service"
        ),
        new(
            ErrorCode.Cancelled,
            "cancelled",
            Recoverable,
            "the call was cancelled",
            "close the client; call again only if the token of this one call ended it"
        ),
        new(
            ErrorCode.InternalError,
            "internal_error",
            Fatal,
            "the library failed",
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

    // What to do after a lost connection: by what was asked for, and what became of the request.
    private static readonly (Kind Kind, Delivery Delivery, string Step)[] StepsByDelivery =
    [
        (Kind.Event, Delivery.NotSent, "ask for the next invocation"),
        (Kind.Event, Delivery.Unknown, "ask for the next invocation"),
        (Kind.Answer, Delivery.NotSent, "send the answer again"),
        (Kind.Answer, Delivery.Unknown, "do not send the answer again, ask for the next invocation"),
        (Kind.Start, Delivery.NotSent, "make the call again, or exit with a status other than 0"),
        (Kind.Start, Delivery.Unknown, "exit with a status other than 0"),
    ];

    /// <summary>All rows, in the order of their codes.</summary>
    public static ReadOnlyCollection<ErrorDescription> All { get; } = Array.AsReadOnly(Rows);

    /// <summary>The row of one code; the row of <see cref="ErrorCode.InternalError"/> for a number that is none.</summary>
    /// <param name="code">The code.</param>
    public static ErrorDescription Describe(ErrorCode code)
    {
        foreach (var row in Rows)
        {
            if (row.Code == code)
            {
                return row;
            }
        }

        return Describe(ErrorCode.InternalError);
    }

    /// <summary>The next step after an error of a request: the row's, or where that follows the delivery, the exact one.</summary>
    internal static string StepAfter(ErrorCode code, Operation operation, Delivery delivery)
    {
        var step = Describe(code).NextStep;
        if (step != ByDelivery)
        {
            return step;
        }

        var kind = operation switch
        {
            Operation.Next => Kind.Event,
            Operation.Respond or Operation.Fail => Kind.Answer,
            _ => Kind.Start,
        };
        return Array.Find(StepsByDelivery, row => row.Kind == kind && row.Delivery == delivery).Step ?? step;
    }

    private enum Kind
    {
        Event,
        Answer,
        Start,
    }
}
