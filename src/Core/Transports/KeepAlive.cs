namespace LambdaClient.Transports;

/// <summary>
/// How a silent peer is found out: after an interval without bytes the system probes it, each interval again, and after
/// <see cref="Probes"/> probes without a reply the connection is broken. So a poll parked on a half-open connection ends.
/// </summary>
internal static class KeepAlive
{
    /// <summary>How many probes may go unanswered.</summary>
    public const int Probes = 3;

    /// <summary>The longest interval in seconds that Linux takes (MAX_TCP_KEEPIDLE and MAX_TCP_KEEPINTVL).</summary>
    public const int MaxSeconds = 32767;

    /// <summary>Whether an interval can be set, or stands for no probes.</summary>
    public static bool IsUsable(TimeSpan interval) =>
        interval == Timeout.InfiniteTimeSpan
        || (interval > TimeSpan.Zero && interval <= TimeSpan.FromSeconds(MaxSeconds));

    /// <summary>The interval in whole seconds, as the system's options take it; not shorter than asked.</summary>
    public static int Seconds(TimeSpan interval) => (int)Math.Ceiling(interval.TotalSeconds);
}
