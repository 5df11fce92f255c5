using System.Collections.Immutable;

namespace LambdaClient;

/// <summary>What can be chosen about a bootstrap; the defaults suit a Lambda function.</summary>
/// <remarks>Immutable; safe on any thread. A hook fails by an exception.</remarks>
public sealed record BootstrapOptions
{
    /// <summary>The most pollers that can be asked for: the service parks no more (Lambda Managed Instances).</summary>
    public const int MaxConcurrency = 10_000;

    /// <summary>How the clients are opened, one for each poller.</summary>
    public RuntimeClientOptions Client { get; init; } = new();

    /// <summary>How each poller goes on. <see cref="RuntimeLoopOptions.IsConcurrent"/> is set where it has to be.</summary>
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
    /// Run before the process ends, in order, once nothing is being handled. Where there is one, an internal extension without
    /// events is registered, because the service sends SIGTERM to no other process, and SIGTERM ends the pollers.
    /// </summary>
    public ImmutableArray<Func<CancellationToken, Task>> Shutdown { get; init; } = [];

    /// <summary>
    /// How long after SIGTERM running handlers and <see cref="Shutdown"/> may take together; 400 ms unless set. The service kills
    /// the process after 500 ms, and after 600 ms where an external extension runs too.
    /// </summary>
    public TimeSpan ShutdownBudget { get; init; } = TimeSpan.FromMilliseconds(400);
}
