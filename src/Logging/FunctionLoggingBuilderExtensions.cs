using LambdaClient;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Logging;

/// <summary>Adds the log of a Lambda function to a logging builder.</summary>
public static class FunctionLoggingBuilderExtensions
{
    /// <summary>
    /// Adds a <see cref="FunctionLoggerProvider"/>, and sets the builder's minimum level to the log's, <c>AWS_LAMBDA_LOG_LEVEL</c>.
    /// Filters that the program adds for a category or a provider still count; they cannot make the log write less important events.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="log">The log; null opens one with the defaults.</param>
    /// <returns>The builder.</returns>
    public static ILoggingBuilder AddFunctionLog(this ILoggingBuilder builder, FunctionLog? log = null)
    {
        log ??= FunctionLog.Open();
        builder.Services.AddSingleton<ILoggerProvider>(new FunctionLoggerProvider(log));
        return builder.SetMinimumLevel(LogLevels.Of(log.Level));
    }
}
