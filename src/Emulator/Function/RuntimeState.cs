namespace LambdaClient.Emulator.Function;

/// <summary>Where the runtime stands, in the service's own names.</summary>
internal enum RuntimeState
{
    /// <summary>Nothing heard from the runtime yet.</summary>
    Started,

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
}

/// <summary>What can move the runtime from one state to another.</summary>
internal enum RuntimeAction
{
    /// <summary>The runtime asks for the next event.</summary>
    Poll,

    /// <summary>The connection of a waiting runtime closed.</summary>
    Withdraw,

    /// <summary>The service hands out an event.</summary>
    Deliver,

    /// <summary>The runtime begins to post a response.</summary>
    Respond,

    /// <summary>The runtime begins to post an error.</summary>
    Fail,

    /// <summary>The service has read the answer to its end.</summary>
    Complete,

    /// <summary>The runtime reports that it cannot start.</summary>
    FailInit,
}
