namespace LambdaClient;

/// <summary>How often, and after which pause, a turn makes a call again.</summary>
/// <remarks>
/// A call is made again only where that can help and cannot do harm, at most <see cref="RuntimeLoopOptions.MaxAttempts"/>
/// times in a row. Pauses double from 10 ms to 1 s, and each is shortened by up to a half at random, so that pollers spread out.
/// </remarks>
internal sealed class LoopPolicy(RuntimeLoopOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private int _failures;

    /// <summary>Whether loops run side by side, so that a refused poll may be another's fault.</summary>
    public bool IsConcurrent => options.IsConcurrent;

    /// <summary>How long to wait before the same call is made again.</summary>
    public TimeSpan Pause { get; private set; }

    public void Succeeded() => _failures = 0;

    /// <summary>Reports an error that the loop survives.</summary>
    public void Tell(ApiError error) => options.OnError?.Invoke(error);

    /// <summary>Whether an answer is sent again because the service handed out its invocation once more.</summary>
    public bool Repeats() => ++_failures < options.MaxAttempts;

    /// <summary>Whether a poll is made again after an error.</summary>
    public bool PollsAgain(ApiError error)
    {
        // Of pollers side by side, one may come too early or too late for the service; that does not end the others.
        var isFatal = error.IsFatal && !(IsConcurrent && error.Code == ErrorCode.StateTransitionRejected);
        return !isFatal && error.Code != ErrorCode.Cancelled && TriesAgain(error);
    }

    /// <summary>Whether an answer of which nothing was taken is sent again after an error.</summary>
    public bool SendsAgain(ApiError error) => !error.IsFatal && error.Code != ErrorCode.Cancelled && TriesAgain(error);

    private bool TriesAgain(ApiError error)
    {
        if (++_failures >= options.MaxAttempts)
        {
            return false;
        }

        Tell(error);
        var doubled = FirstPause * Math.Pow(2, Math.Min(_failures - 1, 10));
        Pause =
            (doubled < LongestPause ? doubled : LongestPause)
            * (1 - (options.Random ?? Random.Shared).NextDouble() / 2);
        return true;
    }
}
