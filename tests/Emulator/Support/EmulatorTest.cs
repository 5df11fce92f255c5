using System.Text;
using System.Text.Json;

namespace LambdaClient.Emulator.Tests.Support;

/// <summary>A test with an emulator of its own and, unless it runs a handler program, a raw runtime beside it.</summary>
public abstract class EmulatorTest : IAsyncLifetime
{
    private protected LambdaEmulator Emulator { get; private set; } = null!;

    private protected RawRuntime Runtime { get; private set; } = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Emulator = await LambdaEmulator.StartAsync(Options(), Token);
        Runtime = new RawRuntime(Emulator);
    }

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        Runtime.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected virtual EmulatorOptions Options() => new() { Timeout = TimeSpan.FromSeconds(60) };

    private protected Task<InvocationOutcome> InvokeAsync(string payload = "{}") =>
        Emulator.InvokeAsync(new InvocationRequest { Payload = Encoding.UTF8.GetBytes(payload) }, Token).Soon();

    private protected static string Text(InvocationOutcome outcome) => Encoding.UTF8.GetString(outcome.Payload.Span);

    private protected static string? Field(InvocationOutcome outcome, string name) =>
        JsonDocument.Parse(outcome.Payload).RootElement.GetProperty(name).GetString();
}
