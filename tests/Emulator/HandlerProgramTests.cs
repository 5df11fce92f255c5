using System.Text;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>The emulator as the owner of the handler program.</summary>
public sealed class HandlerProgramTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_tail_is_what_the_program_wrote_for_this_invocation()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("echo \"out $event\"; echo \"err $event\" >&2; respond 1", "echo starting");
        await using var emulator = await StartAsync(handler);

        var first = await InvokeAsync(emulator, "1");
        var second = await InvokeAsync(emulator, "2");

        Assert.Equal(["err 1", "out 1", "starting"], Lines(first.LogTail).Order(StringComparer.Ordinal));
        Assert.Equal(["err 2", "out 2"], Lines(second.LogTail).Order(StringComparer.Ordinal));
        Assert.NotNull(first.InitDuration);
        Assert.Null(second.InitDuration);
        Assert.True(first.MaxMemoryUsedMb > 0);
    }

    [Fact]
    public async Task The_log_tail_ends_with_the_last_4_KiB()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("head -c 10000 /dev/zero | tr '\\0' x; printf end; respond 1");
        await using var emulator = await StartAsync(handler);
        using var http = new HttpClient { BaseAddress = emulator.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "2015-03-31/functions/function/invocations");
        request.Headers.Add("X-Amz-Log-Type", "Tail");

        using var response = await http.SendAsync(request, Token);

        var tail = Convert.FromBase64String(response.Headers.GetValues("X-Amz-Log-Result").Single());
        Assert.Equal(4096, tail.Length);
        Assert.Matches(@"^x+end\nEND RequestId: \S+\nREPORT RequestId: [^\n]+\n$", Encoding.UTF8.GetString(tail));
    }

    [Fact]
    public async Task The_program_finds_the_environment_of_a_lambda_function()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond \"$(env)\"");
        await using var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions
            {
                FunctionName = "greet",
                MemorySizeMb = 256,
                Region = "eu-west-1",
                Timeout = TimeSpan.FromSeconds(60),
                Handler = new HandlerProgram
                {
                    Path = handler.Path,
                    HandlerName = "main.handle",
                    Environment = new Dictionary<string, string> { ["STAGE"] = "test" },
                },
            },
            Token
        );

        var environment = Lines((await InvokeAsync(emulator, "1")).Payload);

        Assert.Contains($"AWS_LAMBDA_RUNTIME_API={emulator.RuntimeApi}", environment);
        Assert.Contains("_HANDLER=main.handle", environment);
        Assert.Contains($"LAMBDA_TASK_ROOT={Directory.GetCurrentDirectory()}", environment);
        Assert.Contains("AWS_LAMBDA_FUNCTION_NAME=greet", environment);
        Assert.Contains("AWS_LAMBDA_FUNCTION_VERSION=$LATEST", environment);
        Assert.Contains("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256", environment);
        Assert.Contains("AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/greet", environment);
        Assert.Contains(environment, line => line.StartsWith("AWS_LAMBDA_LOG_STREAM_NAME=", StringComparison.Ordinal));
        Assert.Contains("AWS_REGION=eu-west-1", environment);
        Assert.Contains("AWS_DEFAULT_REGION=eu-west-1", environment);
        Assert.Contains("AWS_LAMBDA_INITIALIZATION_TYPE=on-demand", environment);
        Assert.Contains("TZ=:UTC", environment);
        Assert.Contains("STAGE=test", environment);
        Assert.Contains(environment, line => line.StartsWith("PATH=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exit 7", "Runtime exited with error: exit status 7")]
    [InlineData("exit 0", "Runtime exited without providing a reason")]
    [InlineData("kill -KILL $$", "Runtime exited with error: signal: killed")]
    public async Task A_crash_is_told_to_the_caller_and_the_next_event_gets_a_new_process(string crash, string how)
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler($"if [ \"$event\" = 1 ]; then {crash}; fi; respond $$");
        await using var emulator = await StartAsync(handler);

        var before = await InvokeAsync(emulator, "0");
        var crashed = await InvokeAsync(emulator, "1");
        var after = await InvokeAsync(emulator, "0");

        Assert.Equal(InvocationStatus.RuntimeExited, crashed.Status);
        Assert.Equal("Runtime.ExitError", crashed.ErrorType);
        Assert.Contains(
            $"RequestId: {crashed.RequestId} Error: {how}\"",
            Encoding.UTF8.GetString(crashed.Payload.Span),
            StringComparison.Ordinal
        );
        Assert.True(after.IsSuccess);
        Assert.NotEqual(before.Payload.ToArray(), after.Payload.ToArray());
        Assert.NotNull(after.InitDuration);
    }

    [Fact]
    public async Task A_program_that_ends_between_two_events_is_started_again()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond \"$event\"; exit 0");
        await using var emulator = await StartAsync(handler);

        foreach (var payload in new[] { "1", "2", "3" })
        {
            var outcome = await InvokeAsync(emulator, payload);
            Assert.Equal(payload, Encoding.UTF8.GetString(outcome.Payload.Span));
        }
    }

    [Fact]
    public async Task A_program_that_takes_too_long_is_killed_with_its_children_and_started_again()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler(
            "if [ \"$event\" = 1 ]; then echo thinking; sleep 1000; fi; respond \"$event\""
        );
        await using var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions
            {
                Timeout = TimeSpan.FromSeconds(2),
                Handler = new HandlerProgram { Path = handler.Path },
            },
            Token
        );

        var late = await InvokeAsync(emulator, "1");
        var after = await InvokeAsync(emulator, "2");

        Assert.Equal(InvocationStatus.TimedOut, late.Status);
        Assert.Equal(["thinking"], Lines(late.LogTail));
        Assert.Equal("2", Encoding.UTF8.GetString(after.Payload.Span));
    }

    [Fact]
    public async Task A_program_that_never_asks_for_an_event_is_given_up_and_told_the_limit()
    {
        await using var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions
            {
                InitTimeout = TimeSpan.FromSeconds(0.2),
                Handler = new HandlerProgram { Path = "sleep", Arguments = ["1000"] },
            },
            Token
        );

        var outcome = await InvokeAsync(emulator, "1");

        Assert.Equal(InvocationStatus.InitFailed, outcome.Status);
        Assert.Equal("Sandbox.Timedout", outcome.ErrorType);
        Assert.Contains(
            "Task timed out after 0.20 seconds: the handler program did not ask for an event within the init limit",
            Encoding.UTF8.GetString(outcome.Payload.Span),
            StringComparison.Ordinal
        );
    }

    private static Task<LambdaEmulator> StartAsync(BashHandler handler, Stream? output = null) =>
        LambdaEmulator.StartAsync(
            new EmulatorOptions
            {
                Timeout = TimeSpan.FromSeconds(60),
                HandlerOutput = output,
                Handler = new HandlerProgram { Path = handler.Path },
            },
            Token
        );

    private static Task<InvocationOutcome> InvokeAsync(LambdaEmulator emulator, string payload) =>
        emulator.InvokeAsync(new InvocationRequest { Payload = Encoding.UTF8.GetBytes(payload) }, Token).Soon();

    private static string[] Lines(ReadOnlyMemory<byte> text) =>
        Encoding.UTF8.GetString(text.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
