namespace LambdaClient.Emulator.Handler;

/// <summary>The handler program cannot be started; the message says why, and what to do.</summary>
internal sealed class HandlerStartException(string message) : Exception(message);
