using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;
using LambdaClient.Native.Posix;

namespace LambdaClient.Native.Runtime;

/// <summary>Drives the life of a process, blocking: the hooks are C functions, the pollers threads.</summary>
internal sealed class NativeRun(NativeClient first, nint handle, RunOptions options) : IDisposable
{
    // The least that arm64 allows (PTHREAD_STACK_MIN), and what any program has room for.
    private const ulong LeastStackBytes = 128 * 1024;
    private const ulong LargestStackBytes = 1024 * 1024 * 1024;

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

            if (SizedStruct.CheckReserved(options.Reserved, "options") is { } reserved)
            {
                return reserved;
            }

            if (options.ThreadStackBytes is not (0 or (>= LeastStackBytes and <= LargestStackBytes)))
            {
                return new ApiError.Usage(
                    ErrorCode.OptionInvalid,
                    "options.thread_stack_bytes",
                    $"{options.ThreadStackBytes}"
                );
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
                ? OpenOthers(concurrency.Pollers - 1) ?? Live(concurrency)
                : refused;
        }
        finally
        {
            if (!ForkGuard.IsForkedChild)
            {
                first.EndRun();
            }
        }
    }

    public void Dispose()
    {
        if (ForkGuard.IsForkedChild)
        {
            return;
        }

        foreach (var (_, other) in _others)
        {
            // The caller's functions had the handle, and may have given it up against the rules.
            HandleTable.Close(other, HandleKind.Client);
        }
    }

    /// <summary>What a caller asks: ends all pollers, and a registration that is under way.</summary>
    public void Cancel() => ForAll(static client => client.CancelAlone());

    /// <summary>The same, however often this is asked; what is being sent goes on.</summary>
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

    private unsafe ApiError? Live(Concurrency concurrency)
    {
        var life = new ProcessLife(
            ProcessLife.IsSnapStart(first.Variable),
            options.Shutdown != null,
            () => first.IsCancelled,
            error => Tell(first, error)
        );
        while (life.Step != LifeStep.Done)
        {
            var failure = life.Step switch
            {
                LifeStep.Init => Call(options.Init, "init"),
                LifeStep.BeforeSnapshot => Call(options.BeforeSnapshot, "before_snapshot"),
                LifeStep.Restore => first.RestoreNext(),
                LifeStep.AfterRestore => Call(options.AfterRestore, "after_restore"),
                LifeStep.FailInit => first.FailInit(life.Report!),
                LifeStep.FailRestore => first.FailRestore(life.Report!),
                LifeStep.Register => first.RegisterExtension() is { Code: not ErrorCode.Cancelled } error
                    ? error
                    : null,
                LifeStep.Serve => Poll(concurrency),
                _ => Call(options.Shutdown, "shutdown"),
            };

            // A child that was forked in a callback came back here, and must not even allocate.
            if (ForkGuard.IsForkedChild)
            {
                return null;
            }

            life.Made(failure);
        }

        return life.Error;
    }

    /// <summary>Runs all pollers to their ends; gives the first error that ended one.</summary>
    private ApiError? Poll(Concurrency concurrency)
    {
        var threads = new List<Thread>();
        try
        {
            foreach (var (client, other) in _others)
            {
                var poller = new Poller(client, other, options, concurrency.IsConcurrent, Tell);
                // Linux keeps 15 characters of a name.
                var name = $"lambda-{threads.Count + 2}";
                var thread = new Thread(() => OnThread(poller, other), (int)options.ThreadStackBytes)
                {
                    IsBackground = true,
                    Name = name,
                };
                thread.Start();
                threads.Add(thread);
            }

            Watch(new Poller(first, handle, options, concurrency.IsConcurrent, Tell));
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

    private unsafe ApiError? Call(delegate* unmanaged[Cdecl]<nint, nint, int> hook, string name)
    {
        if (hook == null)
        {
            return null;
        }

        var result = hook((nint)options.Context, handle);
        return result == 0 || ForkGuard.IsForkedChild
            ? null
            : new ApiError.Usage(ErrorCode.HookFailed, name, $"{result}");
    }

    private unsafe void Tell(NativeClient client, ApiError error)
    {
        if (options.OnError == null)
        {
            client.Warn(error.Message);
            return;
        }

        if (HandleTable.Add(HandleKind.Error, new NativeError(error)) is { } slot)
        {
            var shown = HandleTable.HandleOf(slot);
            options.OnError((nint)options.Context, shown);
            HandleTable.Close(shown, HandleKind.Error);
        }
    }
}
