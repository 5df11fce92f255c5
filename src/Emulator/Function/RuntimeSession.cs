using System.Diagnostics.CodeAnalysis;

namespace LambdaClient.Emulator.Function;

/// <summary>
/// The conversation with one runtime: its state, the poll it waits in, the attempt it works on. Every change happens under one
/// lock and goes through <see cref="RuntimeTransitions"/>.
/// </summary>
internal sealed class RuntimeSession(TimeProvider clock, TimeSpan timeout)
{
    private readonly Lock gate = new();
    private readonly RecentIds timedOut = new(capacity: 1000);
    private RuntimeState state = RuntimeState.Started;
    private TaskCompletionSource<Attempt>? poll;
    private Attempt? offered;
    private Attempt? current;
    private TaskCompletionSource<Answer> initError = NewSource<Answer>();
    private TaskCompletionSource polled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When the runtime first asked for an event, as a timestamp of the clock; null before that.</summary>
    public long? InitialisedAt { get; private set; }

    /// <summary>Completes when the runtime reports an init error; replaced by <see cref="Reset"/>.</summary>
    public Task<Answer> InitError
    {
        get
        {
            lock (gate)
            {
                return initError.Task;
            }
        }
    }

    /// <summary>Forgets the runtime, so that whoever calls next is a new one.</summary>
    /// <param name="dropPoll">Whether a poll that waits is the old runtime's last breath, and not the new one's first.</param>
    public void Reset(bool dropPoll)
    {
        lock (gate)
        {
            current = null;
            initError = NewSource<Answer>();
            if (dropPoll && poll is { } waiting)
            {
                poll = null;
                polled = new(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.TrySetCanceled();
            }

            if (poll is null)
            {
                state = RuntimeState.Started;
                InitialisedAt = null;
            }
        }
    }

    /// <summary>Hands the attempt to the runtime now if it waits, otherwise as soon as it asks.</summary>
    public void Offer(Attempt attempt)
    {
        lock (gate)
        {
            offered = attempt;
            if (poll is { } waiting)
            {
                poll = null;
                polled = new(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.SetResult(Deliver());
            }
        }
    }

    /// <summary>Withdraws an offer; false if the runtime has it already.</summary>
    public bool TakeBack(Attempt attempt)
    {
        lock (gate)
        {
            if (offered != attempt)
            {
                return false;
            }

            offered = null;
            return true;
        }
    }

    /// <summary>The runtime asks for an event. The task ends with one, or is cancelled by <see cref="Withdraw"/>.</summary>
    public bool TryPoll(
        [NotNullWhen(true)] out TaskCompletionSource<Attempt>? waiting,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        lock (gate)
        {
            waiting = null;
            if (!TryMove(RuntimeAction.Poll, out refusal))
            {
                return false;
            }

            waiting = NewSource<Attempt>();
            InitialisedAt ??= clock.GetTimestamp();
            if (state == RuntimeState.Running)
            {
                waiting.SetResult(current!);
            }
            else if (offered is not null)
            {
                waiting.SetResult(Deliver());
            }
            else
            {
                poll = waiting;
                polled.TrySetResult();
            }

            return true;
        }
    }

    /// <summary>The connection of a waiting runtime closed.</summary>
    public void Withdraw(TaskCompletionSource<Attempt> waiting)
    {
        lock (gate)
        {
            if (poll == waiting)
            {
                poll = null;
                polled = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
        lock (gate)
        {
            attempt = null;
            if (current?.RequestId != requestId)
            {
                refusal = timedOut.Contains(requestId)
                    ? Refusal.TimedOut(requestId)
                    : Refusal.UnknownRequestId(requestId);
                return false;
            }

            if (!string.IsNullOrEmpty(invocationId) && invocationId != current.InvocationId)
            {
                refusal = Refusal.UnknownInvocationId(invocationId);
                return false;
            }

            if (!TryMove(action, out refusal))
            {
                return false;
            }

            attempt = current;
            return true;
        }
    }

    /// <summary>The answer is complete: the caller gets it and the runtime may go on. False if the attempt timed out meanwhile.</summary>
    public bool TryCompleteAnswer(Attempt attempt, Answer answer)
    {
        lock (gate)
        {
            if (current != attempt || !attempt.TryAnswer(answer))
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
        lock (gate)
        {
            return TryMove(RuntimeAction.FailInit, out refusal);
        }
    }

    public void CompleteInitError(Answer answer)
    {
        lock (gate)
        {
            initError.TrySetResult(answer);
        }
    }

    /// <summary>The attempt's time is up: the caller gets the answer given, the runtime's own will be refused. False if it came in time.</summary>
    public bool TryTimeOut(Attempt attempt, Answer answer)
    {
        lock (gate)
        {
            if (!attempt.TryAnswer(answer))
            {
                return false;
            }

            timedOut.Add(attempt.RequestId);
            current = null;
            state = RuntimeState.Started;
            InitialisedAt = null;
            return true;
        }
    }

    public Task WaitForPollAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return polled.Task.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Attempt Deliver()
    {
        Move(RuntimeAction.Deliver);
        current = offered!;
        offered = null;
        current.Deliver(timeout);
        return current;
    }

    private bool TryMove(RuntimeAction action, [NotNullWhen(false)] out Refusal? refusal)
    {
        if (RuntimeTransitions.After(state, action) is { } next)
        {
            state = next;
            refusal = null;
            return true;
        }

        refusal = Refusal.IllegalTransition(state, action);
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
