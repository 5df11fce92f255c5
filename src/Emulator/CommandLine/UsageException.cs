namespace LambdaClient.Emulator.CommandLine;

/// <summary>Something the user gave cannot be used; the message is the one sentence that is printed.</summary>
internal sealed class UsageException(string message) : Exception(message);
