using System.Collections.Immutable;

namespace LambdaClient;

/// <summary>What can be chosen about a bootstrap; the defaults suit a Lambda function.</summary>
/// <remarks>Immutable; safe on any thread. A hook runs on a thread of its own, and fails by an exception.</remarks>
public sealed record BootstrapOptions
{
    /// <summary>The most pollers that can be asked for: the service parks no more (Lambda Managed Instances).</summary>
    public const int MaxConcurrency = 10_000;

    /// <summary>How the clients are opened, one for each poller.</summary>
    public RuntimeClientOptions Client { get; init; } = new();

    /// <summary>
    /// How each poller goes on. <see cref="RuntimeLoopOptions.IsConcurrent"/> is set where it has to be. Unless
    /// <see cref="RuntimeLoopOptions.Log"/> is set, the function's log is opened, so errors and overruns leave a line there.
    /// </summary>
    public RuntimeLoopOptions Loop { get; init; } = new();

    /// <summary>
    /// How many pollers run side by side, from 1 to <see cref="MaxConcurrency"/>; null takes <c>AWS_LAMBDA_MAX_CONCURRENCY</c>,
    /// which Lambda Managed Instances set, and 1 where it is not set. There a larger number is 1 too, with a warning in the
    /// function's log: the service would hand the same event to each poller.
    /// </summary>
    public int? Concurrency { get; init; }

    /// <summary>Whether <see cref="Concurrency"/> counts without <c>AWS_LAMBDA_MAX_CONCURRENCY</c> too: for a local service that allows it.</summary>
    public bool ForceConcurrency { get; init; }

    /// <summary>Runs before the first poll; a failure is reported as an init error. Null runs nothing.</summary>
    public Func<CancellationToken, Task>? Init { get; init; }

    /// <summary>
    /// Run before a snapshot of this process is taken, the last one first; a failure is reported as the init error
    /// <c>Runtime.BeforeSnapshotError</c>. Not run where <c>AWS_LAMBDA_INITIALIZATION_TYPE</c> is not <c>snap-start</c>.
    /// </summary>
    public ImmutableArray<Func<CancellationToken, Task>> BeforeSnapshot { get; init; } = [];

    /// <summary>
    /// Run after the snapshot was restored, in order, within 10 seconds; a failure is reported as the restore error
    /// <c>Runtime.AfterRestoreError</c> (AWS Lambda Developer Guide, "Lambda SnapStart").
    /// </summary>
    public ImmutableArray<Func<CancellationToken, Task>> AfterRestore { get; init; } = [];

    /// <summary>
    /// Run before the process ends if <see cref="Init"/> succeeded, in order, once nothing is being handled. All run, also after one
    /// failed; the first failure is the run's error unless it has one. If there is one, an internal extension without events is
    /// registered: only then does the service send SIGTERM, which ends the pollers.
    /// </summary>
    public ImmutableArray<Func<CancellationToken, Task>> Shutdown { get; init; } = [];

    /// <summary>
    /// How long after SIGTERM running handlers and <see cref="Shutdown"/> may take together, from zero to a day; 400 ms unless set. Handlers
    /// have at most half of it, and each hook an even share of what is left; one that takes longer is left behind, also if it blocks
    /// its thread. The service kills the process after 500 ms, and after 600 ms if an external extension runs too.
    /// </summary>
    public TimeSpan ShutdownBudget { get; init; } = TimeSpan.FromMilliseconds(400);
}
