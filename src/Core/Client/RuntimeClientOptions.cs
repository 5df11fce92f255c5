using LambdaClient.Transports;

namespace LambdaClient;

/// <summary>What can be chosen when a client is opened; the defaults suit a Lambda function.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
public sealed record RuntimeClientOptions
{
    /// <summary>The largest event limit that can be set, in bytes: 512 MiB.</summary>
    public const int LargestMaxEventBytes = 512 * 1024 * 1024;

    internal const string OneWriteVariable = "LAMBDACLIENT_ONE_WRITE";

    /// <summary>Where the Runtime API listens, as <see cref="Transports.Endpoint.Parse(string?)"/> reads it; null takes <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The <c>User-Agent</c> of every request: 1 to 128 printable ASCII characters. The service keeps its first word.</summary>
    public string UserAgent { get; init; } = $"lambdaclient/{LibraryVersion.Text}";

    /// <summary>The largest event that is taken, in bytes, from 1 to <see cref="LargestMaxEventBytes"/>; 7 MiB unless set.</summary>
    public int MaxEventBytes { get; init; } = 7 * 1024 * 1024;

    /// <summary>How long to wait for a connection, more than zero and at most a day; 1 second unless set. Waiting for an event has no limit.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the service may take to receive an answer and reply to it, more than zero; null is until five seconds after the
    /// invocation's deadline, or 15 minutes where it has none. Passing it gives <see cref="ErrorCode.AnswerTimeout"/>.
    /// <see cref="Timeout.InfiniteTimeSpan"/> waits as long as it takes.
    /// </summary>
    public TimeSpan? AnswerTimeout { get; init; }

    /// <summary>
    /// Whether a turn sends a buffered answer and the next poll in one write; null does unless the environment variable
    /// <c>LAMBDACLIENT_ONE_WRITE</c> is <c>0</c>, <c>off</c>, <c>no</c> or <c>false</c>. A service that reads one request per read, as a mock by
    /// hand may, loses the poll: the first event is answered, and no other comes. docs/decisions/0011-one-write.md says when it does so and why that is safe.
    /// </summary>
    public bool? OneWrite { get; init; }

    /// <summary>
    /// How long a connection may be silent before TCP probes the service; the probes repeat at this interval, and three without a
    /// reply break the connection. A poll parked on a dead connection ends this way. From more than zero to 32767 seconds, in
    /// whole seconds (rounded up), or <see cref="Timeout.InfiniteTimeSpan"/> for no probes; 60 seconds unless set.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether an invocation's bytes are lent instead of given: they are valid only until it is answered or abandoned,
    /// and receiving an event allocates nothing. False unless set.
    /// </summary>
    public bool LendBuffers { get; init; }

    /// <summary>Gives the value of an environment variable, or null; the process's environment unless set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Makes the client's transport; null takes a TCP connection over the framework's sockets.</summary>
    public Func<Transport>? Transport { get; init; }

    /// <summary>The clock that remaining time, and the time a connection was idle, are read from; the system's unless set.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
