using System.Diagnostics.CodeAnalysis;

namespace LambdaClient;

/// <summary>Runs one poller to its end.</summary>
internal delegate Task<Result<Unit, ApiError>> Poller(
    RuntimeClient client,
    RuntimeLoopOptions loop,
    CancellationToken cancellation
);

/// <summary>Drives the life of a bootstrap; the blocking and the asynchronous form differ in the poller alone.</summary>
internal sealed class BootstrapRun(BootstrapOptions options, Poller poll) : IDisposable
{
    // AWS Lambda Developer Guide, "Lambda SnapStart": runtime hooks.
    private static readonly TimeSpan RestoreBudget = TimeSpan.FromSeconds(10);

    private readonly List<RuntimeClient> _clients = [];
    private RuntimeLoopOptions _loop = options.Loop;
    private ShutdownNotice? _notice;
    private long? _endedAt;

    private TimeProvider Clock => options.Client.Clock;

    private RuntimeClient First => _clients[0];

    public async Task<Result<Unit, ApiError>> ServeAsync(CancellationToken cancellation)
    {
        try
        {
            var log = _loop.Log ?? FunctionLog.Open(new FunctionLogOptions { Variable = options.Client.Variable });
            _loop = _loop with { Log = log };
            if (!Choose().TryGet(out var concurrency, out var error) || !Open(concurrency, out error))
            {
                return error;
            }

            var life = new ProcessLife(
                ProcessLife.IsSnapStart(options.Client.Variable),
                !options.Shutdown.IsDefaultOrEmpty,
                () => cancellation.IsCancellationRequested,
                Tell
            );
            while (life.Step != LifeStep.Done)
            {
                await MakeAsync(life, concurrency, cancellation).ConfigureAwait(false);
            }

            return life.Error is { } ended ? ended : default(Unit);
        }
        catch (Exception e)
        {
            return Unforeseen(e);
        }
    }

    public void Dispose()
    {
        _notice?.Dispose();
        _clients.ForEach(client => client.Dispose());
    }

    private async Task MakeAsync(ProcessLife life, Concurrency concurrency, CancellationToken cancellation)
    {
        switch (life.Step)
        {
            case LifeStep.Init:
                Made(life, await Hooks.RunAsync("init", options.Init, cancellation).ConfigureAwait(false));
                break;
            case LifeStep.BeforeSnapshot:
                Made(
                    life,
                    await Hooks
                        .RunBackwardsAsync("before-snapshot hook", options.BeforeSnapshot, cancellation)
                        .ConfigureAwait(false)
                );
                break;
            case LifeStep.Restore:
                Made(life, await First.RestoreNextAsync(cancellation).ConfigureAwait(false));
                break;
            case LifeStep.AfterRestore:
                Made(
                    life,
                    await Hooks
                        .RunWithinAsync("after-restore hook", options.AfterRestore, RestoreBudget, Clock, cancellation)
                        .ConfigureAwait(false)
                );
                break;
            case LifeStep.FailInit:
                Made(life, await First.FailInitAsync(life.Report!, CancellationToken.None).ConfigureAwait(false));
                break;
            case LifeStep.FailRestore:
                Made(life, await First.FailRestoreAsync(life.Report!, CancellationToken.None).ConfigureAwait(false));
                break;
            case LifeStep.Register:
                Made(life, await RegisterAsync(cancellation).ConfigureAwait(false));
                break;
            case LifeStep.Serve:
                Made(life, await PollAsync(concurrency, cancellation).ConfigureAwait(false));
                break;
            default:
                Made(life, await ShutDownAsync().ConfigureAwait(false));
                break;
        }
    }

    private static void Made(ProcessLife life, FailedHook? failed) => life.Made(failed?.Error, failed?.Cause);

    private static void Made(ProcessLife life, Result<Unit, ApiError> result) =>
        life.Made(result.TryGet(out _, out var error) ? null : error);

