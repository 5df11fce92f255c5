namespace LambdaClient;

/// <summary>What a loop does next.</summary>
internal enum LoopMove
{
    /// <summary>The error ends the loop.</summary>
    Stop,

    /// <summary>The same call again, after <see cref="LoopPolicy.Pause"/>.</summary>
    Again,

    /// <summary>The error is to be reported in place of the answer, at once.</summary>
    Report,

    /// <summary>On to the next event.</summary>
    Poll,
}

/// <summary>What a loop does about an error; the blocking, the asynchronous and the native loop ask the same policy.</summary>
/// <remarks>
/// A call is made again only where that can help and cannot do harm, at most <see cref="RuntimeLoopOptions.MaxAttempts"/>
/// times in a row. Pauses double from 10 ms to 1 s, and each is shortened by up to a half at random, so that pollers spread out.
/// </remarks>
internal sealed class LoopPolicy(RuntimeLoopOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private int _failures;

    /// <summary>How long to wait before the same call is made again.</summary>
    public TimeSpan Pause { get; private set; }

    public void Succeeded() => _failures = 0;

    public LoopMove AfterNext(ApiError error)
    {
        // Of pollers side by side, one may come too early or too late for the service; that does not end the others.
        var isFatal = error.IsFatal && !(options.IsConcurrent && error.Code == ErrorCode.InvalidStateTransition);
        return isFatal || error.Code == ErrorCode.Cancelled ? LoopMove.Stop : CountFailure(error);
    }

    /// <summary>What to do about an answer that was not taken.</summary>
    /// <param name="error">Why.</param>
    /// <param name="isStreamed">Whether the answer was made while it was sent: a second run could do its work twice.</param>
    public LoopMove AfterPost(ApiError error, bool isStreamed = false)
    {
        if (error.IsFatal)
        {
            return LoopMove.Stop;
        }

        // Nothing left, so the invocation still waits: the same answer again, if it is not itself what cannot be sent.
        var isWaiting = error.Delivery == Delivery.NotSent && error is not ApiError.State;
        if (isWaiting && error is not ApiError.Usage && !isStreamed)
        {
            return CountFailure(error);
        }

        options.OnError?.Invoke(error);
        if (!isWaiting)
        {
            return LoopMove.Poll;
        }

        Pause = TimeSpan.Zero;
        return LoopMove.Report;
    }

    private LoopMove CountFailure(ApiError error)
    {
        if (++_failures >= options.MaxAttempts)
        {
            return LoopMove.Stop;
        }

        options.OnError?.Invoke(error);
        var doubled = FirstPause * Math.Pow(2, Math.Min(_failures - 1, 10));
        Pause = (doubled < LongestPause ? doubled : LongestPause) * (1 - Random.Shared.NextDouble() / 2);
        return LoopMove.Again;
    }
}
