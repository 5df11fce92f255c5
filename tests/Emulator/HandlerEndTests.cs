using System.Diagnostics;
using System.Text;
using LambdaClient.Emulator.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LambdaClient.Emulator.Tests;

/// <summary>Every end of a handler program is told, and none keeps a caller waiting.</summary>
public sealed class HandlerEndTests
{
    // A program that clears its environment, and with it all that marks it.
    private const string WithoutEnvironment =
        "[ \"$CLEARED\" ] || exec env -i CLEARED=1 PATH=\"$PATH\" AWS_LAMBDA_RUNTIME_API=$AWS_LAMBDA_RUNTIME_API \"$0\"";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("respond ok; exit 0", "Runtime exited without providing a reason")]
    [InlineData("respond ok; exit 7", "Runtime exited with error: exit status 7")]
    [InlineData("respond ok; kill -SEGV $$", "Runtime exited with error: signal: segmentation fault")]
    [InlineData("respond ok; exit 139", "Runtime exited with error: exit status 139")]
    public async Task A_run_fails_when_its_handler_ends_after_the_last_answer(string onEvent, string how)
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler(onEvent);

        var ran = await Programs.EmulatorAsync("run", "--data", "1", "--", handler.Path);

        Assert.Equal((1, "ok\n"), (ran.ExitCode, ran.Output));
        Assert.Matches($"(?m)^HANDLER {how}$", ran.Error);
    }

    [Fact]
    public async Task A_run_tells_each_end_between_its_events()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond ok; exit 7");

        var ran = await Programs.EmulatorAsync("run", "--data", "1", "--repeat", "3", "--", handler.Path);

        Assert.Equal((1, "ok\nok\nok\n"), (ran.ExitCode, ran.Output));
        Assert.Equal(3, ran.Error.Split("HANDLER Runtime exited with error: exit status 7\n").Length - 1);
    }

    [Fact]
    public async Task A_run_tells_of_a_handler_that_does_not_ask_for_another_event()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond ok; exec sleep 1000");

        var ran = await Programs.EmulatorAsync("run", "--timeout", "1", "--data", "1", "--", handler.Path);

        Assert.Equal((1, "ok\n"), (ran.ExitCode, ran.Output));
        Assert.Contains(
            "HANDLER answered its last event and did not ask for the next one within the function timeout\n",
            ran.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_end_that_is_asked_for_does_not_fail_a_run()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond ok");

        var ran = await Programs.EmulatorAsync("run", "--data", "1", "--", handler.Path);

        Assert.Equal((0, "ok\n"), (ran.ExitCode, ran.Output));
        Assert.DoesNotContain("HANDLER", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_tells_of_a_handler_that_ends_while_it_is_idle()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond $$");
        using var serving = Programs.StartEmulator("serve", "--port", "0", "--", handler.Path);
        var announced = await serving.StandardOutput.ReadLineAsync(Token).AsTask().Soon();
        using var http = new HttpClient { Timeout = Waiting.Limit };

        var invoked = await http.PostAsync(announced!.Split(' ')[^1], new StringContent("1"), Token);
        var report = await serving.StandardError.ReadLineAsync(Token).AsTask().Soon();
        var processId = await invoked.Content.ReadAsStringAsync(Token);
        using (Process.Start("kill", ["-USR1", processId])) { }
        var told = await serving.StandardError.ReadLineAsync(Token).AsTask().Soon();

        Assert.StartsWith("REPORT", report, StringComparison.Ordinal);
        Assert.Equal("HANDLER Runtime exited with error: signal: user defined signal 1", told);
        using (Process.Start("kill", ["-TERM", $"{serving.Id}"])) { }
        Assert.Equal(0, (await Programs.EndAsync(serving)).ExitCode);
    }

    [Fact]
    public async Task A_timeout_is_told_at_once_whatever_the_handler_does_about_its_end()
    {
        Programs.NeedBashAndCurl();
        var clock = new FakeTimeProvider();
        using var written = new Written();
        using var handler = new BashHandler(
            "echo busy; sleep 1000 & wait",
            onInit: "register; trap 'echo ignored; while :; do sleep 1000; done' TERM"
        );
        var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions
            {
                TimeProvider = clock,
                HandlerOutput = written,
                Handler = new HandlerProgram { Path = handler.Path },
            },
            Token
        );
        var invoked = emulator.InvokeAsync(cancellationToken: Token).Soon();
        await written.WaitForAsync("busy");

        clock.Advance(TimeSpan.FromSeconds(3));

        // The time that it has after SIGTERM never passes on this clock, and the answer is there.
        Assert.Equal(InvocationStatus.TimedOut, (await invoked).Status);
        await written.WaitForAsync("ignored");
        Assert.Empty(emulator.HandlerExits);
        clock.Advance(TimeSpan.FromSeconds(0.5));
        await emulator.DisposeAsync().AsTask().Soon();
        Assert.Equal(HandlerStop.KilledLate, Assert.Single(emulator.HandlerExits).Stop);
    }

    [Fact]
    public async Task A_handler_without_our_environment_is_ended_at_its_timeout()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("echo $$ >$(dirname $0)/pid; exec sleep 1000", WithoutEnvironment);
        var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions
            {
                Timeout = TimeSpan.FromSeconds(1),
                Handler = new HandlerProgram { Path = handler.Path },
            },
            Token
        );

        var outcome = await emulator.InvokeAsync(cancellationToken: Token).Soon();
        await emulator.DisposeAsync().AsTask().Soon();

        Assert.Equal(InvocationStatus.TimedOut, outcome.Status);
        AssertGone(handler, "pid");
    }

    [Theory]
    [InlineData("sleep 1000 &")]
    [InlineData("setsid sleep 1000 &")]
    [InlineData("env -i sleep 1000 &")]
    public async Task Descendants_of_a_program_that_crashed_are_not_left_behind(string child)
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler($"{child} echo $! >$(dirname $0)/child; exit 1");

        await InvokeOnceAsync(handler);

        AssertGone(handler, "child");
    }

    [Theory]
    [InlineData("")]
    [InlineData("env -i setsid")]
    public async Task Descendants_of_a_program_that_is_ended_are_not_left_behind(string how)
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler($"{how} sleep 1000 & echo $! >$(dirname $0)/child; respond ok");

        await InvokeOnceAsync(handler);

        AssertGone(handler, "child");
    }

    [Fact]
    public async Task A_handler_starts_with_every_signal_at_its_default_action_and_is_seen_to_end()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond \"$(grep -E 'Sig(Ign|Blk)' /proc/self/status)\"; exit 3");

        var ran = await Programs.ShellAsync(
            $"trap '' CHLD PIPE HUP USR1; {Programs.EmulatorCommand} run --data 1 --data 2 -- {handler.Path}"
        );

        // The C library keeps 32 and 33 for itself.
        Assert.Matches(@"^(SigBlk:\s+0+\nSigIgn:\s+0+\n){2}$", ran.Output.Replace("180000000", "0"));
        Assert.Equal(1, ran.ExitCode);
        Assert.Equal(2, ran.Error.Split("HANDLER Runtime exited with error: exit status 3\n").Length - 1);
    }

    private static async Task InvokeOnceAsync(BashHandler handler)
    {
        var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions
            {
                Timeout = TimeSpan.FromSeconds(60),
                Handler = new HandlerProgram { Path = handler.Path },
            },
            Token
        );
        await emulator.InvokeAsync(new InvocationRequest { Payload = Encoding.UTF8.GetBytes("1") }, Token).Soon();
        await emulator.DisposeAsync().AsTask().Soon();
    }

    private static void AssertGone(BashHandler handler, string name)
    {
        var id = File.ReadAllText(handler.Beside(name)).Trim();
        Assert.False(Programs.IsRunning(id), $"Process {id} is still there.");
    }
}
