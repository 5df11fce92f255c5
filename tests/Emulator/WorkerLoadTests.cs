using System.Collections.Concurrent;
using System.Text;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>Many events through many workers at once, and handler programs that serve several.</summary>
public sealed class WorkerLoadTests
{
    private const int Workers = 16;
    private const int Events = 10_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_events_through_16_workers_are_neither_lost_nor_doubled_nor_crossed()
    {
        await using var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions { MaxConcurrency = Workers, Timeout = TimeSpan.FromSeconds(60) },
            Token
        );
        using var runtime = new RawRuntime(emulator);
        using var callers = new HttpClient { BaseAddress = emulator.BaseAddress, Timeout = Waiting.Limit };
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var served = new ConcurrentBag<string>();
        var atOnce = 0;
        var mostAtOnce = 0;
        var workers = Enumerable.Range(0, Workers).Select(_ => WorkAsync()).ToList();

        var calls = Enumerable.Range(0, 4 * Workers).Select(first => CallAsync(first)).ToList();

        await Task.WhenAll(calls);
        await done.CancelAsync();
        await Task.WhenAll(workers).Soon();
        Assert.Equal(Events, served.Count);
        Assert.Equal(Events, served.Distinct().Count());
        Assert.InRange(mostAtOnce, 2, Workers);

        async Task CallAsync(int first)
        {
            for (var i = first; i < Events; i += 4 * Workers)
            {
                var nonce = $"{i}-{Guid.NewGuid()}";
                var answer = await callers.PostAsync(
                    "2015-03-31/functions/function/invocations",
                    new StringContent($"\"{nonce}\""),
                    Token
                );
                Assert.Equal($"-\"{nonce}\"", await answer.Content.ReadAsStringAsync(Token));
            }
        }

        async Task WorkAsync()
        {
            while (true)
            {
                ReceivedEvent received;
                try
                {
                    received = await runtime.NextAsync(done.Token);
                }
                catch (OperationCanceledException) when (done.IsCancellationRequested)
                {
                    return;
                }

                Interlocked.Exchange(ref mostAtOnce, Math.Max(mostAtOnce, Interlocked.Increment(ref atOnce)));
                served.Add(received.Text);
                // Others get their turn in between, so that the answers come in another order than the events.
                await Task.Yield();
                Interlocked.Decrement(ref atOnce);
                var reply = await runtime.RespondAsync(
                    received.Id,
                    $"-{received.Text}",
                    ("Lambda-Runtime-Invocation-Id", received.InvocationId)
                );
                Assert.Equal(202, reply.Status);
            }
        }
    }

    [Fact]
    public async Task A_program_is_told_of_its_concurrency_and_a_time_out_does_not_kill_it()
    {
        using var handler = TwoWorkers(
            "[ \"$event\" = 1 ] && sleep 1000; respond \"$$ $AWS_LAMBDA_MAX_CONCURRENCY $AWS_LAMBDA_INITIALIZATION_TYPE\""
        );
        await using var emulator = await StartAsync(handler, TimeSpan.FromSeconds(2));
        var before = await InvokeAsync(emulator, "0");
        var late = InvokeAsync(emulator, "1");

        Assert.Equal(before, await InvokeAsync(emulator, "2"));
        Assert.Contains("Sandbox.Timedout", await late, StringComparison.Ordinal);
        Assert.Equal(before, await InvokeAsync(emulator, "3"));
        Assert.EndsWith(" 2 lambda-managed-instances", before, StringComparison.Ordinal);
        Assert.Empty(emulator.HandlerExits);
    }

    [Fact]
    public async Task A_program_that_dies_takes_all_its_events_along_and_is_started_again()
    {
        using var handler = TwoWorkers(
            "if [ \"$event\" = 1 ]; then echo one; sleep 1000; fi; [ \"$event\" = 2 ] && kill -KILL $$ && sleep 1000; respond ok"
        );
        using var written = new Written();
        await using var emulator = await StartAsync(handler, TimeSpan.FromSeconds(60), written);
        var one = InvokeAsync(emulator, "1");
        await written.WaitForAsync("one");

        var two = await InvokeAsync(emulator, "2");

        Assert.Contains("Runtime.ExitError", two, StringComparison.Ordinal);
        Assert.Contains("Runtime.ExitError", await one, StringComparison.Ordinal);
        Assert.Equal("ok", await InvokeAsync(emulator, "3"));
        Assert.Equal(137, Assert.Single(emulator.HandlerExits).ExitStatus);
    }

    [Fact]
    public async Task The_command_line_runs_events_at_once_and_prints_them_in_order()
    {
        // The first event is answered only after the second has begun.
        using var handler = TwoWorkers(
            "if [ \"$event\" = 1 ]; then read -r _ <$(dirname $0)/go; elif [ \"$event\" = 2 ]; then echo go >$(dirname $0)/go; fi; respond \"[$event]\"",
            "mkfifo $(dirname $0)/go"
        );

        var ran = await Programs.EmulatorAsync(
            ["run", "--max-concurrency", "2", "--timeout", "20", "--lines", "--", handler.Path],
            input: "1\n2\n3\n4\n"
        );

        Assert.Equal((0, "[1]\n[2]\n[3]\n[4]\n"), (ran.ExitCode, ran.Output));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    [InlineData("many")]
    public async Task A_concurrency_out_of_range_is_refused(string given)
    {
        var ran = await Programs.EmulatorAsync("serve", "--max-concurrency", given);

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(
            $"--max-concurrency takes a number from 1 to 10000, not '{given}'",
            ran.Error,
            StringComparison.Ordinal
        );
    }

    private static BashHandler TwoWorkers(string onEvent, string onInit = ":")
    {
        Programs.NeedBashAndCurl();
        return new BashHandler(onEvent, onInit, workers: 2);
    }

    private static Task<LambdaEmulator> StartAsync(BashHandler handler, TimeSpan timeout, Stream? output = null) =>
        LambdaEmulator.StartAsync(
            new EmulatorOptions
            {
                MaxConcurrency = 2,
                Timeout = timeout,
                HandlerOutput = output,
                Handler = new HandlerProgram { Path = handler.Path },
            },
            Token
        );

    private static async Task<string> InvokeAsync(LambdaEmulator emulator, string payload)
    {
        var request = new InvocationRequest { Payload = Encoding.UTF8.GetBytes(payload) };
        return Encoding.UTF8.GetString((await emulator.InvokeAsync(request, Token).Soon()).Payload.Span);
    }
}
