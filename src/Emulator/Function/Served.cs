using LambdaClient.Emulator.Handler;

namespace LambdaClient.Emulator.Function;

/// <summary>What came of an attempt.</summary>
/// <param name="Answer">What its caller is told.</param>
/// <param name="Report">What the handler program can tell about it; null without one.</param>
/// <param name="InitFailure">Set if the environment does not come up, which every event that waits is told alike.</param>
internal sealed record Served(Answer Answer, HandlerReport? Report, Func<string, Answer>? InitFailure = null)
{
    /// <summary>What is left to do once the caller is told, such as ending the handler program; null if nothing is.</summary>
    public Func<Task>? Aftermath { get; init; }
}
