using LambdaClient.Emulator;
using LambdaClient.TestSupport;

namespace LambdaClient.EndToEnd.Tests;

/// <summary>A bootstrap in this process, served by an emulator.</summary>
internal sealed class Runtime : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task<Result<Unit, ApiError>> _running;

    private Runtime(LambdaEmulator emulator, Task<Result<Unit, ApiError>> running, CancellationTokenSource stop)
    {
        Emulator = emulator;
        _running = running;
        _stop = stop;
    }

    public LambdaEmulator Emulator { get; }

    /// <summary>Ends with the bootstrap.</summary>
    public Task<Result<Unit, ApiError>> Ended => _running.Within();

    /// <summary>Starts both. The environment of the bootstrap is the one given, not the process's.</summary>
    public static async Task<Runtime> Start(
        Func<Invocation, CancellationToken, Task<Result<Response, FunctionError>>> handler,
        EmulatorOptions? emulated = null,
        Func<BootstrapOptions, BootstrapOptions>? choose = null,
        params IEnumerable<(string Name, string Value)> environment
    )
    {
        var variables = environment.ToDictionary(pair => pair.Name, pair => pair.Value);
        var emulator = await LambdaEmulator.StartAsync(emulated);
        var options = new BootstrapOptions
        {
            Client = new RuntimeClientOptions
            {
                Endpoint = emulator.RuntimeApi,
                Variable = name => variables.GetValueOrDefault(name),
            },
            // The variable belongs to the process, which the tests share.
            Loop = new RuntimeLoopOptions { IsConcurrent = true },
        };
        var stop = new CancellationTokenSource();
        var running = Bootstrap.RunAsync(handler, choose?.Invoke(options) ?? options, stop.Token);
        return new Runtime(emulator, running, stop);
    }

    public async Task<InvocationOutcome> Invoke(string payload = "{}") =>
        await Invoke(new InvocationRequest { Payload = System.Text.Encoding.UTF8.GetBytes(payload) });

    public Task<InvocationOutcome> Invoke(InvocationRequest request) => Emulator.InvokeAsync(request).Within();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Emulator.DisposeAsync();
        await Ended;
        _stop.Dispose();
    }
}
