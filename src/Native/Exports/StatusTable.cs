// Generated from src/Core/Errors/ErrorTable.cs by eng/HeaderGenerator.
namespace LambdaClient.Native.Exports;

/// <summary>What is fixed about a status. The compiler ends each of these texts with a NUL.</summary>
internal static class StatusTable
{
    public static ReadOnlySpan<byte> NameOf(int status) =>
        status switch
        {
            0 => "ok"u8,
            101 => "argument_missing"u8,
            102 => "option_invalid"u8,
            103 => "content_type_invalid"u8,
            104 => "user_agent_invalid"u8,
            105 => "text_invalid"u8,
            106 => "handle_invalid"u8,
            107 => "prelude_invalid"u8,
            108 => "cause_invalid"u8,
            109 => "hook_failed"u8,
            201 => "endpoint_missing"u8,
            202 => "endpoint_invalid"u8,
            203 => "runtime_unavailable"u8,
            301 => "connect_refused"u8,
            302 => "connect_timeout"u8,
            303 => "connect_failed"u8,
            304 => "connection_closed"u8,
            305 => "connection_broken"u8,
            306 => "reply_truncated"u8,
            307 => "answer_timeout"u8,
            401 => "status_line_invalid"u8,
            402 => "field_invalid"u8,
            403 => "framing_invalid"u8,
            404 => "chunk_invalid"u8,
            405 => "interim_invalid"u8,
            406 => "status_unexpected"u8,
            407 => "request_id_missing"u8,
            408 => "request_id_invalid"u8,
            501 => "request_id_rejected"u8,
            502 => "invocation_id_rejected"u8,
            503 => "response_mode_rejected"u8,
            504 => "request_truncated"u8,
            505 => "state_transition_rejected"u8,
            506 => "invocation_timed_out"u8,
            507 => "payload_too_large"u8,
            508 => "request_rejected"u8,
            601 => "container_error"u8,
            602 => "server_error"u8,
            701 => "already_answered"u8,
            702 => "invocation_outstanding"u8,
            704 => "client_busy"u8,
            705 => "client_closed"u8,
            706 => "init_error_reported"u8,
            707 => "forked_child"u8,
            709 => "stream_open"u8,
            801 => "head_too_large"u8,
            802 => "body_too_large"u8,
            803 => "chunk_overhead_too_large"u8,
            901 => "cancelled"u8,
            1001 => "internal_error"u8,
            1002 => "out_of_memory"u8,
            _ => "unknown"u8,
        };

    public static ReadOnlySpan<byte> CategoryNameOf(int status) =>
        status switch
        {
            0 => "ok"u8,
            101 or 102 or 103 or 104 or 105 or 106 or 107 or 108 or 109 => "usage"u8,
            201 or 202 or 203 => "environment"u8,
            301 or 302 or 303 or 304 or 305 or 306 or 307 => "transport"u8,
            401 or 402 or 403 or 404 or 405 or 406 or 407 or 408 => "protocol"u8,
            501 or 502 or 503 or 504 or 505 or 506 or 507 or 508 => "rejected"u8,
            601 or 602 => "server"u8,
            701 or 702 or 704 or 705 or 706 or 707 or 709 => "state"u8,
            801 or 802 or 803 => "limit"u8,
            901 => "cancelled"u8,
            1001 or 1002 => "internal"u8,
            _ => "unknown"u8,
        };

    /// <summary>The sentence of an error that is told without memory; of any but the likely ones it is the name. Empty for a number that is no status.</summary>
    public static ReadOnlySpan<byte> MessageOf(int status) =>
        status switch
        {
            707 => "forked_child: the process was forked after the library was first used; use the library in the parent, or call exec in the child"u8,
            1002 => "out_of_memory: the process is out of memory; give the function more memory"u8,
            101 or 102 or 103 or 104 or 105 or 106 or 107 or 108 or 109 or 201 or 202 or 203 or 301 or 302 or 303 or 304 or 305 or 306 or 307 or 401 or 402 or 403 or 404 or 405 or 406 or 407 or 408 or 501 or 502 or 503 or 504 or 505 or 506 or 507 or 508 or 601 or 602 or 701 or 702 or 704 or 705 or 706 or 709 or 801 or 802 or 803 or 901 or 1001 => NameOf(status),
            _ => default,
        };

    /// <summary>1 for a fatal status, 0 for another, -1 for a number that is none.</summary>
    public static int FatalityOf(int status) =>
        status switch
        {
            0 or 101 or 102 or 103 or 104 or 105 or 106 or 107 or 108 or 301 or 302 or 303 or 304 or 305 or 306 or 307 or 401 or 402 or 403 or 404 or 405 or 406 or 407 or 408 or 501 or 502 or 504 or 506 or 507 or 508 or 701 or 702 or 704 or 709 or 801 or 802 or 803 or 901 => 0,
            109 or 201 or 202 or 203 or 503 or 505 or 601 or 602 or 705 or 706 or 707 or 1001 or 1002 => 1,
            _ => -1,
        };
}
