namespace LambdaClient.Native.Client;

/// <summary>What a log event tells besides its message.</summary>
/// <param name="Failure">What went wrong, or null.</param>
/// <param name="Fields">More properties; their values are texts.</param>
internal sealed record LogExtras(FunctionError? Failure, KeyValuePair<string, object?>[] Fields)
{
    public static LogExtras None { get; } = new(null, []);
}
