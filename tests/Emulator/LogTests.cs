using System.Diagnostics;
using System.Text;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>What is logged, where it goes, and that no answer depends on it.</summary>
public sealed class LogTests : EmulatorTest
{
    [Fact]
    public async Task A_report_begins_a_line_even_where_the_handler_did_not_end_its_own()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("printf '{\"half\":'; respond 1");

        var ran = await Programs.EmulatorAsync("run", "--data", "1", "--data", "2", "--", handler.Path);

        Assert.Equal(0, ran.ExitCode);
        Assert.Matches(@"^(\{""half"":\nREPORT RequestId: [^\n]+\n){2}$", ran.Error);
    }

    [Theory]
    [InlineData("run", "head -c 300000 /dev/zero | tr '\\0' x >&2; respond $RANDOM")]
    [InlineData("run", "head -c 300000 /dev/zero | tr '\\0' x; respond $RANDOM")]
    public async Task A_standard_error_that_nobody_reads_delays_no_answer(string command, string onEvent)
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler(onEvent);
        // Its pipe holds 64 KiB, and this test reads none of it before the answers are here.
        using var running = Programs.StartEmulator(
            command,
            "--verbose",
            "--timeout",
            "60",
            "--data",
            "1",
            "--repeat",
            "5",
            "--",
            handler.Path
        );

        for (var i = 0; i < 5; i++)
        {
            Assert.Matches(@"^\d+$", await running.StandardOutput.ReadLineAsync(Token).AsTask().Soon());
        }

        var ended = await Programs.EndAsync(running);
        Assert.Equal(0, ended.ExitCode);
        Assert.Equal(5, ended.Error.Split("\nREPORT ").Length - 1);
    }

    [Fact]
    public async Task A_caller_of_serve_gets_its_answer_while_nobody_reads_output_or_error()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("head -c 300000 /dev/zero | tr '\\0' x >&2; respond ok");
        using var serving = Programs.StartEmulator("serve", "--port", "0", "--verbose", "--", handler.Path);
        var announced = await serving.StandardOutput.ReadLineAsync(Token).AsTask().Soon();
        using var http = new HttpClient { Timeout = Waiting.Limit };

        for (var i = 0; i < 3; i++)
        {
            using var answer = await http.PostAsync(announced!.Split(' ')[^1], new StringContent("1"), Token);
            Assert.Equal("ok", await answer.Content.ReadAsStringAsync(Token));
        }

        using (Process.Start("kill", ["-TERM", $"{serving.Id}"])) { }
        Assert.Equal(0, (await Programs.EndAsync(serving)).ExitCode);
    }

    [Fact]
    public async Task A_reader_of_the_log_that_goes_away_changes_no_answer()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("echo log >&2; respond ok");

        var ran = await Programs.ShellAsync(
            $"{Programs.EmulatorCommand} run --data 1 --repeat 3 -- {handler.Path} 2> >(exec <&-) | cat"
        );

        Assert.Equal("ok\nok\nok\n", ran.Output);
    }

    private static Task<LambdaEmulator> StartInto(StuckStream output, BashHandler handler) =>
        LambdaEmulator.StartAsync(
            new EmulatorOptions
            {
                Timeout = TimeSpan.FromSeconds(60),
                HandlerOutput = output,
                Handler = new HandlerProgram { Path = handler.Path },
            },
            Token
        );

    [Fact]
    public async Task A_stream_that_does_not_take_the_output_of_a_handler_delays_no_answer()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("head -c 300000 /dev/zero | tr '\\0' x; echo end; respond ok");
        using var stuck = new StuckStream();
        var emulator = await StartInto(stuck, handler);

        var outcomes = new List<InvocationOutcome>
        {
            await emulator.InvokeAsync(cancellationToken: Token).Soon(),
            await emulator.InvokeAsync(cancellationToken: Token).Soon(),
        };

        Assert.All(outcomes, outcome => Assert.True(outcome.IsSuccess));
        Assert.All(
            outcomes,
            it => Assert.EndsWith("xend\n", Encoding.UTF8.GetString(it.LogTail.Span), StringComparison.Ordinal)
        );
        stuck.Release();
        await emulator.DisposeAsync().AsTask().Soon();
        Assert.Equal(2 * (300_000 + "end\n".Length), stuck.Taken);
    }

    [Fact]
    public async Task What_a_log_cannot_hold_is_dropped_and_the_log_says_so()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("head -c 40000000 /dev/zero | tr '\\0' x; respond ok");
        using var stuck = new StuckStream();
        var emulator = await StartInto(stuck, handler);

        Assert.True((await emulator.InvokeAsync(cancellationToken: Token).Soon()).IsSuccess);
        stuck.Release();
        await emulator.DisposeAsync().AsTask().Soon();

        Assert.Matches(@"\n\[\d+ bytes of the log are missing here: the reader is too slow\]\n$", stuck.End);
        Assert.InRange(stuck.Taken, 16 * 1024 * 1024 - 128 * 1024, (32 * 1024 * 1024) + 1024);
    }

    [Fact]
    public async Task The_log_tail_has_the_lines_of_the_service_without_a_handler_program_too()
    {
        var invoking = TailAsync();
        var received = await Runtime.NextAsync(Token);
        await Runtime.RespondAsync(received.Id, "1");

        Assert.Matches(
            $"^START RequestId: {received.Id} Version: \\$LATEST\n"
                + $"END RequestId: {received.Id}\n"
                + $"REPORT RequestId: {received.Id}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\t\n$",
            await invoking
        );
    }

    [Fact]
    public async Task The_log_tail_of_a_failure_says_so()
    {
        var invoking = TailAsync();
        var received = await Runtime.NextAsync(Token);
        await Runtime.FailAsync(received.Id, "{}", ("Lambda-Runtime-Function-Error-Type", "Function.Broken"));

        Assert.EndsWith("\tStatus: error\tError Type: Function.Broken\t\n", await invoking, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_call_log_is_bounded_in_bytes()
    {
        var large = new string('x', 100_000);
        for (var i = 0; i < 400; i++)
        {
            await Runtime.SendAsync(HttpMethod.Get, "ping", null, ("X-Large", large));
        }

        var calls = Emulator.Calls;
        // Two bytes for each character, so 32 MiB hold 167 of them.
        Assert.InRange(calls.Count, 160, 168);
        Assert.Equal(400, calls[^1].Number);
    }

    private async Task<string> TailAsync()
    {
        using var http = new HttpClient { BaseAddress = Emulator.BaseAddress, Timeout = Waiting.Limit };
        using var request = new HttpRequestMessage(HttpMethod.Post, "2015-03-31/functions/function/invocations");
        request.Headers.Add("X-Amz-Log-Type", "Tail");
        using var response = await http.SendAsync(request, Token);
        return Encoding.UTF8.GetString(
            Convert.FromBase64String(response.Headers.GetValues("X-Amz-Log-Result").Single())
        );
    }

    /// <summary>Takes nothing before it is released.</summary>
    private sealed class StuckStream : MemoryStream
    {
        private readonly ManualResetEventSlim _released = new();

        public long Taken { get; private set; }

        public string End { get; private set; } = "";

        public void Release() => _released.Set();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _released.Wait(Waiting.Limit, CancellationToken.None);
            Taken += buffer.Length;
            End = Encoding.UTF8.GetString(buffer[Math.Max(0, buffer.Length - 200)..]);
        }

        protected override void Dispose(bool disposing)
        {
            _released.Dispose();
            base.Dispose(disposing);
        }
    }
}
