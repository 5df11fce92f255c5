namespace LambdaClient.Emulator.Function;

/// <summary>What the runtime did, as the service saw it. Safe for use from many threads.</summary>
internal sealed class CallLog(int capacity)
{
    // A runtime may send 1 MB of headers with each call.
    private const long MostBytes = 32 * 1024 * 1024;

    // Roughly what a call or a header needs besides its text.
    private const int CallBytes = 200;
    private const int HeaderBytes = 100;

    private readonly Lock _gate = new();
    private readonly Queue<RuntimeApiCall> _calls = new();
    private readonly List<Waiter> _waiters = [];
    private long _count;
    private long _bytes;

    /// <summary>Raised for each call, in their order.</summary>
    public event Action<RuntimeApiCall>? Added;

    /// <summary>Records a call and gives it its number.</summary>
    public void Add(RuntimeApiCall call)
    {
        lock (_gate)
        {
            call = call with { Number = ++_count };
            _calls.Enqueue(call);
            _bytes += SizeOf(call);
            while (_calls.Count > capacity || (_bytes > MostBytes && _calls.Count > 1))
            {
                _bytes -= SizeOf(_calls.Dequeue());
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

    private static long SizeOf(RuntimeApiCall call) =>
        CallBytes
        + (sizeof(char) * (long)call.Path.Length)
        + call.Headers.Sum(header => HeaderBytes + (sizeof(char) * (long)(header.Key.Length + header.Value.Length)));

    private sealed record Waiter(Func<RuntimeApiCall, bool> Condition, TaskCompletionSource<RuntimeApiCall> Found)
    {
        public bool Offer(RuntimeApiCall call) => Condition(call) && Found.TrySetResult(call);
    }
}