    private Result<Concurrency, ApiError> Choose()
    {
        if (options.ShutdownBudget < TimeSpan.Zero || options.ShutdownBudget > TimeSpan.FromDays(1))
        {
            return new ApiError.Usage(
                ErrorCode.OptionInvalid,
                $"{nameof(BootstrapOptions)}.{nameof(options.ShutdownBudget)}",
                $"{options.ShutdownBudget.TotalMilliseconds} ms"
            );
        }

        return Concurrency.Choose(
            options.Concurrency,
            options.ForceConcurrency,
            "concurrency",
            options.Client.Variable,
            Warn
        );
    }

    private void Tell(ApiError error)
    {
        if (_loop.OnError is { } told)
        {
            told(error);
        }
        else
        {
            Warn(error.Message);
        }
    }

    private void Warn(string message) => _loop.Log!.Write(FunctionLogLevel.Warn, message, default);

    private bool Open(Concurrency concurrency, [NotNullWhen(false)] out ApiError? error)
    {
        while (_clients.Count < concurrency.Pollers)
        {
            if (!RuntimeClient.Open(options.Client).TryGet(out var client, out error))
            {
                return false;
            }

            _clients.Add(client);
        }

        error = null;
        return true;
    }

    private async Task<Result<Unit, ApiError>> RegisterAsync(CancellationToken cancellation)
    {
        if (!RuntimeClient.Open(options.Client).TryGet(out var client, out var error))
        {
            return error;
        }

        _notice = new ShutdownNotice(client);
        return await _notice.RegisterAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<Result<Unit, ApiError>> PollAsync(Concurrency concurrency, CancellationToken cancellation)
    {
        concurrency.ReserveThreads();
        await using var registration = cancellation.UnsafeRegister(_ => StopPolling(), null).ConfigureAwait(false);
        var loop = _loop with { IsConcurrent = _loop.IsConcurrent || concurrency.IsConcurrent };
        var pollers = Task.WhenAll(_clients.Select(client => WatchAsync(client, loop, cancellation)));
        if (_notice is { } notice && await Task.WhenAny(pollers, notice.Received).ConfigureAwait(false) != pollers)
        {
            _endedAt = Clock.GetTimestamp();
            StopPolling();
            try
            {
                // The other half is the hooks', whatever the handlers do.
                await pollers
                    .WaitAsync(options.ShutdownBudget / 2, Clock, CancellationToken.None)
                    .ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return default(Unit);
            }
        }

        var ended = await pollers.ConfigureAwait(false);
        return ended.FirstOrDefault(result => result.IsError, default(Unit));
    }

    private Task<FailedHook?> ShutDownAsync()
    {
        var used = _endedAt is { } at ? Clock.GetElapsedTime(at) : TimeSpan.Zero;
        return Hooks.RunAllAsync("shutdown hook", options.Shutdown, options.ShutdownBudget - used, Clock);
    }

    /// <summary>A poller that cannot go on takes the others with it: the service starts a new environment.</summary>
    private async Task<Result<Unit, ApiError>> WatchAsync(
        RuntimeClient client,
        RuntimeLoopOptions loop,
        CancellationToken cancellation
    )
    {
        var ended = await EndOf(client, loop, cancellation).ConfigureAwait(false);
        if (ended.IsError)
        {
            StopPolling();
        }

        return ended;
    }

    private async Task<Result<Unit, ApiError>> EndOf(
        RuntimeClient client,
        RuntimeLoopOptions loop,
        CancellationToken cancellation
    )
    {
        try
        {
            return await poll(client, loop, cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return Unforeseen(e);
        }
    }

    /// <summary>Ends all polls, however often this is called; an answer that is being sent goes on.</summary>
    private void StopPolling() => _clients.ForEach(client => client.Session.Cancel());

    private static ApiError.Internal Unforeseen(Exception e) =>
        new(ErrorCode.InternalError, $"{e.GetType().FullName}: {e.Message}");
}
