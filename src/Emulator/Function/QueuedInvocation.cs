namespace LambdaClient.Emulator.Function;

/// <summary>An event in the queue and the caller who waits for its outcome.</summary>
internal sealed record QueuedInvocation(Attempt Attempt, CancellationToken CallerGone)
{
    public TaskCompletionSource<InvocationOutcome> Outcome { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
