namespace LambdaClient.Native.Client;

/// <summary>What a log event tells besides its message.</summary>
/// <param name="Failure">What went wrong, or null.</param>
/// <param name="Fields">More properties; their values are texts.</param>
/// <param name="IsOfLast">Whether it belongs to the invocation before the present one.</param>
internal sealed record LogExtras(FunctionError? Failure, KeyValuePair<string, object?>[] Fields, bool IsOfLast = false)
{
    public static LogExtras None { get; } = new(null, []);
}
