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
    /// The runtime never asked for an event: it reported an init error, its program could not be started, ended, or took longer
    /// than <see cref="EmulatorOptions.InitTimeout"/>.
    /// </summary>
    InitFailed,
}
