namespace LambdaClient;

/// <summary>What a loop writes to the function's log: errors that nobody else is told, and a handler that overruns its time.</summary>
/// <remarks>One timer for all invocations: it is set anew only where it would come too late.</remarks>
internal sealed class LoopLog : ISessionOwner, IDisposable
{
    // The longest that every timer takes; it is set again then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly FunctionLog _log;
    private readonly Session _session;
    private readonly bool _writesErrors;
    private readonly OverrunTrace _overrun;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly long _origin;

    // When the timer fires, since the origin; null where it is not set.
    private TimeSpan? _wakes;

    // The invocation that waits for its answer, and the last one.
    private Invocation _held;
    private bool _isHeld;
    private Invocation _last;
    private ApiError? _written;

    public LoopLog(FunctionLog log, Session session, RuntimeLoopOptions options)
    {
        (_log, _session, _writesErrors) = (log, session, options.OnError is null);
        _overrun = new(session.Clock, options.DeadlineMargin, Overran);
        _origin = session.Clock.GetTimestamp();
        _timer = session.Clock.CreateTimer(
            static log => ((LoopLog)log!).Look(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        Options = options with { OnError = options.OnError ?? Survived };
        session.Owner = this;
    }

    /// <summary>The loop's options, with this log where no one else is told of errors.</summary>
    public RuntimeLoopOptions Options { get; }

    private TimeSpan Now => _session.Clock.GetElapsedTime(_origin);

    /// <summary>The handler is called.</summary>
    public void Called(Invocation invocation)
    {
        (_held, _isHeld, _last, _written) = (invocation, true, invocation, null);
        if (_overrun.Begin(invocation) is { } wait)
        {
            lock (_gate)
            {
                Wake(wait);
            }
        }
    }

    /// <summary>It threw, which is the failure that its caller gets.</summary>
    public void Threw(Invocation invocation, Exception exception) =>
        _log.Write(FunctionLogLevel.Error, "The handler failed", invocation, exception);

    /// <summary>It gave an answer; one that is streamed ends when it was sent.</summary>
    public void Returned(Answer answer)
    {
        if (answer.Response is not { Body: not null })
        {
            _overrun.End();
        }
    }

    /// <summary>A turn ended the loop: names an answer that was not taken.</summary>
    public void Ended(Turn turn)
    {
        if (_writesErrors && turn.Undelivered is { } lost && !ReferenceEquals(lost, _written))
        {
            Warn(_last, lost.Message);
        }
    }

    public void Dispose()
    {
        _session.Owner = null;
        _timer.Dispose();
    }

    void ISessionOwner.Took(Invocation invocation) { }

    void ISessionOwner.Settled()
    {
        _overrun.End();
        (_held, _isHeld) = (default, false);
    }

    private void Survived(ApiError error)
    {
        _written = error;
        // The end of a stream settles its invocation before its error is told.
        Warn(!_isHeld && ConcernsAnswer(error) ? _last : _held, error.Message);
    }

    private static bool ConcernsAnswer(ApiError error) =>
        error switch
        {
            ApiError.Transport transport => transport.Operation,
            ApiError.Protocol protocol => protocol.Operation,
            ApiError.Rejected rejected => rejected.Operation,
            ApiError.Server server => server.Operation,
            ApiError.Limit limit => limit.Operation,
            ApiError.Cancelled cancelled => cancelled.Operation,
            _ => Operation.Respond,
        }
            is not Operation.Next;

    private void Overran(Invocation invocation, string message) =>
        _log.Write(FunctionLogLevel.Error, message, invocation);

    private void Warn(Invocation invocation, string message) => _log.Write(FunctionLogLevel.Warn, message, invocation);

    private void Look()
    {
        lock (_gate)
        {
            _wakes = null;
            if (_overrun.Look() is { } wait)
            {
                Wake(wait);
            }
        }
    }

    private void Wake(TimeSpan wait)
    {
        var bounded = wait < LongestWait ? wait : LongestWait;
        var due = Now + bounded;
        if (_wakes is not { } wakes || due < wakes)
        {
            _wakes = due;
            _timer.Change(bounded, Timeout.InfiniteTimeSpan);
        }
    }
}
