namespace LambdaClient;

/// <summary>The stable name of a failure. The number never changes; the hundreds are its <see cref="ErrorCategory"/>.</summary>
/// <remarks>The name, the summary and the next step of each code stand in one table, <see cref="ErrorTable"/>.</remarks>
public enum ErrorCode
{
    /// <summary>No failure. Never carried by an error.</summary>
    None = 0,

    /// <summary>A required argument is missing.</summary>
    ArgumentMissing = 101,

    /// <summary>An option is out of range or has an unknown form.</summary>
    OptionInvalid = 102,

    /// <summary>The content type does not fit into a header.</summary>
    ContentTypeInvalid = 103,

    /// <summary>The user agent does not fit into a header.</summary>
    UserAgentInvalid = 104,

    /// <summary>Text that has to be UTF-8 is not.</summary>
    TextInvalid = 105,

    /// <summary>A handle is stale, forged, or of another kind.</summary>
    HandleInvalid = 106,

    /// <summary>An HTTP prelude holds a status or a field that HTTP does not allow, or is too large.</summary>
    PreludeInvalid = 107,

    /// <summary>An X-Ray cause is not JSON of the documented shape, is empty, or is too large.</summary>
    CauseInvalid = 108,

    /// <summary>A hook or an init step of the program failed.</summary>
    HookFailed = 109,

    /// <summary>The Runtime API's endpoint is missing.</summary>
    EndpointMissing = 201,

    /// <summary>The endpoint is not of the form host:port.</summary>
    EndpointInvalid = 202,

    /// <summary>The .NET runtime that the native library needs could not be started.</summary>
    RuntimeUnavailable = 203,

    /// <summary>Nothing listens at the endpoint.</summary>
    ConnectRefused = 301,

    /// <summary>The connection was not made in time.</summary>
    ConnectTimeout = 302,

    /// <summary>The connection could not be made for another reason.</summary>
    ConnectFailed = 303,

    /// <summary>The service closed the connection without a reply.</summary>
    ConnectionClosed = 304,

    /// <summary>The connection broke before the whole reply came.</summary>
    ConnectionBroken = 305,

    /// <summary>The reply ended before it was complete.</summary>
    ReplyTruncated = 306,

    /// <summary>The service did not reply to an answer in time.</summary>
    AnswerTimeout = 307,

    /// <summary>The first line of the reply is not an HTTP/1.0 or 1.1 status line.</summary>
    StatusLineInvalid = 401,

    /// <summary>A header field of the reply is malformed or repeated.</summary>
    FieldInvalid = 402,

    /// <summary>The length of the reply is missing or ambiguous.</summary>
    FramingInvalid = 403,

    /// <summary>A chunk of the reply is malformed.</summary>
    ChunkInvalid = 404,

    /// <summary>The service sent an interim reply that cannot be skipped.</summary>
    InterimInvalid = 405,

    /// <summary>The status has no meaning for this call.</summary>
    StatusUnexpected = 406,

    /// <summary>The event has no request id.</summary>
    RequestIdMissing = 407,

    /// <summary>The event's request id does not fit into a path.</summary>
    RequestIdInvalid = 408,

    /// <summary>The service does not wait for an answer to this request id (400).</summary>
    RequestIdRejected = 501,

    /// <summary>The invocation id belongs to another attempt (400).</summary>
    InvocationIdRejected = 502,

    /// <summary>The service does not know the response mode (400).</summary>
    ResponseModeRejected = 503,

    /// <summary>The service did not receive the whole request (400).</summary>
    RequestTruncated = 504,

    /// <summary>The call is not legal in the service's state (403).</summary>
    StateTransitionRejected = 505,

    /// <summary>The invocation timed out before it was answered (410).</summary>
    InvocationTimedOut = 506,

    /// <summary>The payload is larger than the service takes (413).</summary>
    PayloadTooLarge = 507,

    /// <summary>The service refused the request with another status from 400 to 499.</summary>
    RequestRejected = 508,

    /// <summary>The container failed (500).</summary>
    ContainerError = 601,

    /// <summary>The service failed with another status from 500 to 599.</summary>
    ServerError = 602,

    /// <summary>The invocation was already answered or given up.</summary>
    AlreadyAnswered = 701,

    /// <summary>The previous invocation is not answered yet.</summary>
    InvocationOutstanding = 702,

    /// <summary>The invocation did not come from this client.</summary>
    InvocationUnknown = 703,

    /// <summary>A call of this client is running, on another thread or around the callback.</summary>
    ClientBusy = 704,

    /// <summary>The client is closed.</summary>
    ClientClosed = 705,

    /// <summary>An init or restore error was reported, so no call may follow.</summary>
    InitErrorReported = 706,

    /// <summary>The process was forked after the library was first used.</summary>
    ForkedChild = 707,

    /// <summary>The result was never set.</summary>
    ResultUninitialized = 708,

    /// <summary>The invocation's answer is being streamed.</summary>
    StreamOpen = 709,

    /// <summary>The head of the reply is over 64 KiB or over 128 fields.</summary>
    HeadTooLarge = 801,

    /// <summary>The body of the reply is over the limit of the call.</summary>
    BodyTooLarge = 802,

    /// <summary>The chunk extensions or trailers of the reply are over their limit.</summary>
    ChunkOverheadTooLarge = 803,

    /// <summary>The call was cancelled.</summary>
    Cancelled = 901,

    /// <summary>The library failed.</summary>
    InternalError = 1001,

    /// <summary>The process is out of memory.</summary>
    OutOfMemory = 1002,
}
