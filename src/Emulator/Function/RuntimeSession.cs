using System.Diagnostics.CodeAnalysis;

namespace LambdaClient.Emulator.Function;

/// <summary>
/// The conversation with one runtime: its state, the poll it waits in, the attempt it works on. Every change happens under one
/// lock and goes through <see cref="RuntimeTransitions"/>.
/// </summary>
internal sealed class RuntimeSession(TimeProvider clock, TimeSpan timeout)
{
    private readonly Lock _gate = new();
    private readonly RecentIds _timedOut = new(capacity: 1000);
    private RuntimeState _state = RuntimeState.Started;
    private TaskCompletionSource<Attempt>? _poll;
    private Attempt? _offered;
    private Attempt? _current;
    private TaskCompletionSource<Answer> _initError = NewSource<Answer>();
    private TaskCompletionSource _polled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When the runtime first asked for an event, as a timestamp of the clock; null before that.</summary>
    public long? InitialisedAt { get; private set; }

    /// <summary>Completes when the runtime reports an init error; replaced by <see cref="Reset"/>.</summary>
    public Task<Answer> InitError
    {
        get
        {
            lock (_gate)
            {
                return _initError.Task;
            }
        }
    }

    /// <summary>Forgets the runtime, so that whoever calls next is a new one.</summary>
    /// <param name="dropPoll">Whether a poll that waits is the old runtime's last breath, and not the new one's first.</param>
    public void Reset(bool dropPoll)
    {
        lock (_gate)
        {
            _current = null;
            _initError = NewSource<Answer>();
            if (dropPoll && _poll is { } waiting)
            {
                _poll = null;
                _polled = new(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.TrySetCanceled();
            }

            if (_poll is null)
            {
                _state = RuntimeState.Started;
                InitialisedAt = null;
            }
        }
    }

    /// <summary>Hands the attempt to the runtime now if it waits, otherwise as soon as it asks.</summary>
    public void Offer(Attempt attempt)
    {
        lock (_gate)
        {
            _offered = attempt;
            if (_poll is { } waiting)
            {
                _poll = null;
                _polled = new(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.SetResult(Deliver());
            }
        }
    }

    /// <summary>Withdraws an offer; false if the runtime has it already.</summary>
    public bool TakeBack(Attempt attempt)
    {
        lock (_gate)
        {
            if (_offered != attempt)
            {
                return false;
            }

            _offered = null;
            return true;
        }
    }

    /// <summary>The runtime asks for an event. The task ends with one, or is cancelled by <see cref="Withdraw"/>.</summary>
    public bool TryPoll(
        [NotNullWhen(true)] out TaskCompletionSource<Attempt>? waiting,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        lock (_gate)
        {
            waiting = null;
            if (!TryMove(RuntimeAction.Poll, out refusal))
            {
                return false;
            }

            waiting = NewSource<Attempt>();
            InitialisedAt ??= clock.GetTimestamp();
            if (_state == RuntimeState.Running)
            {
                waiting.SetResult(_current!);
            }
            else if (_offered is not null)
            {
                waiting.SetResult(Deliver());
            }
            else
            {
                _poll = waiting;
                _polled.TrySetResult();
            }

            return true;
        }
    }

    /// <summary>The connection of a waiting runtime closed.</summary>
    public void Withdraw(TaskCompletionSource<Attempt> waiting)
    {
        lock (_gate)
        {
            if (_poll == waiting)
            {
                _poll = null;
                _polled = new(TaskCreationOptions.RunContinuationsAsynchronously);
                InitialisedAt = null;
                Move(RuntimeAction.Withdraw);
            }
        }

        waiting.TrySetCanceled();
    }

    /// <summary>The head of an answer has arrived. The ids are checked before the state, as the service does.</summary>
    public bool TryBeginAnswer(
        string requestId,
        string? invocationId,
        RuntimeAction action,
        [NotNullWhen(true)] out Attempt? attempt,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        lock (_gate)
        {
            attempt = null;
            if (_current?.RequestId != requestId)
            {
                refusal = _timedOut.Contains(requestId)
                    ? Refusal.TimedOut(requestId)
                    : Refusal.UnknownRequestId(requestId);
                return false;
            }

            if (!string.IsNullOrEmpty(invocationId) && invocationId != _current.InvocationId)
            {
                refusal = Refusal.UnknownInvocationId(invocationId);
                return false;
            }

            if (!TryMove(action, out refusal))
            {
                return false;
            }

            attempt = _current;
            return true;
        }
    }

    /// <summary>The answer is complete: the caller gets it and the runtime may go on. False if the attempt timed out meanwhile.</summary>
    public bool TryCompleteAnswer(Attempt attempt, Answer answer)
    {
        lock (_gate)
        {
            if (_current != attempt || !attempt.TryAnswer(answer))
            {
                return false;
            }

            Move(RuntimeAction.Complete);
            return true;
        }
    }

    /// <summary>The runtime reports an init error. What it reports follows in <see cref="CompleteInitError"/>.</summary>
    public bool TryFailInit([NotNullWhen(false)] out Refusal? refusal)
    {
        lock (_gate)
        {
            return TryMove(RuntimeAction.FailInit, out refusal);
        }
    }

    public void CompleteInitError(Answer answer)
    {
        lock (_gate)
        {
            _initError.TrySetResult(answer);
        }
    }

    /// <summary>The attempt's time is up: the caller gets the answer given, the runtime's own will be refused. False if it came in time.</summary>
    public bool TryTimeOut(Attempt attempt, Answer answer)
    {
        lock (_gate)
        {
            if (!attempt.TryAnswer(answer))
            {
                return false;
            }

            _timedOut.Add(attempt.RequestId);
            _current = null;
            _state = RuntimeState.Started;
            InitialisedAt = null;
            return true;
        }
    }

    public Task WaitForPollAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _polled.Task.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Attempt Deliver()
    {
        Move(RuntimeAction.Deliver);
        _current = _offered!;
        _offered = null;
        _current.Deliver(timeout);
        return _current;
    }

    private bool TryMove(RuntimeAction action, [NotNullWhen(false)] out Refusal? refusal)
    {
        if (RuntimeTransitions.After(_state, action) is { } next)
        {
            _state = next;
            refusal = null;
            return true;
        }

        refusal = Refusal.IllegalTransition(_state, action);
        return false;
    }

    private void Move(RuntimeAction action)
    {
        if (!TryMove(action, out var refusal))
        {
            throw new InvalidOperationException(refusal.Message);
        }
    }
}
