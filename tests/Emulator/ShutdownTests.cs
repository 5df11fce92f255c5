using System.Text;
using LambdaClient.Emulator.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LambdaClient.Emulator.Tests;

/// <summary>How a handler program is ended, and how much time it gets, on a clock that the test moves.</summary>
public sealed class ShutdownTests : IDisposable
{
    private const string SaysGoodbye = "trap 'echo goodbye; exit 3' TERM";
    private const string StaysOn = "trap 'echo ignored; while :; do sleep 1000; done' TERM";

    private readonly FakeTimeProvider _clock = new();
    private readonly Written _written = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _written.Dispose();

    [Fact]
    public async Task Without_an_extension_the_program_is_killed_at_once()
    {
        using var handler = Handler(SaysGoodbye);
        var (emulator, _) = await ServeOneEventAsync(handler);

        await emulator.DisposeAsync().AsTask().Soon();

        Assert.Equal("", _written.Text);
        AssertExit(emulator, 137, HandlerStop.Killed, "Runtime exited with error: signal: killed");
    }

    [Fact]
    public async Task With_an_internal_extension_the_program_may_say_goodbye()
    {
        using var handler = Handler($"register; {SaysGoodbye}");
        var (emulator, _) = await ServeOneEventAsync(handler);

        await emulator.DisposeAsync().AsTask().Soon();

        Assert.Equal("goodbye\n", _written.Text);
        AssertExit(emulator, 3, HandlerStop.Terminated, "Runtime exited with error: exit status 3");
    }

    [Fact]
    public async Task With_an_internal_extension_it_has_500_ms()
    {
        using var handler = Handler($"register; {StaysOn}");
        var (emulator, processId) = await ServeOneEventAsync(handler);

        await AssertKilledAfterAsync(emulator, processId, TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task With_an_external_extension_it_has_its_share_of_2_s()
    {
        using var handler = Handler(StaysOn);
        var (emulator, processId) = await ServeOneEventAsync(handler, "outside");

        await AssertKilledAfterAsync(emulator, processId, TimeSpan.FromMilliseconds(600));
    }

    [Fact]
    public async Task A_time_out_gives_the_program_its_time_too()
    {
        using var handler = Handler($"register; {SaysGoodbye}", onEvent: "echo thinking; sleep 1000 & wait");
        var emulator = await StartAsync(handler);
        var invoked = emulator.InvokeAsync(cancellationToken: Token).Soon();
        await _written.WaitForAsync("thinking");

        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(InvocationStatus.TimedOut, (await invoked).Status);
        await emulator.DisposeAsync().AsTask().Soon();
        AssertExit(emulator, 3, HandlerStop.Terminated, "Runtime exited with error: exit status 3");
        Assert.EndsWith("goodbye\n", _written.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_reports_an_init_error_ends_by_itself()
    {
        using var handler = Handler("call --data '{}' $api/init/error >/dev/null; echo last words; exit 9");
        var emulator = await StartAsync(handler);

        var outcome = await emulator.InvokeAsync(cancellationToken: Token).Soon();

        Assert.Equal(InvocationStatus.InitFailed, outcome.Status);
        await emulator.DisposeAsync().AsTask().Soon();
        AssertExit(emulator, 9, HandlerStop.None, "Runtime exited with error: exit status 9");
        Assert.Equal("last words\n", _written.Text);
    }

    [Fact]
    public async Task The_command_line_tells_how_the_program_took_sigterm()
    {
        using var handler = Handler($"register; {SaysGoodbye}");

        var ran = await Programs.EmulatorAsync("run", "--data", "1", "--", handler.Path);

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("goodbye\n", ran.Error, StringComparison.Ordinal);
        Assert.EndsWith(
            "HANDLER Runtime exited with error: exit status 3 Stopped: SIGTERM\n",
            ran.Error,
            StringComparison.Ordinal
        );
    }

    private static BashHandler Handler(string onInit, string onEvent = "respond $$")
    {
        Programs.NeedBashAndCurl();
        return new BashHandler(onEvent, onInit);
    }

    private Task<LambdaEmulator> StartAsync(BashHandler handler, params string[] externalExtensions) =>
        LambdaEmulator.StartAsync(
            new EmulatorOptions
            {
                TimeProvider = _clock,
                HandlerOutput = _written,
                ExternalExtensions = externalExtensions,
                Handler = new HandlerProgram { Path = handler.Path },
            },
            Token
        );

    private async Task<(LambdaEmulator Emulator, string ProcessId)> ServeOneEventAsync(
        BashHandler handler,
        params string[] externalExtensions
    )
    {
        var emulator = await StartAsync(handler, externalExtensions);
        foreach (var name in externalExtensions)
        {
            using var extension = new RawExtension(emulator);
            await extension.RegisterAsync(name);
        }

        var outcome = await emulator.InvokeAsync(cancellationToken: Token).Soon();
        await emulator.WaitForRuntimeAsync(Token).Soon();
        return (emulator, Encoding.UTF8.GetString(outcome.Payload.Span));
    }

    private async Task AssertKilledAfterAsync(LambdaEmulator emulator, string processId, TimeSpan budget)
    {
        var disposing = emulator.DisposeAsync().AsTask();
        await _written.WaitForAsync("ignored");
        _clock.Advance(budget - TimeSpan.FromMilliseconds(1));
        Assert.True(Programs.IsRunning(processId));
        Assert.False(disposing.IsCompleted);

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await disposing.Soon();
        Assert.False(Programs.IsRunning(processId));
        AssertExit(emulator, 137, HandlerStop.KilledLate, "Runtime exited with error: signal: killed");
    }

    private static void AssertExit(LambdaEmulator emulator, int status, HandlerStop stop, string description)
    {
        var exit = Assert.Single(emulator.HandlerExits);
        Assert.Equal((status, stop, description), (exit.ExitStatus, exit.Stop, exit.Description));
    }
}
