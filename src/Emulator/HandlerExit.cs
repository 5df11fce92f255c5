namespace LambdaClient.Emulator;

/// <summary>How a handler program ended. Immutable.</summary>
public sealed record HandlerExit
{
    /// <summary>The exit status as shells give it: a program that a signal ended has 128 and the signal's number.</summary>
    public required int ExitStatus { get; init; }

    /// <summary>The same in the words of the service, such as <c>Runtime exited with error: exit status 1</c>.</summary>
    public required string Description { get; init; }

    /// <summary>What the emulator did to end it.</summary>
    public required HandlerStop Stop { get; init; }
}

/// <summary>What the emulator did to end a handler program.</summary>
public enum HandlerStop
{
    /// <summary>Nothing: the program ended by itself.</summary>
    None,

    /// <summary>It sent SIGTERM, and the program ended in the time it had.</summary>
    Terminated,

    /// <summary>It sent SIGKILL without a warning, because the program had registered no extension.</summary>
    Killed,

    /// <summary>It sent SIGTERM, and SIGKILL when the time to end was up.</summary>
    KilledLate,
}
