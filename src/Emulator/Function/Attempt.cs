namespace LambdaClient.Emulator.Function;

/// <summary>One try at one event, from the queue to its answer.</summary>
internal sealed class Attempt(InvocationRequest request, TimeProvider clock)
{
    private readonly TaskCompletionSource delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Answer> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long deliveredAt;
    private long answeredAt;

    public InvocationRequest Request { get; } = request;

    public string RequestId { get; } = request.RequestId ?? Guid.NewGuid().ToString();

    /// <summary>Never reused, even when the request id is.</summary>
    public string InvocationId { get; } = Guid.NewGuid().ToString();

    public string TraceId { get; } = request.TraceId ?? NewTraceId(clock.GetUtcNow());

    public DateTimeOffset Deadline { get; private set; }

    public Task Delivered => delivered.Task;

    public Task<Answer> Answered => answered.Task;

    public TimeSpan Duration => Delivered.IsCompleted ? clock.GetElapsedTime(deliveredAt, answeredAt) : TimeSpan.Zero;

    public void Deliver(TimeSpan timeout)
    {
        deliveredAt = clock.GetTimestamp();
        Deadline = clock.GetUtcNow() + timeout;
        delivered.SetResult();
    }

    /// <summary>Settles the attempt. The first answer stands; false if there was one already.</summary>
    public bool TryAnswer(Answer answer)
    {
        if (answered.Task.IsCompleted)
        {
            return false;
        }

        answeredAt = clock.GetTimestamp();
        return answered.TrySetResult(answer);
    }

    // The form that AWS X-Ray prescribes: version, hexadecimal epoch seconds, 96 random bits.
    private static string NewTraceId(DateTimeOffset now)
    {
        var random = Guid.NewGuid().ToString("N");
        var parent = Guid.NewGuid().ToString("N");
        return $"Root=1-{now.ToUnixTimeSeconds():x8}-{random[..24]};Parent={parent[..16]};Sampled=0";
    }
}
