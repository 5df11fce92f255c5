namespace LambdaClient;

/// <summary>What comes before the first poll: the init step and, with SnapStart, the snapshot and its hooks.</summary>
internal sealed class Start(BootstrapOptions options, RuntimeClient client)
{
    /// <summary>The type of the init error that a hook before the snapshot makes.</summary>
    public const string BeforeSnapshotError = "Runtime.BeforeSnapshotError";

    /// <summary>The type of the restore error that a hook after it makes.</summary>
    public const string AfterRestoreError = "Runtime.AfterRestoreError";

    // AWS Lambda Developer Guide, "Lambda SnapStart": runtime hooks.
    private static readonly TimeSpan RestoreBudget = TimeSpan.FromSeconds(10);

    /// <summary>Whether a snapshot of this process is to be taken (AWS Lambda Developer Guide, "Lambda SnapStart").</summary>
    public static bool IsSnapStart(Func<string, string?> variable) =>
        variable("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start";

    /// <summary>Null once the first poll may come; else why it must not, which the service was told.</summary>
    public async Task<ApiError?> RunAsync(CancellationToken cancellation)
    {
        if (options.Init is { } init && await Hooks.RunAsync(init, cancellation).ConfigureAwait(false) is { } thrown)
        {
            return await FailInitAsync("init", thrown, FunctionError.FromException(thrown)).ConfigureAwait(false);
        }

        return IsSnapStart(options.Client.Variable) ? await SnapshotAsync(cancellation).ConfigureAwait(false) : null;
    }

    private async Task<ApiError?> SnapshotAsync(CancellationToken cancellation)
    {
        var before = Hooks.OrNone(options.BeforeSnapshot).Reverse();
        if (await Hooks.RunAsync(before, cancellation).ConfigureAwait(false) is { } thrown)
        {
            var report = Report(BeforeSnapshotError, thrown);
            return await FailInitAsync("before-snapshot hook", thrown, report).ConfigureAwait(false);
        }

        var restored = await client.RestoreNextAsync(cancellation).ConfigureAwait(false);
        if (!restored.TryGet(out _, out var error))
        {
            return error;
        }

        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        budget.CancelAfter(RestoreBudget);
        thrown = await Hooks.RunAsync(Hooks.OrNone(options.AfterRestore), budget.Token).ConfigureAwait(false);
        if (thrown is null)
        {
            return null;
        }

        Tell(
            await client
                .FailRestoreAsync(Report(AfterRestoreError, thrown), CancellationToken.None)
                .ConfigureAwait(false)
        );
        return Hooks.Failed("after-restore hook", thrown);
    }

    private async Task<ApiError> FailInitAsync(string hook, Exception thrown, FunctionError report)
    {
        Tell(await client.FailInitAsync(report, CancellationToken.None).ConfigureAwait(false));
        return Hooks.Failed(hook, thrown);
    }

    /// <summary>The hook's failure is what ends the process; that it could not be reported must not hide it.</summary>
    private void Tell(Result<Unit, ApiError> reported)
    {
        if (!reported.TryGet(out _, out var error))
        {
            options.Loop.OnError?.Invoke(error);
        }
    }

    private static FunctionError Report(string type, Exception thrown)
    {
        var report = FunctionError.FromException(thrown);
        return new(type, Hooks.Told(report), report.StackTrace) { InnerExceptions = report.InnerExceptions };
    }
}
