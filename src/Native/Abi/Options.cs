using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>The options of a client. Begin with LAMBDACLIENT_OPTIONS_INIT; 0 and an absent view mean the default.</summary>
[CStruct("lambdaclient_options_t")]
[StructLayout(LayoutKind.Sequential)]
public struct Options
{
    /// <summary>sizeof(lambdaclient_options_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>How long to wait for a connection, in milliseconds, at most 86400000; 0 means 1000. Waiting for an event has no limit.</summary>
    public uint ConnectTimeoutMs;

    /// <summary>The largest event to accept, in bytes, at most 536870912; 0 means 7340032 (7 MiB).</summary>
    public ulong MaxEventBytes;

    /// <summary>host:port, [ipv6]:port or http://host:port, optionally with a path behind it; absent means the environment variable AWS_LAMBDA_RUNTIME_API.</summary>
    public View Endpoint;

    /// <summary>The User-Agent of every request, 1 to 128 printable ASCII characters; absent means lambdaclient/VERSION.</summary>
    public View UserAgent;

    /// <summary>
    /// 1 sets the environment variable _X_AMZN_TRACE_ID to the trace id of each event before the event is returned, or removes it if
    /// there is none. Libraries for tracing read it. Use it only with one client and if nothing else touches the environment meanwhile.
    /// 0 leaves the environment alone.
    /// </summary>
    public uint SetTraceVariable;

    /// <summary>
    /// How long a connection may be silent before TCP probes the service, in seconds, at most 32767; 0 means 60. The probes repeat
    /// at this interval, and three without a reply break the connection. That ends a wait on a dead connection.
    /// 4294967295 turns the probes off.
    /// </summary>
    public uint KeepAliveS;

    /// <summary>
    /// How long the service may take to receive an answer and reply to it, in milliseconds; 0 means until five seconds after the
    /// invocation's deadline, or 15 minutes if it has none. 4294967295 means no limit.
    /// </summary>
    public uint AnswerTimeoutMs;

    /// <summary>
    /// Whether lambdaclient_turn and lambdaclient_run send an answer and the next poll in one write: LAMBDACLIENT_ONE_WRITE_ON or
    /// LAMBDACLIENT_ONE_WRITE_OFF. 0 means on, unless the environment variable LAMBDACLIENT_ONE_WRITE is 0, off, no or
    /// false. Off is for a service that reads one request per read, as a mock by hand may: it loses the poll, so that the first event is
    /// answered and no other comes.
    /// </summary>
    public uint OneWrite;

    /// <summary>How many failures in a row end a lambdaclient_turn or lambdaclient_run, at most 1000; 0 means 6. 1 retries nothing.</summary>
    public uint MaxAttempts;

    /// <summary>Not used; 0, or the call is refused.</summary>
    public uint Reserved;
}
