namespace LambdaClient.Transports;

/// <summary>The time limit of one call after another: calls <paramref name="expire"/> when the limit passes before the call ends.</summary>
/// <param name="clock">The clock to measure with.</param>
/// <param name="expire">Ends what the call waits for. Called on another thread, inside the watch's lock.</param>
/// <remarks>One timer for all calls, which a call without a limit does not touch.</remarks>
internal sealed class Watch(TimeProvider clock, Action expire)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private ITimer? _timer;
    private long _start;
    private TimeSpan _limit;
    private bool _isTimed;
    private bool _isRunning;
    private bool _hasExpired;

    /// <summary>Begins a call.</summary>
    /// <param name="limit">How long it may take, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    public void Begin(TimeSpan limit)
    {
        _isTimed = limit != Timeout.InfiniteTimeSpan;
        if (!_isTimed)
        {
            return;
        }

        lock (_gate)
        {
            (_start, _limit, _isRunning) = (clock.GetTimestamp(), limit, true);
            _timer ??= MakeTimer();
            _timer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Whether the limit passed; nothing expires after this.</summary>
    public bool End()
    {
        if (!_isTimed)
        {
            return false;
        }

        lock (_gate)
        {
            var hasExpired = _hasExpired;
            (_isRunning, _hasExpired) = (false, false);
            return hasExpired;
        }
    }

    /// <summary>Lets go of the timer until the next limit.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    private ITimer MakeTimer()
    {
        // The timer outlives the call that makes it, so it must not keep that call's context.
        using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        return clock.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (!_isRunning)
            {
                return;
            }

            // A timer that was set for an earlier call fires into this one, and timers may be a moment early.
            var left = _limit - clock.GetElapsedTime(_start);
            if (left > TimeSpan.Zero)
            {
                _timer?.Change(left < Tick ? Tick : left, Timeout.InfiniteTimeSpan);
                return;
            }

            (_isRunning, _hasExpired) = (false, true);
            expire();
        }
    }
}
