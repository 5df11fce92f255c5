namespace LambdaClient.Emulator.Function;

/// <summary>How one start of the runtime goes. Its clock reading is written under the lock of the session.</summary>
internal sealed class InitPhase
{
    private readonly TaskCompletionSource<Func<string, Answer>> _failure = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>When the runtime first asked for an event, as a timestamp of the clock; null before that.</summary>
    public long? CompletedAt { get; set; }

    /// <summary>
    /// Completes when the runtime or an extension reports that it cannot go on, with what each caller is told: a recipe that works
    /// for any request id.
    /// </summary>
    public Task<Func<string, Answer>> Failure => _failure.Task;

    public void Fail(Func<string, Answer> answer) => _failure.TrySetResult(answer);
}
