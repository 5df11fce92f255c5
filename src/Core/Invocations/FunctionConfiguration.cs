using System.Globalization;

namespace LambdaClient;

/// <summary>What the environment says about the function. Any part may be missing.</summary>
/// <remarks>
/// Immutable; safe on any thread. Source: AWS Lambda Developer Guide, "Using Lambda environment variables".
/// An empty variable counts as missing.
/// </remarks>
/// <param name="Name">The function's name (<c>AWS_LAMBDA_FUNCTION_NAME</c>).</param>
/// <param name="Version">Its version, <c>$LATEST</c> or a number (<c>AWS_LAMBDA_FUNCTION_VERSION</c>).</param>
/// <param name="MemoryMegabytes">Its memory in MB (<c>AWS_LAMBDA_FUNCTION_MEMORY_SIZE</c>); null where it is no positive number.</param>
/// <param name="LogGroup">Its CloudWatch log group (<c>AWS_LAMBDA_LOG_GROUP_NAME</c>).</param>
/// <param name="LogStream">Its CloudWatch log stream (<c>AWS_LAMBDA_LOG_STREAM_NAME</c>).</param>
/// <param name="Handler">The configured handler text (<c>_HANDLER</c>).</param>
/// <param name="TaskRoot">The folder of the function's code (<c>LAMBDA_TASK_ROOT</c>).</param>
public sealed record FunctionConfiguration(
    string? Name,
    string? Version,
    int? MemoryMegabytes,
    string? LogGroup,
    string? LogStream,
    string? Handler,
    string? TaskRoot
)
{
    /// <summary>Reads the configuration.</summary>
    /// <param name="variable">Gives the value of an environment variable, or null.</param>
    public static FunctionConfiguration Read(Func<string, string?> variable)
    {
        return new(
            Text("AWS_LAMBDA_FUNCTION_NAME"),
            Text("AWS_LAMBDA_FUNCTION_VERSION"),
            Number("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"),
            Text("AWS_LAMBDA_LOG_GROUP_NAME"),
            Text("AWS_LAMBDA_LOG_STREAM_NAME"),
            Text("_HANDLER"),
            Text("LAMBDA_TASK_ROOT")
        );

        string? Text(string name) => variable(name) is { Length: > 0 } value ? value : null;

        int? Number(string name) =>
            int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
                ? value
                : null;
    }
}
