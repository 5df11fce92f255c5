namespace LambdaClient.Emulator.Function;

/// <summary>What the runtime did, as the service saw it. Safe for use from many threads.</summary>
internal sealed class CallLog(int capacity)
{
    private readonly Lock gate = new();
    private readonly Queue<RuntimeApiCall> calls = new();
    private readonly List<Waiter> waiters = [];
    private long count;

    /// <summary>Records a call and gives it its number.</summary>
    public void Add(RuntimeApiCall call)
    {
        lock (gate)
        {
            call = call with { Number = ++count };
            calls.Enqueue(call);
            if (calls.Count > capacity)
            {
                calls.Dequeue();
            }

            waiters.RemoveAll(waiter => waiter.Found.Task.IsCompleted || waiter.Offer(call));
        }
    }

    public IReadOnlyList<RuntimeApiCall> Snapshot()
    {
        lock (gate)
        {
            return [.. calls];
        }
    }

    public Task<RuntimeApiCall> WaitForAsync(Func<RuntimeApiCall, bool> condition, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (calls.FirstOrDefault(condition) is { } past)
            {
                return Task.FromResult(past);
            }

            var waiter = new Waiter(condition, new(TaskCreationOptions.RunContinuationsAsynchronously));
            waiters.Add(waiter);
            return waiter.Found.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed record Waiter(Func<RuntimeApiCall, bool> Condition, TaskCompletionSource<RuntimeApiCall> Found)
    {
        public bool Offer(RuntimeApiCall call) => Condition(call) && Found.TrySetResult(call);
    }
}
