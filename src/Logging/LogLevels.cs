using Microsoft.Extensions.Logging;

namespace LambdaClient;

/// <summary>The two namings of levels.</summary>
internal static class LogLevels
{
    /// <summary>Null for <see cref="LogLevel.None"/>, which is never written, and for anything that is no level.</summary>
    public static FunctionLogLevel? Of(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => FunctionLogLevel.Trace,
            LogLevel.Debug => FunctionLogLevel.Debug,
            LogLevel.Information => FunctionLogLevel.Info,
            LogLevel.Warning => FunctionLogLevel.Warn,
            LogLevel.Error => FunctionLogLevel.Error,
            LogLevel.Critical => FunctionLogLevel.Fatal,
            _ => null,
        };

    public static LogLevel Of(FunctionLogLevel level) =>
        level switch
        {
            FunctionLogLevel.Trace => LogLevel.Trace,
            FunctionLogLevel.Debug => LogLevel.Debug,
            FunctionLogLevel.Info => LogLevel.Information,
            FunctionLogLevel.Warn => LogLevel.Warning,
            FunctionLogLevel.Error => LogLevel.Error,
            _ => LogLevel.Critical,
        };
}
