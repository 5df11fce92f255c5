namespace LambdaClient;

/// <summary>What can be chosen when a log is opened; the defaults do what the function's configuration says.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
public sealed record FunctionLogOptions
{
    /// <summary>
    /// The format of a line; null takes <c>AWS_LAMBDA_LOG_FORMAT</c> (<c>JSON</c> or <c>Text</c>, in any case; text unless set), and
    /// JSON wherever <c>AWS_LAMBDA_MAX_CONCURRENCY</c> is set and not empty.
    /// </summary>
    public FunctionLogFormat? Format { get; init; }

    /// <summary>
    /// The least level that is written; null takes <c>AWS_LAMBDA_LOG_LEVEL</c> (in any case). A level that does not exist, and none
    /// at all, is <see cref="FunctionLogLevel.Info"/>.
    /// </summary>
    public FunctionLogLevel? Level { get; init; }

    /// <summary>
    /// Where the lines go, each in one write and flushed; it stays the caller's to close. Null takes the descriptor in
    /// <c>_LAMBDA_TELEMETRY_LOG_FD</c> where it is open for writing, else standard output (on Linux and macOS; elsewhere give a stream).
    /// </summary>
    public Stream? Sink { get; init; }

    /// <summary>The clock that timestamps are read from; the system's unless set.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Gives the value of an environment variable, or null; the process's environment unless set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;
}
