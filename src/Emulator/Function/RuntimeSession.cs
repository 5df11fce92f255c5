using System.Diagnostics.CodeAnalysis;

namespace LambdaClient.Emulator.Function;

/// <summary>
/// The conversation with one runtime: its workers, the polls they wait in, the attempts they work on. Every change happens under
/// one lock and goes through <see cref="RuntimeTransitions"/>.
/// </summary>
internal sealed class RuntimeSession
{
    private readonly Lock _gate = new();
    private readonly RecentIds _timedOut = new(capacity: 1000);
    private readonly List<Attempt> _offered = [];
    private readonly EmulatorOptions _options;

    // The worker that brings the runtime up: what concerns the start is between it and the service.
    private Worker _first;

    // Those that wait or work, in the order in which they asked, and the first one as long as it has not asked.
    private List<Worker> _workers;
    private TaskCompletionSource _polled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InitPhase _init = new();

    public RuntimeSession(EmulatorOptions options)
    {
        _options = options;
        _first = NewWorker();
        _workers = [_first];
    }

    /// <summary>Raised when an event is handed out, before the runtime gets it.</summary>
    public event Action<Attempt>? Delivering;

    /// <summary>The latest start of the runtime; replaced by <see cref="Reset"/>.</summary>
    public InitPhase Init
    {
        get
        {
            lock (_gate)
            {
                return _init;
            }
        }
    }

    private bool IsConcurrent => _options.MaxConcurrency is not null;

    /// <summary>Forgets the runtime, so that whoever calls next is a new one.</summary>
    /// <param name="dropPolls">Whether a poll that waits is the old runtime's last breath, and not the new one's first.</param>
    public void Reset(bool dropPolls)
    {
        lock (_gate)
        {
            var waiting = _workers.FindAll(worker => worker.Poll is not null);
            if (dropPolls)
            {
                waiting.ForEach(worker => worker.Poll!.TrySetCanceled());
                waiting.Clear();
            }

            _init = new InitPhase { CompletedAt = waiting.Count > 0 ? _init.CompletedAt : null };
            _first = waiting.Count > 0 ? waiting[0] : NewWorker();
            _workers = waiting.Count > 0 ? waiting : [_first];
            UpdatePolled();
        }
    }

    /// <summary>Hands the attempt to the runtime now if a worker waits, otherwise as soon as one asks.</summary>
    public void Offer(Attempt attempt)
    {
        lock (_gate)
        {
            _offered.Add(attempt);
            HandOut();
        }
    }

    /// <summary>Withdraws an offer; false if the runtime has it already.</summary>
    public bool TakeBack(Attempt attempt)
    {
        lock (_gate)
        {
            return _offered.Remove(attempt);
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
            if (_options.MaxConcurrency is { } most && _workers.Count(it => it.Poll is not null) >= most)
            {
                refusal = Refusal.TooManyPolls(most);
                return false;
            }

            var worker = IsConcurrent && _first.HasAsked ? NewWorker() : _first;
            if (!worker.TryMove(RuntimeAction.Poll, out refusal))
            {
                return false;
            }

            waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _init.CompletedAt ??= _options.TimeProvider.GetTimestamp();
            if (worker.State == RuntimeState.Running)
            {
                waiting.SetResult(worker.Attempt!);
                return true;
            }

            worker.Poll = waiting;
            if (!_workers.Contains(worker))
            {
                _workers.Add(worker);
            }

            HandOut();
            return true;
        }
    }

