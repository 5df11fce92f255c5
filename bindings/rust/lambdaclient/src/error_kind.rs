// Generated from src/Core/Errors/ErrorTable.cs by eng/HeaderGenerator.

/// What went wrong, by its stable name; `docs/errors.md` has them all in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A required argument is missing. Pass a value.
    ArgumentMissing = 101,
    /// An option is out of range or has an unknown form. Set a value in the documented range.
    OptionInvalid = 102,
    /// The content type does not fit into a header. Use 1 to 256 printable ASCII characters.
    ContentTypeInvalid = 103,
    /// The user agent does not fit into a header. Use 1 to 128 printable ASCII characters.
    UserAgentInvalid = 104,
    /// Text is not UTF-8. Pass UTF-8.
    TextInvalid = 105,
    /// A handle is stale, forged, or of another kind. Use a handle only until it is answered, freed
    /// or closed.
    HandleInvalid = 106,
    /// An HTTP prelude has a status or a field that HTTP does not allow, or is over 16 KB. Use a
    /// status from 100 to 599, tokens as names, values without control characters, and at most 16
    /// KB.
    PreludeInvalid = 107,
    /// An X-Ray cause is not JSON of the documented shape, is empty, or is over 1 MiB. Pass an
    /// object with working_directory, exceptions, paths or message, and each line as a whole
    /// number.
    CauseInvalid = 108,
    /// An init step or a hook of the program failed. Fix it, and exit with a status other than 0.
    /// Fatal.
    HookFailed = 109,
    /// The Runtime API's endpoint is missing. Run inside Lambda or the emulator, or set the
    /// endpoint option to host:port. Fatal.
    EndpointMissing = 201,
    /// The endpoint is not of the form host:port. Use host:port, \[ipv6\]:port or
    /// `http://host:port` with a port from 1 to 65535, and after it at most a path that needs no
    /// escaping. Fatal.
    EndpointInvalid = 202,
    /// The .NET runtime inside the library, or the installed one that it needs, could not be
    /// started. Do what the reason asks for: raise the limit of the process; or install .NET, set
    /// DOTNET_ROOT to its folder, and keep the library's files together. Fatal.
    RuntimeUnavailable = 203,
    /// Nothing listens at the endpoint. Start the service, or correct the endpoint.
    ConnectRefused = 301,
    /// The connection was not made in time. Check the endpoint, or raise the connect timeout.
    ConnectTimeout = 302,
    /// The connection could not be made. Check the host name, the network and the number of open
    /// descriptors.
    ConnectFailed = 303,
    /// The service closed the connection without a reply. Send an answer again only if it was not
    /// sent, else ask for the next invocation.
    ConnectionClosed = 304,
    /// The connection broke before the whole reply came. Send an answer again only if it was not
    /// sent, else ask for the next invocation.
    ConnectionBroken = 305,
    /// The reply ended before it was complete. Send an answer again only if it was not sent, else
    /// ask for the next invocation.
    ReplyTruncated = 306,
    /// The service did not reply to an answer in time. Send an answer again only if it was not
    /// sent, else ask for the next invocation.
    AnswerTimeout = 307,
    /// The reply does not begin with an HTTP/1.0 or 1.1 status line. Check that the endpoint is a
    /// Lambda Runtime API.
    StatusLineInvalid = 401,
    /// A header field of the reply is malformed or repeated. Check the proxies between this client
    /// and the service.
    FieldInvalid = 402,
    /// The length of the reply is missing or ambiguous. Check the proxies between this client and
    /// the service.
    FramingInvalid = 403,
    /// A chunk of the reply is malformed. Check the proxies between this client and the service.
    ChunkInvalid = 404,
    /// The service sent an interim reply that cannot be skipped. Check the proxies between this
    /// client and the service.
    InterimInvalid = 405,
    /// The status has no meaning for this call. Check that the endpoint is a Lambda Runtime API.
    StatusUnexpected = 406,
    /// The event has no request id, so it cannot be answered. Check that the endpoint is a Lambda
    /// Runtime API.
    RequestIdMissing = 407,
    /// The event's request id does not fit into a path, so it cannot be answered. Check that the
    /// endpoint is a Lambda Runtime API.
    RequestIdInvalid = 408,
    /// The service does not wait for an answer to this request id. Drop the answer and ask for the
    /// next invocation.
    RequestIdRejected = 501,
    /// The invocation id belongs to another attempt. Drop the answer and ask for the next
    /// invocation.
    InvocationIdRejected = 502,
    /// The service does not know the response mode. Exit with a status other than 0. Fatal.
    ResponseModeRejected = 503,
    /// The service did not receive the whole request, and reported a failure to the caller. Drop
    /// the answer and ask for the next invocation.
    RequestTruncated = 504,
    /// The call is not legal in the service's present state. Exit with a status other than 0.
    /// Fatal.
    StateTransitionRejected = 505,
    /// The invocation timed out before it was answered. Drop the answer and ask for the next
    /// invocation.
    InvocationTimedOut = 506,
    /// The payload is larger than the service takes, and the service reported a failure to the
    /// caller. Ask for the next invocation; do not report an error for this one.
    PayloadTooLarge = 507,
    /// The service refused the request. Drop the answer and ask for the next invocation.
    RequestRejected = 508,
    /// The container failed. Exit with a status other than 0. Fatal.
    ContainerError = 601,
    /// The service failed. Exit with a status other than 0. Fatal.
    ServerError = 602,
    /// The invocation was already answered or given up. Answer each invocation once, then ask for
    /// the next.
    AlreadyAnswered = 701,
    /// The previous invocation is not answered yet. Answer or abandon it, then ask for the next.
    InvocationOutstanding = 702,
    /// A call of this client is running, on another thread or around the callback. Open one client
    /// per thread; cancel, close and log may come from any.
    ClientBusy = 704,
    /// The client is closed. Open another client. Fatal.
    ClientClosed = 705,
    /// An init or restore error was reported, so no call may follow. Exit with a status other than
    /// 0. Fatal.
    InitErrorReported = 706,
    /// The process was forked after the library was first used. Use the library in the parent, or
    /// call exec in the child. Fatal.
    ForkedChild = 707,
    /// The invocation's answer is being streamed. Finish or fail the stream.
    StreamOpen = 709,
    /// The head of the reply is over 64 KiB or over 128 fields. Check that the endpoint is a Lambda
    /// Runtime API.
    HeadTooLarge = 801,
    /// The body of the reply is over the limit of the call. Raise the limit for events if the event
    /// is a legitimate one.
    BodyTooLarge = 802,
    /// The chunk extensions or trailers of the reply are over their limit. Check the proxies
    /// between this client and the service.
    ChunkOverheadTooLarge = 803,
    /// The call was cancelled. Close the client; call again only if the token of this one call
    /// ended it.
    Cancelled = 901,
    /// The library failed. Report it with this text, and exit with a status other than 0. Fatal.
    InternalError = 1001,
    /// The process is out of memory. Give the function more memory. Fatal.
    OutOfMemory = 1002,
    /// A status of a newer library; [`Error::code`](crate::Error::code) has its number.
    Unknown = -1,
}

