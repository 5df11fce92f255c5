namespace LambdaClient.Emulator.Function;

/// <summary>Where a runtime, or one worker of it, stands, in the service's own names.</summary>
internal enum RuntimeState
{
    /// <summary>Nothing heard from the runtime yet.</summary>
    Started,

    /// <summary>The runtime waits in <c>restore/next</c> for its snapshot to be taken and restored.</summary>
    RestoreReady,

    /// <summary>The snapshot is restored; the runtime runs what it wants to run after that.</summary>
    Restoring,

    /// <summary>The runtime waits in <c>next</c>.</summary>
    Ready,

    /// <summary>The runtime has an event that it has not answered.</summary>
    Running,

    /// <summary>A response is being received.</summary>
    InvocationResponse,

    /// <summary>An error is being received.</summary>
    InvocationErrorResponse,

    /// <summary>The answer is complete.</summary>
    ResponseSent,

    /// <summary>The runtime reported that it cannot start.</summary>
    InitError,

    /// <summary>The runtime reported that it cannot go on after the restore.</summary>
    RestoreError,
}

/// <summary>What can move the runtime from one state to another.</summary>
internal enum RuntimeAction
{
    /// <summary>The runtime asks for the next event.</summary>
    Poll,

    /// <summary>The runtime asks to be told when its snapshot is restored.</summary>
    AwaitRestore,

    /// <summary>The service has restored the snapshot.</summary>
    Restore,

    /// <summary>The connection of a waiting runtime closed.</summary>
    Withdraw,

    /// <summary>The service hands out an event.</summary>
    Deliver,

    /// <summary>The runtime begins to post a response.</summary>
    Respond,

    /// <summary>The runtime begins to post an error.</summary>
    Fail,

    /// <summary>The service does not know the mode of the response.</summary>
    Reject,

    /// <summary>The service has read the answer to its end.</summary>
    Complete,

    /// <summary>The time of the event is up.</summary>
    TimeOut,

    /// <summary>The runtime reports that it cannot start.</summary>
    FailInit,

    /// <summary>The runtime reports that it cannot go on after the restore.</summary>
    FailRestore,
}
