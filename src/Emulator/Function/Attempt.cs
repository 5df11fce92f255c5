namespace LambdaClient.Emulator.Function;

/// <summary>One try at one event, from the queue to its answer. Disposing it stops its clock.</summary>
internal sealed class Attempt(InvocationRequest request, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Answer> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _writtenAt;
    private bool _isWritten;
    private long _answeredAt;

    public InvocationRequest Request { get; } = request;

    public string RequestId { get; } = request.RequestId ?? Guid.NewGuid().ToString();

    /// <summary>Never reused, even when the request id is.</summary>
    public string InvocationId { get; } = Guid.NewGuid().ToString();

    public string TraceId { get; } = request.TraceId ?? NewTraceId(clock.GetUtcNow());

    public DateTimeOffset Deadline { get; private set; }

    /// <summary>Where the caller wants a streamed response, or null if it wants every response whole.</summary>
    public ResponseSink? Sink { get; } = request.ResponseSink is { } accept ? new ResponseSink(accept) : null;

    public Task Delivered => _delivered.Task;

    /// <summary>Completes when its time is up, counted from its delivery.</summary>
    public Task TimeUp { get; private set; } = Task.CompletedTask;

    public Task<Answer> Answered => _answered.Task;

    public TimeSpan Duration =>
        Volatile.Read(ref _isWritten) ? clock.GetElapsedTime(_writtenAt, _answeredAt) : TimeSpan.Zero;

    public void Deliver(TimeSpan timeout)
    {
        Deadline = clock.GetUtcNow() + timeout;
        TimeUp = Task.Delay(timeout, clock, _over.Token);
        _delivered.SetResult();
    }

    /// <summary>The event is about to be written: from here on, time is the runtime's.</summary>
    public void MarkWritten()
    {
        // A runtime that asks again has had it before.
        if (!Volatile.Read(ref _isWritten))
        {
            _writtenAt = clock.GetTimestamp();
            Volatile.Write(ref _isWritten, true);
        }
    }

    /// <summary>Settles the attempt. The first answer stands; false if there was one already.</summary>
    public bool TryAnswer(Answer answer)
    {
        if (_answered.Task.IsCompleted)
        {
            return false;
        }

        _answeredAt = clock.GetTimestamp();
        return _answered.TrySetResult(answer);
    }

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
    }

    // The form that AWS X-Ray prescribes: version, hexadecimal epoch seconds, 96 random bits.
    private static string NewTraceId(DateTimeOffset now)
    {
        var random = Guid.NewGuid().ToString("N");
        var parent = Guid.NewGuid().ToString("N");
        return $"Root=1-{now.ToUnixTimeSeconds():x8}-{random[..24]};Parent={parent[..16]};Sampled=0";
    }
}
