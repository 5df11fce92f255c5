namespace LambdaClient.Native.Posix;

/// <summary>
/// Time limits by a socket's own timeout (<c>SO_RCVTIMEO</c>, <c>SO_SNDTIMEO</c>). It stays as it is from call to call: a limited
/// call counts its rounds, and an unlimited one takes it away only when it was woken by it. So neither costs a system call
/// where limited and unlimited calls alternate.
/// </summary>
/// <param name="option">Which timeout.</param>
/// <param name="firstMs">When a call is woken for the first time, whatever its limit.</param>
internal sealed unsafe class SocketTimeout(int option, long firstMs = SocketTimeout.LongestMs)
{
    private const long LongestMs = 1000;

    private long _setMs;
    private long _deadline;

    /// <summary>A new socket has no timeout.</summary>
    public void Reset() => _setMs = 0;

    /// <summary>Begins a call.</summary>
    public void Begin(int descriptor, TimeSpan limit)
    {
        if (limit == Timeout.InfiniteTimeSpan)
        {
            _deadline = long.MaxValue;
            return;
        }

        var limitMs = Math.Max(1, (long)limit.TotalMilliseconds);
        _deadline = Environment.TickCount64 + limitMs;
        var wakeMs = Math.Min(limitMs, firstMs);
        if (_setMs == 0 || _setMs > wakeMs)
        {
            Set(descriptor, wakeMs);
        }
    }

    /// <summary>Whether the call's limit has passed.</summary>
    public bool IsOver => _deadline != long.MaxValue && Environment.TickCount64 >= _deadline;

    /// <summary>Whether a system call that failed is to be made again: it was interrupted, or woken before the limit.</summary>
    public bool IsAgain(int descriptor, int error)
    {
        if (error is not (LibC.ErrorInterrupted or LibC.ErrorWouldBlock) || IsOver)
        {
            return false;
        }

        if (error == LibC.ErrorWouldBlock)
        {
            var isLimited = _deadline != long.MaxValue;
            Set(descriptor, isLimited ? Math.Clamp(_deadline - Environment.TickCount64, 1, LongestMs) : 0);
        }

        return true;
    }

    private void Set(int descriptor, long milliseconds)
    {
        if (_setMs == milliseconds)
        {
            return;
        }

        _setMs = milliseconds;
        var (seconds, rest) = Math.DivRem(milliseconds, 1000);
        var value = new LibC.TimeValue { Seconds = seconds, Microseconds = rest * 1000 };
        _ = LibC.SetSocketOption(descriptor, LibC.LevelSocket, option, &value, (uint)sizeof(LibC.TimeValue));
    }
}
