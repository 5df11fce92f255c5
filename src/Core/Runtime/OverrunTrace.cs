namespace LambdaClient;

/// <summary>
/// Names a handler that has not answered shortly before its deadline, once, as decisions without waiting: a timer or a thread looks
/// when it is time. The service ends the process at the deadline, and then nobody can say what it was doing.
/// </summary>
/// <remarks>Any thread. The loop's thread does not leave <see cref="End"/> while a line about its invocation is written.</remarks>
/// <param name="clock">Where deadlines and durations are read from.</param>
/// <param name="margin">How long before the deadline.</param>
/// <param name="warn">Writes a line of the invocation to the function's log.</param>
internal sealed class OverrunTrace(TimeProvider clock, TimeSpan margin, Action<Invocation, string> warn)
{
    private readonly Lock _gate = new();
    private Invocation _invocation;
    private long _began;
    private TimeSpan _limit;
    private bool _isArmed;

    /// <summary>A handler begins. Gives how long until it is time to look; null where it never will be.</summary>
    public TimeSpan? Begin(Invocation invocation)
    {
        if (Deadlines.Until(margin, invocation, clock) is not { } limit)
        {
            return null;
        }

        lock (_gate)
        {
            (_invocation, _began, _limit, _isArmed) = (invocation, clock.GetTimestamp(), limit, true);
        }

        return limit;
    }

    /// <summary>The handler answered, or its invocation ended otherwise.</summary>
    public void End()
    {
        lock (_gate)
        {
            (_invocation, _isArmed) = (default, false);
        }
    }

    /// <summary>
    /// Writes the line if it is time. Gives how long until it is time for the handler that began last, also where that has answered:
    /// those who look once then need not be told of each handler. Null once that is over.
    /// </summary>
    public TimeSpan? Look()
    {
        lock (_gate)
        {
            var ran = clock.GetElapsedTime(_began);
            if (ran < _limit)
            {
                return _limit - ran;
            }

            if (!_isArmed)
            {
                return null;
            }

            _isArmed = false;
            warn(
                _invocation,
                $"the handler has not answered after {(long)ran.TotalMilliseconds} ms, and its deadline is near; make it faster, or raise the function's timeout"
            );
            return null;
        }
    }
}