    /// <summary>The connection of a waiting worker closed.</summary>
    public void Withdraw(TaskCompletionSource<Attempt> waiting)
    {
        lock (_gate)
        {
            if (_workers.Find(worker => worker.Poll == waiting) is { } gone)
            {
                gone.Poll = null;
                gone.Move(RuntimeAction.Withdraw);
                if (_workers.Count > 1)
                {
                    _workers.Remove(gone);
                    _first = gone == _first ? _workers[0] : _first;
                }
                else
                {
                    // Nobody is left: whoever asks next comes up anew.
                    _first = gone;
                    _init.CompletedAt = null;
                }

                UpdatePolled();
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
            var workers = _workers.FindAll(it => it.Attempt?.RequestId == requestId);
            if (workers.Count == 0)
            {
                refusal = NotCurrent(requestId);
                return false;
            }

            var worker = string.IsNullOrEmpty(invocationId)
                ? workers[0]
                : workers.Find(it => it.Attempt!.InvocationId == invocationId);
            if (worker is null)
            {
                refusal = Refusal.UnknownInvocationId(invocationId!);
                return false;
            }

            if (!worker.TryMove(action, out refusal))
            {
                refusal = IsConcurrent ? Refusal.AnswerInProgress(requestId) : refusal;
                return false;
            }

            attempt = worker.Attempt!;
            return true;
        }
    }

    /// <summary>
    /// The answer is complete: the caller gets it and the runtime may go on. False if the attempt timed out meanwhile, or if an
    /// error took the place of its response.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="begun">The action that began the answer.</param>
    /// <param name="answer">What the caller is told.</param>
    /// <param name="refusal">What the runtime is told instead of an acceptance.</param>
    public bool TryCompleteAnswer(
        Attempt attempt,
        RuntimeAction begun,
        Answer answer,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        lock (_gate)
        {
            if (
                WorkerOf(attempt) is { } worker
                && worker.State == RuntimeTransitions.Target(begun)
                && attempt.TryAnswer(answer)
            )
            {
                Finish(worker, RuntimeAction.Complete);
                refusal = null;
                return true;
            }

            refusal = NotCurrent(attempt.RequestId);
            return false;
        }
    }

    /// <summary>The mode of a response is not known: the caller is told, whatever its body holds.</summary>
    public void Reject(Attempt attempt, Answer answer)
    {
        lock (_gate)
        {
            if (WorkerOf(attempt) is { } worker && attempt.TryAnswer(answer))
            {
                Finish(worker, RuntimeAction.Reject);
            }
        }
    }

    /// <summary>The runtime reports that it cannot start or, after a restore, go on. What it reports is for <c>init</c>.</summary>
    public bool TryFail(
        RuntimeAction action,
        [NotNullWhen(true)] out InitPhase? init,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        lock (_gate)
        {
            init = _first.TryMove(action, out refusal) ? _init : null;
            return init is not null;
        }
    }

    /// <summary>The runtime asks to be told of its restore, which is either done or withdrawn next.</summary>
    public bool TryAwaitRestore([NotNullWhen(true)] out Worker? waiting, [NotNullWhen(false)] out Refusal? refusal)
    {
        lock (_gate)
        {
            waiting = _first.TryMove(RuntimeAction.AwaitRestore, out refusal) ? _first : null;
            return waiting is not null;
        }
    }

    /// <summary>The snapshot is restored, or the runtime that waits for it is gone.</summary>
    public void EndRestore(Worker waiting, RuntimeAction action)
    {
        lock (_gate)
        {
            waiting.Move(action);
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
            if (WorkerOf(attempt) is { } worker)
            {
                worker.Attempt = null;
                Finish(worker, RuntimeAction.TimeOut);
                _init.CompletedAt = IsConcurrent ? _init.CompletedAt : null;
            }

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

    private Worker NewWorker() => new(IsConcurrent);

    private Worker? WorkerOf(Attempt attempt) => _workers.Find(worker => worker.Attempt == attempt);

    private void HandOut()
    {
        while (_offered.Count > 0 && _workers.Find(it => it.Poll is not null) is { Poll: { } poll } worker)
        {
            var attempt = _offered[0];
            _offered.RemoveAt(0);
            worker.Move(RuntimeAction.Deliver);
            worker.Poll = null;
            worker.Attempt = attempt;
            attempt.Deliver(_options.Timeout);
            Delivering?.Invoke(attempt);
            poll.SetResult(attempt);
        }

        UpdatePolled();
    }

    /// <summary>Ends what a worker does with its event. One of several is done for good.</summary>
    private void Finish(Worker worker, RuntimeAction action)
    {
        worker.Move(action);
        if (IsConcurrent)
        {
            _workers.Remove(worker);
        }
    }

    private Refusal NotCurrent(string requestId)
    {
        // With several workers the service says it once for each event; it has one line of work to look at without.
        var timedOut = IsConcurrent ? _timedOut.Remove(requestId) : _timedOut.Contains(requestId);
        return timedOut ? Refusal.TimedOut(requestId) : Refusal.UnknownRequestId(requestId);
    }

    private void UpdatePolled()
    {
        if (_workers.Exists(worker => worker.Poll is not null))
        {
            _polled.TrySetResult();
        }
        else if (_polled.Task.IsCompleted)
        {
            _polled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
