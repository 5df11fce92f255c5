using System.Collections.Immutable;
using Hook = System.Func<System.Threading.CancellationToken, System.Threading.Tasks.Task>;

namespace LambdaClient;

/// <summary>A hook that failed: its name, and what it threw.</summary>
internal sealed record FailedHook(string Hook, Exception Thrown)
{
    /// <summary>What the hook has to say to the callers of the function.</summary>
    public FunctionError Cause { get; } = FunctionError.FromException(Thrown);

    public ApiError Error => new ApiError.Usage(ErrorCode.HookFailed, Hook, Hooks.Told(Cause));
}

/// <summary>Runs hooks one after the other, each on a thread of its own: one that blocks its thread can be left behind.</summary>
internal static class Hooks
{
    /// <summary>Runs one; stops waiting for it once the token ends.</summary>
    public static async Task<FailedHook?> RunAsync(string name, Hook? hook, CancellationToken cancellation) =>
        hook is not null && await TryAsync(hook, cancellation).ConfigureAwait(false) is { } thrown
            ? new(name, thrown)
            : null;

    /// <summary>Runs all of them, the last one first, also after one failed; gives the first failure.</summary>
    public static async Task<FailedHook?> RunBackwardsAsync(
        string name,
        ImmutableArray<Hook> hooks,
        CancellationToken cancellation
    )
    {
        FailedHook? first = null;
        for (var i = Count(hooks) - 1; i >= 0 && !(first is not null && cancellation.IsCancellationRequested); i--)
        {
            var thrown = await TryAsync(hooks[i], cancellation).ConfigureAwait(false);
            first ??= thrown is null ? null : new(NameOf(name, i, hooks), thrown);
        }

        return first;
    }

    /// <summary>
    /// Runs all of them in order, also after one failed; gives the first failure. Together they have so much time, and those for which
    /// none is left are failures.
    /// </summary>
    public static async Task<FailedHook?> RunWithinAsync(
        string name,
        ImmutableArray<Hook> hooks,
        TimeSpan budget,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var began = clock.GetTimestamp();
        FailedHook? first = null;
        for (var i = 0; i < Count(hooks) && !(first is not null && cancellation.IsCancellationRequested); i++)
        {
            var left = budget - clock.GetElapsedTime(began);
            var thrown = await TryAsync(hooks[i], left, budget, clock, cancellation).ConfigureAwait(false);
            first ??= thrown is null ? null : new(NameOf(name, i, hooks), thrown);
        }

        return first;
    }

    /// <summary>
    /// Runs all of them in order, also after one failed; gives the first failure. The time that is left is shared evenly by those that
    /// have not run, so one that hangs cannot keep the next from running.
    /// </summary>
    public static async Task<FailedHook?> RunAllAsync(
        string name,
        ImmutableArray<Hook> hooks,
        TimeSpan budget,
        TimeProvider clock
    )
    {
        var began = clock.GetTimestamp();
        FailedHook? first = null;
        for (var i = 0; i < Count(hooks); i++)
        {
            var share = (budget - clock.GetElapsedTime(began)) / (hooks.Length - i);
            var thrown = await TryAsync(hooks[i], share, share, clock, CancellationToken.None).ConfigureAwait(false);
            first ??= thrown is null ? null : new(NameOf(name, i, hooks), thrown);
        }

        return first;
    }

    /// <summary>Which exception it was and what it said, in one text.</summary>
    public static string Told(FunctionError report) => $"{report.Type}: {report.Message}";

    private static int Count(ImmutableArray<Hook> hooks) => hooks.IsDefault ? 0 : hooks.Length;

    private static string NameOf(string name, int index, ImmutableArray<Hook> hooks) =>
        hooks.Length == 1 ? name : $"{name} {index + 1}";

    private static async Task<Exception?> TryAsync(
        Hook hook,
        TimeSpan left,
        TimeSpan budget,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        using var time = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        var thrown = await TryAsync(hook, ends.Token).ConfigureAwait(false);
        return thrown is OperationCanceledException && time.IsCancellationRequested
            ? new TimeoutException($"it did not end within {Math.Max(0, budget.TotalMilliseconds):0} ms")
            : thrown;
    }

    private static async Task<Exception?> TryAsync(Hook hook, CancellationToken cancellation)
    {
        try
        {
            await Task
                .Factory.StartNew(
                    () => hook(cancellation),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
                .Unwrap()
                .WaitAsync(cancellation)
                .ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