impl ErrorKind {
    pub(crate) fn from_code(code: i32) -> Self {
        match code {
            101 => Self::ArgumentMissing,
            102 => Self::OptionInvalid,
            103 => Self::ContentTypeInvalid,
            104 => Self::UserAgentInvalid,
            105 => Self::TextInvalid,
            106 => Self::HandleInvalid,
            107 => Self::PreludeInvalid,
            108 => Self::CauseInvalid,
            109 => Self::HookFailed,
            201 => Self::EndpointMissing,
            202 => Self::EndpointInvalid,
            203 => Self::RuntimeUnavailable,
            301 => Self::ConnectRefused,
            302 => Self::ConnectTimeout,
            303 => Self::ConnectFailed,
            304 => Self::ConnectionClosed,
            305 => Self::ConnectionBroken,
            306 => Self::ReplyTruncated,
            307 => Self::AnswerTimeout,
            401 => Self::StatusLineInvalid,
            402 => Self::FieldInvalid,
            403 => Self::FramingInvalid,
            404 => Self::ChunkInvalid,
            405 => Self::InterimInvalid,
            406 => Self::StatusUnexpected,
            407 => Self::RequestIdMissing,
            408 => Self::RequestIdInvalid,
            501 => Self::RequestIdRejected,
            502 => Self::InvocationIdRejected,
            503 => Self::ResponseModeRejected,
            504 => Self::RequestTruncated,
            505 => Self::StateTransitionRejected,
            506 => Self::InvocationTimedOut,
            507 => Self::PayloadTooLarge,
            508 => Self::RequestRejected,
            601 => Self::ContainerError,
            602 => Self::ServerError,
            701 => Self::AlreadyAnswered,
            702 => Self::InvocationOutstanding,
            704 => Self::ClientBusy,
            705 => Self::ClientClosed,
            706 => Self::InitErrorReported,
            707 => Self::ForkedChild,
            709 => Self::StreamOpen,
            801 => Self::HeadTooLarge,
            802 => Self::BodyTooLarge,
            803 => Self::ChunkOverheadTooLarge,
            901 => Self::Cancelled,
            1001 => Self::InternalError,
            1002 => Self::OutOfMemory,
            _ => Self::Unknown,
        }
    }

