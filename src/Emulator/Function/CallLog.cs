namespace LambdaClient.Emulator.Function;

/// <summary>What the runtime did, as the service saw it. Safe for use from many threads.</summary>
internal sealed class CallLog(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<RuntimeApiCall> _calls = new();
    private readonly List<Waiter> _waiters = [];
    private long _count;

    /// <summary>Raised for each call, in their order.</summary>
    public event Action<RuntimeApiCall>? Added;

    /// <summary>Records a call and gives it its number.</summary>
    public void Add(RuntimeApiCall call)
    {
        lock (_gate)
        {
            call = call with { Number = ++_count };
            _calls.Enqueue(call);
            if (_calls.Count > capacity)
            {
                _calls.Dequeue();
            }

            _waiters.RemoveAll(waiter => waiter.Found.Task.IsCompleted || waiter.Offer(call));
            Added?.Invoke(call);
        }
    }

    public IReadOnlyList<RuntimeApiCall> Snapshot()
    {
        lock (_gate)
        {
            return [.. _calls];
        }
    }

    public Task<RuntimeApiCall> WaitForAsync(Func<RuntimeApiCall, bool> condition, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_calls.FirstOrDefault(condition) is { } past)
            {
                return Task.FromResult(past);
            }

            var waiter = new Waiter(condition, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Add(waiter);
            return waiter.Found.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed record Waiter(Func<RuntimeApiCall, bool> Condition, TaskCompletionSource<RuntimeApiCall> Found)
    {
        public bool Offer(RuntimeApiCall call) => Condition(call) && Found.TrySetResult(call);
    }
}
