using LambdaClient.Logging;

namespace LambdaClient;

/// <summary>Writes log events as the service wants them: one line or frame each, with the id of the invocation they belong to.</summary>
/// <remarks>
/// Safe on any thread; lines of several threads never mix, those of several logs with one descriptor or stream neither. No method throws: an event that cannot be written is counted in
/// <see cref="LostLines"/>. Nothing of an invocation's payload is written. An event of more than 256 KiB less 26 bytes, the
/// largest that CloudWatch Logs takes, is cut between two characters and marked. In text that goes to standard output or a
/// stream, a line feed inside an event becomes a carriage return, since each line is an event there; on a terminal, line breaks are line feeds. Control characters other
/// than tabs and line breaks are written as U+FFFD in text, as escapes in JSON. Nothing to dispose. One per program is enough.
/// Source: AWS Lambda Developer Guide, "Building a custom runtime", "Log-level filtering".
/// </remarks>
public sealed partial class FunctionLog
{
    private readonly LogSettings _settings;
    private readonly LogSink _sink;
    private readonly TimeProvider _clock;

    private FunctionLog(FunctionLogOptions options)
    {
        _settings = LogSettings.Read(options);
        _sink = LogSink.Open(options);
        _clock = options.Clock;
    }

    /// <summary>The format of its lines.</summary>
    public FunctionLogFormat Format => _settings.Format;

    /// <summary>The least level that it writes.</summary>
    public FunctionLogLevel Level => _settings.Level;

    /// <summary>How many events could not be written.</summary>
    public long LostLines => _sink.LostLines;

    /// <summary>Opens a log.</summary>
    /// <param name="options">What differs from the defaults; null takes them all.</param>
    public static FunctionLog Open(FunctionLogOptions? options = null) => new(options ?? new FunctionLogOptions());

    /// <summary>Whether an event of this level is written.</summary>
    /// <param name="level">The level.</param>
    public bool IsEnabled(FunctionLogLevel level) => level >= Level && level <= FunctionLogLevel.Fatal;

    /// <summary>Writes an event of <see cref="Invocation.Current"/>.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="message">What happened, for a person.</param>
    public void Write(FunctionLogLevel level, string message) => Write(level, message, Invocation.Current);

    /// <summary>Writes an event of an invocation, with what went wrong.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="invocation">The invocation it belongs to; <c>default</c> is none.</param>
    /// <param name="exception">What went wrong.</param>
    /// <param name="fields">As of the other overload.</param>
    public void Write(
        FunctionLogLevel level,
        string message,
        Invocation invocation,
        Exception exception,
        ReadOnlySpan<KeyValuePair<string, object?>> fields = default
    )
    {
        if (IsEnabled(level))
        {
            Write(level, message, invocation, FunctionError.FromException(exception), fields);
        }
    }

    /// <summary>Writes an event of an invocation.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="invocation">The invocation it belongs to; <c>default</c> is none.</param>
    /// <param name="error">What went wrong, or null.</param>
    /// <param name="fields">
    /// More properties for a line of JSON; text leaves them out. Numbers, booleans and null stay what they are, anything else becomes
    /// text. The first of two with one name counts, and the log's own names (<c>timestamp</c>, <c>level</c>, <c>message</c>,
    /// <c>requestId</c>, <c>tenantId</c>, <c>traceId</c>, <c>errorType</c>, <c>errorMessage</c>, <c>stackTrace</c>,
    /// <c>truncated</c>) cannot be taken.
    /// </param>
    public void Write(
        FunctionLogLevel level,
        string message,
        Invocation invocation,
        IRuntimeApiError? error = null,
        ReadOnlySpan<KeyValuePair<string, object?>> fields = default
    )
    {
        if (IsEnabled(level))
        {
            WriteReport(level, message ?? "", LogIds.Of(invocation), error is null ? null : Report(error), fields);
        }
    }

    /// <summary>Writes an event with a report that is made already: the native library has no room for what reads exceptions.</summary>
    internal void WriteReport(
        FunctionLogLevel level,
        string message,
        LogIds ids,
        FunctionError? report,
        ReadOnlySpan<KeyValuePair<string, object?>> fields
    )
    {
        if (!IsEnabled(level))
        {
            return;
        }

        var writer = LineWriter.Take();
        try
        {
            var line = new LogEvent
            {
                Time = _clock.GetUtcNow(),
                Level = level,
                Message = message,
                Ids = ids,
                Error = report,
                Fields = fields,
            };
            _sink.Send(writer.Make(line, Format, _sink.IsFramed, _sink.IsTerminal));
        }
        catch (Exception)
        {
            // The clock and the stream are the user's code, and may fail.
            _sink.Lose();
        }
        finally
        {
            writer.Return();
        }
    }

    private static FunctionError Report(IRuntimeApiError error)
    {
        try
        {
            return error.ToResponse();
        }
        catch (Exception e)
        {
            return FunctionError.FromException(e);
        }
    }
}