    /// The stable name, as C and the documentation spell it, such as `connect_refused`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ArgumentMissing => "argument_missing",
            Self::OptionInvalid => "option_invalid",
            Self::ContentTypeInvalid => "content_type_invalid",
            Self::UserAgentInvalid => "user_agent_invalid",
            Self::TextInvalid => "text_invalid",
            Self::HandleInvalid => "handle_invalid",
            Self::PreludeInvalid => "prelude_invalid",
            Self::CauseInvalid => "cause_invalid",
            Self::HookFailed => "hook_failed",
            Self::EndpointMissing => "endpoint_missing",
            Self::EndpointInvalid => "endpoint_invalid",
            Self::RuntimeUnavailable => "runtime_unavailable",
            Self::ConnectRefused => "connect_refused",
            Self::ConnectTimeout => "connect_timeout",
            Self::ConnectFailed => "connect_failed",
            Self::ConnectionClosed => "connection_closed",
            Self::ConnectionBroken => "connection_broken",
            Self::ReplyTruncated => "reply_truncated",
            Self::AnswerTimeout => "answer_timeout",
            Self::StatusLineInvalid => "status_line_invalid",
            Self::FieldInvalid => "field_invalid",
            Self::FramingInvalid => "framing_invalid",
            Self::ChunkInvalid => "chunk_invalid",
            Self::InterimInvalid => "interim_invalid",
            Self::StatusUnexpected => "status_unexpected",
            Self::RequestIdMissing => "request_id_missing",
            Self::RequestIdInvalid => "request_id_invalid",
            Self::RequestIdRejected => "request_id_rejected",
            Self::InvocationIdRejected => "invocation_id_rejected",
            Self::ResponseModeRejected => "response_mode_rejected",
            Self::RequestTruncated => "request_truncated",
            Self::StateTransitionRejected => "state_transition_rejected",
            Self::InvocationTimedOut => "invocation_timed_out",
            Self::PayloadTooLarge => "payload_too_large",
            Self::RequestRejected => "request_rejected",
            Self::ContainerError => "container_error",
            Self::ServerError => "server_error",
            Self::AlreadyAnswered => "already_answered",
            Self::InvocationOutstanding => "invocation_outstanding",
            Self::ClientBusy => "client_busy",
            Self::ClientClosed => "client_closed",
            Self::InitErrorReported => "init_error_reported",
            Self::ForkedChild => "forked_child",
            Self::StreamOpen => "stream_open",
            Self::HeadTooLarge => "head_too_large",
            Self::BodyTooLarge => "body_too_large",
            Self::ChunkOverheadTooLarge => "chunk_overhead_too_large",
            Self::Cancelled => "cancelled",
            Self::InternalError => "internal_error",
            Self::OutOfMemory => "out_of_memory",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the runtime has to stop and exit with a status other than 0.
    #[must_use]
    pub fn is_fatal(self) -> bool {
        matches!(
            self,
            Self::HookFailed
                | Self::EndpointMissing
                | Self::EndpointInvalid
                | Self::RuntimeUnavailable
                | Self::ResponseModeRejected
                | Self::StateTransitionRejected
                | Self::ContainerError
                | Self::ServerError
                | Self::ClientClosed
                | Self::InitErrorReported
                | Self::ForkedChild
                | Self::InternalError
                | Self::OutOfMemory
                | Self::Unknown
        )
    }

    /// The kind of thing that went wrong; none for an unknown status.
    #[must_use]
    pub fn category(self) -> Option<ErrorCategory> {
        Some(match self as i32 / 100 {
            1 => ErrorCategory::Usage,
            2 => ErrorCategory::Environment,
            3 => ErrorCategory::Transport,
            4 => ErrorCategory::Protocol,
            5 => ErrorCategory::Rejected,
            6 => ErrorCategory::Server,
            7 => ErrorCategory::State,
            8 => ErrorCategory::Limit,
            9 => ErrorCategory::Cancelled,
            10 => ErrorCategory::Internal,
            _ => return None,
        })
    }
}

/// What kind of thing went wrong: the hundreds of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCategory {
    /// The codes from 101, such as `argument_missing`.
    Usage = 1,
    /// The codes from 201, such as `endpoint_missing`.
    Environment = 2,
    /// The codes from 301, such as `connect_refused`.
    Transport = 3,
    /// The codes from 401, such as `status_line_invalid`.
    Protocol = 4,
    /// The codes from 501, such as `request_id_rejected`.
    Rejected = 5,
    /// The codes from 601, such as `container_error`.
    Server = 6,
    /// The codes from 701, such as `already_answered`.
    State = 7,
    /// The codes from 801, such as `head_too_large`.
    Limit = 8,
    /// The codes from 901, such as `cancelled`.
    Cancelled = 9,
    /// The codes from 1001, such as `internal_error`.
    Internal = 10,
}
