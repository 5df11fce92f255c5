namespace LambdaClient.Logging;

/// <summary>The format and the level of a log, from its options and the environment.</summary>
/// <param name="Format">The format.</param>
/// <param name="Level">The least level that is written.</param>
internal readonly record struct LogSettings(FunctionLogFormat Format, FunctionLogLevel Level)
{
    public static LogSettings Read(FunctionLogOptions options) => new(ReadFormat(options), ReadLevel(options));

    private static FunctionLogFormat ReadFormat(FunctionLogOptions options)
    {
        if (options.Format is { } chosen)
        {
            return chosen;
        }

        var isJson =
            Concurrency.IsAskedFor(options.Variable)
            || "JSON".Equals(options.Variable("AWS_LAMBDA_LOG_FORMAT"), StringComparison.OrdinalIgnoreCase);
        return isJson ? FunctionLogFormat.Json : FunctionLogFormat.Text;
    }

    private static FunctionLogLevel ReadLevel(FunctionLogOptions options)
    {
        if (options.Level is { } chosen)
        {
            return Enum.IsDefined(chosen) ? chosen : FunctionLogLevel.Info;
        }

        return options.Variable("AWS_LAMBDA_LOG_LEVEL")?.ToUpperInvariant() switch
        {
            "TRACE" => FunctionLogLevel.Trace,
            "DEBUG" => FunctionLogLevel.Debug,
            "WARN" => FunctionLogLevel.Warn,
            "ERROR" => FunctionLogLevel.Error,
            "FATAL" => FunctionLogLevel.Fatal,
            _ => FunctionLogLevel.Info,
        };
    }
}
