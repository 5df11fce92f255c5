namespace LambdaClient.Logging;

/// <summary>What one line tells.</summary>
internal readonly ref struct LogEvent
{
    /// <summary>The largest line, in bytes: CloudWatch Logs takes events of 256 KiB, 26 bytes of which are its own.</summary>
    public const int MaxBytes = 256 * 1024 - 26;

    public DateTimeOffset Time { get; init; }

    public FunctionLogLevel Level { get; init; }

    public string Message { get; init; }

    public LogIds Ids { get; init; }

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
        // By hand: the framework's formats bring its calendars and time zones along, a tenth of the native library.
        var time = Time.UtcDateTime;
        "0000-00-00T00:00:00.000Z"u8.CopyTo(destination);
        Digits(destination[..4], time.Year);
        Digits(destination[5..7], time.Month);
        Digits(destination[8..10], time.Day);
        Digits(destination[11..13], time.Hour);
        Digits(destination[14..16], time.Minute);
        Digits(destination[17..19], time.Second);
        Digits(destination[20..23], time.Millisecond);
        return destination[..24];
    }

    private static void Digits(Span<byte> destination, int value)
    {
        for (var i = destination.Length - 1; i >= 0; i--)
        {
            destination[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}
