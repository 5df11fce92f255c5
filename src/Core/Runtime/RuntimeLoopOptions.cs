namespace LambdaClient;

/// <summary>What can be chosen about a loop.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
public sealed record RuntimeLoopOptions
{
    /// <summary>How many times in a row <c>next</c>, or a post that was not sent, may fail before the loop ends; 6 unless set.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>
    /// Whether loops run side by side in this process; false unless set. Then no loop sets <c>_X_AMZN_TRACE_ID</c>, which belongs
    /// to the whole process (take <see cref="InvocationContext.TraceId"/>), and a refused poll ends only its own loop, after
    /// <see cref="MaxAttempts"/> (AWS Lambda Developer Guide, "Building a custom runtime").
    /// </summary>
    public bool IsConcurrent { get; init; }

    /// <summary>
    /// How long before an invocation's deadline the token of its asynchronous handler ends, and a handler that has not answered is named
    /// in <see cref="Log"/>, zero or more; 100 ms unless set. A handler that obeys the token can still tell its caller what it was
    /// doing; later the service kills the process.
    /// </summary>
    public TimeSpan DeadlineMargin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Where the random part of each pause comes from; null takes <see cref="System.Random.Shared"/>.</summary>
    public Random? Random { get; init; }

    /// <summary>
    /// Called with every error that the loop survives, on the loop's thread; must not throw. Where it is not set, errors go to
    /// <see cref="Log"/>.
    /// </summary>
    public Action<ApiError>? OnError { get; init; }

    /// <summary>
    /// Where the loop writes, at level WARN and with the request id: one event for each error that it survives and for each answer that
    /// the service did not take, unless <see cref="OnError"/> is set; and one where a handler has not answered
    /// <see cref="DeadlineMargin"/> before its deadline, with how long it has run. Null, the default, writes nothing;
    /// <see cref="Bootstrap"/> opens a log.
    /// </summary>
    public FunctionLog? Log { get; init; }
}
