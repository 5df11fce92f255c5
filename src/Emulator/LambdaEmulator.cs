using System.Net;
using LambdaClient.Emulator.Faults;
using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.Hosting;

namespace LambdaClient.Emulator;

/// <summary>
/// A running local Lambda: the Runtime API for one runtime, and an Invoke endpoint for any number of callers. Events are handed
/// out in the order they came: one at a time or, with <see cref="EmulatorOptions.MaxConcurrency"/>, as many as the runtime has workers
/// for, the order then being a matter of luck among those that come at once. Safe for use from many threads. Disposing it stops the handler program, if it runs
/// one, closes all connections and cancels what is still waiting.
/// </summary>
public sealed class LambdaEmulator : IAsyncDisposable
{
    private readonly FunctionService _service;
    private readonly EmulatorHost _host;

    private int _isDisposed;

    private LambdaEmulator(FunctionService service, EmulatorHost host, string runtimeApi)
    {
        _service = service;
        _host = host;
        RuntimeApi = runtimeApi;
        BaseAddress = new Uri($"http://{host.Endpoint}/");
        FunctionUrl = host.UrlPorts.TryGetValue(service, out var port)
            ? new Uri($"http://{new IPEndPoint(host.Endpoint.Address, port)}/")
            : null;
    }

    internal EmulatorOptions Options => _service.Options;

    /// <summary>Raised after each invocation has ended, asynchronous ones included, one after the other.</summary>
    public event Action<InvocationOutcome>? InvocationCompleted
    {
        add => _service.InvocationCompleted += value;
        remove => _service.InvocationCompleted -= value;
    }

    /// <summary>
    /// Raised when a handler program has ended, however that came about, and before the answer of an invocation that ended with it.
    /// Must not throw.
    /// </summary>
    public event Action<HandlerExit>? HandlerEnded
    {
        add => _service.HandlerEnded += value;
        remove => _service.HandlerEnded -= value;
    }

    /// <summary>Raised with each Runtime API call that is completed, one after the other; under a lock, so it must be quick.</summary>
    public event Action<RuntimeApiCall>? CallCompleted
    {
        add => _service.Calls.Added += value;
        remove => _service.Calls.Added -= value;
    }

    /// <summary>The <c>host:port</c> a runtime expects in <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string RuntimeApi { get; }

    /// <summary>The address for HTTP clients: <c>http://host:port/</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The function's URL; null without <see cref="EmulatorOptions.FunctionUrlPort"/>.</summary>
    public Uri? FunctionUrl { get; }

    /// <summary>
    /// The Runtime API calls so far, oldest first: a snapshot, bounded by <see cref="EmulatorOptions.CallLogCapacity"/>. A call is
    /// there before its reply is sent, one with a fault once that has struck.
    /// </summary>
    public IReadOnlyList<RuntimeApiCall> Calls => _service.Calls.Snapshot();

    /// <summary>What is to go wrong with the next calls.</summary>
    public FaultList Faults => _service.Faults;

    /// <summary>How the last 100 handler programs ended, the latest last; complete once the emulator is disposed.</summary>
    public IReadOnlyList<HandlerExit> HandlerExits => _service.HandlerExits;

    /// <summary>Starts listening.</summary>
    /// <param name="options">The function to play, or null for the defaults.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="ArgumentException">An option has a value that makes no sense.</exception>
    /// <exception cref="IOException">The address is not available, usually because the port is in use.</exception>
    public static async Task<LambdaEmulator> StartAsync(
        EmulatorOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var all = await StartAllAsync([options ?? new EmulatorOptions()], cancellationToken).ConfigureAwait(false);
        return all[0];
    }

    /// <summary>Starts several functions behind one port, which the first one's options name.</summary>
    /// <param name="functions">The functions, of different names.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="ArgumentException">An option has a value that makes no sense, or two functions have one name.</exception>
    /// <exception cref="IOException">The address is not available, usually because the port is in use.</exception>
    internal static async Task<IReadOnlyList<LambdaEmulator>> StartAllAsync(
        IReadOnlyList<EmulatorOptions> functions,
        CancellationToken cancellationToken
    )
    {
        foreach (var options in functions)
        {
            options.ThrowIfInvalid();
        }

        if (functions.GroupBy(it => it.FunctionName).FirstOrDefault(it => it.Count() > 1) is { Key: var twice })
        {
            throw new ArgumentException($"There are two functions '{twice}'; give each a name of its own.");
        }

        if (
            functions.GroupBy(it => it.FunctionUrlPort).FirstOrDefault(it => it is { Key: > 0 } && it.Count() > 1) is
            { Key: var port }
        )
        {
            throw new ArgumentException(
                $"Two functions cannot have their URL at port {port}; give each a port of its own, or 0."
            );
        }

        if (functions.Any(options => options.Handler is not null))
        {
            await WarmUp.DoneAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        List<FunctionService> services = [.. functions.Select(options => new FunctionService(options))];
        try
        {
            var host = await EmulatorHost.StartAsync(functions[0], services, cancellationToken).ConfigureAwait(false);
            return [.. services.Select(service => Start(service, host, isAlone: services.Count == 1))];
        }
        catch
        {
            foreach (var service in services)
            {
                await service.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Sends an event to the function and waits for the end of the invocation.</summary>
    /// <param name="request">The event, or null for an empty JSON object.</param>
    /// <param name="cancellationToken">
    /// Stops waiting. An event that has not reached the runtime is withdrawn; one that has runs to its end unobserved.
    /// </param>
    /// <exception cref="ArgumentException">A text of the request contains a control character, which no header can carry.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled or the emulator was disposed.</exception>
    public Task<InvocationOutcome> InvokeAsync(
        InvocationRequest? request = null,
        CancellationToken cancellationToken = default
    )
    {
        request ??= new InvocationRequest();
        return request.UnfitText is { } name
            ? throw new ArgumentException(
                $"{name} contains a control character; no header can carry it.",
                nameof(request)
            )
            : _service.InvokeAsync(request, cancellationToken);
    }

    /// <summary>Completes as soon as a runtime waits in <c>next</c>; at once if one does already.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task WaitForRuntimeAsync(CancellationToken cancellationToken = default) =>
        _service.Session.WaitForPollAsync(cancellationToken);

    /// <summary>Completes with the first Runtime API call, past or future, that satisfies a condition.</summary>
    /// <param name="condition">The condition; called under a lock, so it must be quick and must not call the emulator.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<RuntimeApiCall> WaitForCallAsync(
        Func<RuntimeApiCall, bool> condition,
        CancellationToken cancellationToken = default
    ) => _service.Calls.WaitForAsync(condition, cancellationToken);

    /// <summary>
    /// Waits until the handler program is done with its last event: it asks for the next one, or has ended. At once without a program.
    /// </summary>
    /// <returns>False if it does neither within the function timeout of that event.</returns>
    internal Task<bool> SettleAsync(CancellationToken cancellationToken) => _service.SettleAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _service.DisposeAsync().ConfigureAwait(false);
            await _host.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static LambdaEmulator Start(FunctionService service, EmulatorHost host, bool isAlone)
    {
        var runtimeApi = isAlone ? $"{host.Endpoint}" : $"{host.Endpoint}/{service.Options.FunctionName}";
        service.Start(runtimeApi);
        return new LambdaEmulator(service, host, runtimeApi);
    }
}
