namespace LambdaClient.Logging;

/// <summary>What one line tells.</summary>
internal readonly ref struct LogEvent
{
    /// <summary>The largest line, in bytes: CloudWatch Logs takes events of 256 KiB, 26 bytes of which are its own.</summary>
    public const int MaxBytes = 256 * 1024 - 26;

    public DateTimeOffset Time { get; init; }

    public FunctionLogLevel Level { get; init; }

    public string Message { get; init; }

    public InvocationContext Context { get; init; }

    public FunctionError? Error { get; init; }

    public ReadOnlySpan<KeyValuePair<string, object?>> Fields { get; init; }

    public ReadOnlySpan<byte> LevelName =>
        Level switch
        {
            FunctionLogLevel.Trace => "TRACE"u8,
            FunctionLogLevel.Debug => "DEBUG"u8,
            FunctionLogLevel.Info => "INFO"u8,
            FunctionLogLevel.Warn => "WARN"u8,
            FunctionLogLevel.Error => "ERROR"u8,
            _ => "FATAL"u8,
        };

    /// <summary>RFC 3339 in UTC with milliseconds, which the service filters by.</summary>
    /// <param name="destination">At least 24 bytes.</param>
    /// <returns>The bytes that were written.</returns>
    public ReadOnlySpan<byte> WriteTime(Span<byte> destination)
    {
        Time.UtcDateTime.TryFormat(destination, out var count, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);
        return destination[..count];
    }
}
