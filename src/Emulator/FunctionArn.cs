namespace LambdaClient.Emulator;

/// <summary>Writes the ARN of the emulated function.</summary>
internal static class FunctionArn
{
    public static string Of(EmulatorOptions options, string? qualifier)
    {
        var arn = $"arn:aws:lambda:{options.Region}:{options.AccountId}:function:{options.FunctionName}";
        return qualifier is null ? arn : $"{arn}:{qualifier}";
    }
}
