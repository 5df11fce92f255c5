namespace LambdaClient;

/// <summary>What can be chosen about a loop.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
public sealed record RuntimeLoopOptions
{
    /// <summary>How many times in a row <c>next</c>, or a post that was not sent, may fail before the loop ends; 6 unless set.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>
    /// Whether <c>_X_AMZN_TRACE_ID</c> is set for the process before each handler runs; true unless set. It has to be false where
    /// loops run side by side: the variable belongs to the whole process.
    /// </summary>
    public bool SetsTraceId { get; init; } = true;

    /// <summary>Told of every error that the loop survives, on the loop's thread; ignores them unless set. Must not throw.</summary>
    public Action<ApiError>? OnError { get; init; }
}
