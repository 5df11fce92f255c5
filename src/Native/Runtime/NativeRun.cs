using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;
using LambdaClient.Native.Posix;

namespace LambdaClient.Native.Runtime;

/// <summary>A run from its start to its end: init, snapshot, pollers side by side, shutdown.</summary>
internal sealed class NativeRun(NativeClient first, nint handle, RunOptions options)
{
    private readonly List<(NativeClient Client, nint Handle)> _others = [];
    private readonly Lock _gate = new();
    private ApiError? _ended;

    public unsafe ApiError? Execute()
    {
        if (!first.TryBeginRun(this))
        {
            return new ApiError.State(ErrorCode.ClientBusy);
        }

        try
        {
            if (options.Handler == null)
            {
                return Boundary.Missing("options.handler");
            }

            long? chosen = options.ThreadCount == 0 ? null : options.ThreadCount;
            if (options.ForceThreadCount > 1)
            {
                return new ApiError.Usage(
                    ErrorCode.OptionInvalid,
                    "options.force_thread_count",
                    $"{options.ForceThreadCount}"
                );
            }

            var isForced = options.ForceThreadCount == 1;
            return Concurrency
                .Choose(chosen, isForced, "options.thread_count", first.Variable, first.Warn)
                .TryGet(out var concurrency, out var refused)
                ? OpenOthers(concurrency.Pollers - 1) ?? Begin() ?? Serve(concurrency)
                : refused;
        }
        finally
        {
            if (!ForkGuard.IsForkedChild)
            {
                first.EndRun();
                foreach (var (_, other) in _others)
                {
                    // The caller's functions had the handle, and may have given it up against the rules.
                    HandleTable.Close(other, HandleKind.Client);
                }
            }
        }
    }

    /// <summary>What a caller asks: ends all pollers.</summary>
    public void Cancel() => ForAll(static client => client.CancelAlone());

    /// <summary>Ends all pollers, however often this is asked; what is being sent goes on.</summary>
    public void StopPolling() => ForAll(static client => client.StopPolling());

    private void ForAll(Action<NativeClient> action)
    {
        action(first);
        lock (_gate)
        {
            _others.ForEach(other => action(other.Client));
        }
    }

    private ApiError? OpenOthers(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!first.OpenAnother(this).TryGet(out var client, out var error))
            {
                return error;
            }

            if (HandleTable.Add(HandleKind.Client, client) is not { } slot)
            {
                client.Dispose();
                return new ApiError.Internal(ErrorCode.OutOfMemory, "no handle is left");
            }

            lock (_gate)
            {
                _others.Add((client, HandleTable.HandleOf(slot)));
            }
        }

        // Whoever cancelled before all of them were there did not reach them.
        if (first.IsCancelled)
        {
            StopPolling();
        }

        return null;
    }

    /// <summary>What comes before the first event.</summary>
    private unsafe ApiError? Begin()
    {
        if (Call(options.Init, "init") is { } failed)
        {
            Tell(first.FailInit(Report("Runtime.InitError", failed)));
            return failed;
        }

        if (!Start.IsSnapStart(first.Variable))
        {
            return null;
        }

        if (Call(options.BeforeSnapshot, "before_snapshot") is { } notTaken)
        {
            Tell(first.FailInit(Report(Start.BeforeSnapshotError, notTaken)));
            return notTaken;
        }

        if (first.RestoreNext() is { } error)
        {
            return error;
        }

        if (Call(options.AfterRestore, "after_restore") is { } notRestored)
        {
            Tell(first.FailRestore(Report(Start.AfterRestoreError, notRestored)));
            return notRestored;
        }

        return null;
    }

    private unsafe ApiError? Serve(Concurrency concurrency)
    {
        if (options.Shutdown == null)
        {
            return Poll(concurrency);
        }

        if (!first.OpenConnection().TryGet(out var extension, out var refused))
        {
            return refused;
        }

        using var notice = new ShutdownExtension(extension, Tell);
        var ended = Poll(concurrency);
        return ForkGuard.IsForkedChild ? ended
            : Call(options.Shutdown, "shutdown") is { } failed ? ended ?? failed
            : ended;
    }

    /// <summary>Runs all pollers to their ends; gives the first error that ended one.</summary>
    private ApiError? Poll(Concurrency concurrency)
    {
        var loop = new RuntimeLoopOptions { IsConcurrent = concurrency.IsConcurrent, OnError = Tell };
        var threads = new List<Thread>();
        try
        {
            foreach (var (client, other) in _others)
            {
                var poller = new Poller(client, other, options, loop);
                // Linux keeps 15 characters of a name.
                var name = $"lambda-{threads.Count + 2}";
                var thread = new Thread(() => OnThread(poller, other)) { IsBackground = true, Name = name };
                thread.Start();
                threads.Add(thread);
            }

            Watch(new Poller(first, handle, options, loop));
        }
        finally
        {
            if (!ForkGuard.IsForkedChild)
            {
                CancelAll();
                threads.ForEach(static thread => thread.Join());
            }
        }

        return _ended;
    }

    private void OnThread(Poller poller, nint client)
    {
        // A handler that closes the client must not take it away from under its poller.
        using var scope = new Scope<NativeClient>(client, HandleKind.Client);
        Watch(poller);
        if (ForkGuard.IsForkedChild)
        {
            // This was a thread of the parent's: a child has nothing to return to.
            LibC.ExitAtOnce(1);
        }
    }

    /// <summary>Runs a poller; one that cannot go on takes the others with it, because the service starts a new environment.</summary>
    private void Watch(Poller poller)
    {
        ApiError? error;
        try
        {
            error = poller.Serve();
        }
        catch (Exception e)
        {
            error = new ApiError.Internal(ErrorCode.InternalError, $"{e.GetType().Name}: {e.Message}");
        }

        if (error is not null)
        {
            Interlocked.CompareExchange(ref _ended, error, null);
            CancelAll();
        }
    }

    /// <summary>Ends all pollers; one alone has ended, and its client stays usable for the shutdown hook.</summary>
    private void CancelAll()
    {
        if (_others.Count > 0)
        {
            StopPolling();
        }
    }

    private unsafe ApiError.Usage? Call(delegate* unmanaged[Cdecl]<nint, nint, int> hook, string name)
    {
        if (hook == null)
        {
            return null;
        }

        var result = hook((nint)options.Context, handle);
        return result == 0 ? null : new ApiError.Usage(ErrorCode.HookFailed, name, $"{result}");
    }

    private unsafe void Tell(ApiError? error)
    {
        // The hook may have reported its failure itself, and better.
        if (error is null or { Code: ErrorCode.InitErrorReported } || options.OnError == null)
        {
            return;
        }

        if (HandleTable.Add(HandleKind.Error, new NativeError(error)) is { } slot)
        {
            var shown = HandleTable.HandleOf(slot);
            options.OnError((nint)options.Context, shown);
            HandleTable.Close(shown, HandleKind.Error);
        }
    }

    private static FunctionError Report(string type, ApiError failed) => new(type, failed.Message);
}
