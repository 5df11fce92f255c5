using System.Diagnostics.CodeAnalysis;

namespace LambdaClient;

/// <summary>Runs one poller to its end.</summary>
internal delegate Task<Result<Unit, ApiError>> Poller(
    RuntimeClient client,
    RuntimeLoopOptions loop,
    CancellationToken cancellation
);

/// <summary>One bootstrap from its start to its end; the blocking and the asynchronous form differ in the poller alone.</summary>
internal sealed class Lifetime(BootstrapOptions options, Poller poll)
{
    private readonly List<RuntimeClient> _clients = [];
    private long? _endedAt;

    private TimeProvider Clock => options.Client.Clock;

    public async Task<Result<Unit, ApiError>> ServeAsync(CancellationToken cancellation)
    {
        try
        {
            if (
                !Concurrency
                    .Choose(options.Concurrency, options.ForceConcurrency, "concurrency", options.Client.Variable, Warn)
                    .TryGet(out var concurrency, out var error) || !Open(concurrency, out error)
            )
            {
                return error;
            }

            return await new Start(options, _clients[0]).RunAsync(cancellation).ConfigureAwait(false) is { } notStarted
                ? notStarted
                : await ServeToEndAsync(concurrency, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _clients.ForEach(client => client.Dispose());
        }
    }

    private void Warn(string message) =>
        FunctionLog.Open(new FunctionLogOptions { Variable = options.Client.Variable }).Warn(message);

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

    private async Task<Result<Unit, ApiError>> ServeToEndAsync(Concurrency concurrency, CancellationToken cancellation)
    {
        if (options.Shutdown.IsDefaultOrEmpty)
        {
            return await PollAsync(concurrency, null, cancellation).ConfigureAwait(false);
        }

        if (!RuntimeClient.Open(options.Client).TryGet(out var extension, out var error))
        {
            return error;
        }

        using var notice = await ShutdownNotice
            .OpenAsync(extension, options.Loop.OnError, cancellation)
            .ConfigureAwait(false);
        var ended = await PollAsync(concurrency, notice.Received, cancellation).ConfigureAwait(false);
        var left = _endedAt is { } at ? options.ShutdownBudget - Clock.GetElapsedTime(at) : options.ShutdownBudget;
        using var budget = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, Clock);
        var thrown = await Hooks.RunAsync(options.Shutdown, budget.Token).ConfigureAwait(false);
        return ended.IsOk && thrown is not null ? Hooks.Failed("shutdown hook", thrown) : ended;
    }

    private async Task<Result<Unit, ApiError>> PollAsync(
        Concurrency concurrency,
        Task? terminated,
        CancellationToken cancellation
    )
    {
        concurrency.ReserveThreads();
        await using var registration = cancellation.UnsafeRegister(_ => CancelAll(), null).ConfigureAwait(false);
        var loop = options.Loop with { IsConcurrent = options.Loop.IsConcurrent || concurrency.IsConcurrent };
        var pollers = Task.WhenAll(_clients.Select(client => WatchAsync(client, loop, cancellation)));
        if (terminated is not null && await Task.WhenAny(pollers, terminated).ConfigureAwait(false) == terminated)
        {
            _endedAt = Clock.GetTimestamp();
            CancelAll();
            var inTime = Task.Delay(options.ShutdownBudget, Clock, CancellationToken.None);
            if (await Task.WhenAny(pollers, inTime).ConfigureAwait(false) == inTime)
            {
                return default(Unit);
            }
        }

        var ended = await pollers.ConfigureAwait(false);
        return ended.FirstOrDefault(result => result.IsError, default(Unit));
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
            CancelAll();
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
            return new ApiError.Internal(ErrorCode.InternalError, $"{e.GetType().FullName}: {e.Message}");
        }
    }

    private void CancelAll() => _clients.ForEach(client => client.Cancel());
}
