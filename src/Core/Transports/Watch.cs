namespace LambdaClient.Transports;

/// <summary>The time limit of one call after another: calls <paramref name="expire"/> when the limit passes before the call ends.</summary>
/// <param name="clock">The clock to measure with.</param>
/// <param name="expire">Ends what the call waits for. Called on another thread, inside the watch's lock.</param>
/// <remarks>One timer for all calls. It is set anew only where it would fire too late, so most calls do not touch it.</remarks>
internal sealed class Watch(TimeProvider clock, Action expire)
{
    // The longest that every timer takes; it is set again then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private ITimer? _timer;

    // When the timer fires, after the start of the watch; null where it is not set.
    private TimeSpan? _fires;
    private readonly long _origin = clock.GetTimestamp();
    private TimeSpan _start;
    private TimeSpan _limit;
    private bool _isTimed;
    private bool _isRunning;
    private bool _hasExpired;

    private TimeSpan Now => clock.GetElapsedTime(_origin);

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
            (_start, _limit, _isRunning) = (Now, limit, true);
            if (_fires is not { } fires || fires - _start > limit)
            {
                Set(limit);
            }
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
            (_timer, _fires) = (null, null);
        }
    }

    private void Set(TimeSpan wait)
    {
        var bounded = wait < LongestWait ? wait : LongestWait;
        _fires = Now + bounded;
        _timer ??= MakeTimer();
        _timer.Change(bounded, Timeout.InfiniteTimeSpan);
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
            _fires = null;
            if (!_isRunning || _timer is null)
            {
                return;
            }

            // A timer that was set for an earlier call fires into this one, and timers may be a moment early.
            var left = _limit - (Now - _start);
            if (left > TimeSpan.Zero)
            {
                Set(left < Tick ? Tick : left);
                return;
            }

            (_isRunning, _hasExpired) = (false, true);
            expire();
        }
    }
}
