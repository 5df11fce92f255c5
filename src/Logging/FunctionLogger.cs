using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace LambdaClient;

/// <summary>The logger of one category.</summary>
internal sealed class FunctionLogger(FunctionLog log, string category, FunctionLoggerProvider provider) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes.Push(state);

    public bool IsEnabled(LogLevel logLevel) => LogLevels.Of(logLevel) is { } level && log.IsEnabled(level);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (LogLevels.Of(logLevel) is not { } level || !log.IsEnabled(level))
        {
            return;
        }

        List<KeyValuePair<string, object?>> fields =
            log.Format == FunctionLogFormat.Json ? LogFields.Collect(category, eventId, state, provider.Scopes) : [];
        log.Write(
            level,
            formatter(state, exception),
            Invocation.Current,
            exception is null ? null : FunctionError.FromException(exception),
            CollectionsMarshal.AsSpan(fields)
        );
    }
}
