using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>What can be chosen when a client is opened. Begin with LAMBDACLIENT_OPTIONS_INIT; 0 and an absent view take the default.</summary>
[CStruct("lambdaclient_options_t")]
[StructLayout(LayoutKind.Sequential)]
public struct Options
{
    /// <summary>sizeof(lambdaclient_options_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>How long to wait for a connection, in milliseconds, at most 86400000; 0 means 1000. Waiting for an event has no limit.</summary>
    public uint ConnectTimeoutMs;

    /// <summary>The largest event that is taken, in bytes, at most 536870912; 0 means 7340032 (7 MiB).</summary>
    public ulong MaxEventBytes;

    /// <summary>host:port, [ipv6]:port or http://host:port, and after it a path where the service has one; absent takes the environment variable AWS_LAMBDA_RUNTIME_API.</summary>
    public View Endpoint;

    /// <summary>The User-Agent of every request, 1 to 128 printable ASCII characters; absent means lambdaclient/VERSION.</summary>
    public View UserAgent;

    /// <summary>
    /// 1 has lambdaclient_next set the environment variable _X_AMZN_TRACE_ID to the event's trace id, or remove it where there is
    /// none, before it returns an event: libraries for tracing read it. Only for a program in which nothing else touches the
    /// environment meanwhile, and with one client. 0 leaves the environment alone.
    /// </summary>
    public uint SetTraceVariable;

    /// <summary>
    /// How long a connection may be silent before TCP probes the service, in seconds, at most 32767; 0 means 60. The probes repeat
    /// at this interval, and three without a reply break the connection: a lambdaclient_next on a dead connection ends this way.
    /// 4294967295 turns the probes off.
    /// </summary>
    public uint KeepAliveS;

    /// <summary>
    /// How long the service may take to receive an answer and reply to it, in milliseconds; 0 means until five seconds after the
    /// invocation's deadline, or 15 minutes where it has none. 4294967295 waits as long as it takes.
    /// </summary>
    public uint AnswerTimeoutMs;

    /// <summary>
    /// Whether lambdaclient_turn and lambdaclient_run send an answer and the next poll in one write: LAMBDACLIENT_ONE_WRITE_ON,
    /// LAMBDACLIENT_ONE_WRITE_OFF, or 0, which does unless the environment variable LAMBDACLIENT_ONE_WRITE is 0.
    /// </summary>
    public uint OneWrite;
}
