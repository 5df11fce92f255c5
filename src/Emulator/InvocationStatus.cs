namespace LambdaClient.Emulator;

/// <summary>How an invocation ended.</summary>
public enum InvocationStatus
{
    /// <summary>The runtime posted a response.</summary>
    Success,

    /// <summary>The runtime posted an error whose error type header says <c>Handled</c>.</summary>
    HandledError,

    /// <summary>The runtime posted any other error, or a response that cannot be delivered (too large, torn, wrong mode).</summary>
    UnhandledError,

    /// <summary>The function time-out passed without an answer.</summary>
    TimedOut,

    /// <summary>The handler program ended without an answer.</summary>
    RuntimeExited,

    /// <summary>
    /// The runtime never asked for an event: it reported an init or restore error, its program could not be started, ended, or took
    /// longer than <see cref="EmulatorOptions.InitTimeout"/>, or an extension reported an error first.
    /// </summary>
    InitFailed,

    /// <summary>An extension reported that it cannot go on, which ends the execution environment.</summary>
    ExtensionFailed,

    /// <summary>
    /// The runtime has workers (<see cref="EmulatorOptions.MaxConcurrency"/>), and none asked for an event within the function time-out.
    /// </summary>
    Unavailable,
}
