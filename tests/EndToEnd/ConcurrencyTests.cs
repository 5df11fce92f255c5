using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using LambdaClient.Emulator;

namespace LambdaClient.EndToEnd.Tests;

/// <summary>Many invocations at once: each caller gets what was made of its own event.</summary>
public sealed class ConcurrencyTests
{
    /// <remarks>
    /// Handlers exchange their turns in pairs, so answers leave in another order than their events came; buffered, streamed
    /// and failing answers are mixed, and some handlers block their thread.
    /// </remarks>
    [Theory]
    [InlineData(1, 5_000)]
    [InlineData(2, 5_000)]
    [InlineData(4, 5_000)]
    [InlineData(8, 5_000)]
    [InlineData(16, 100_000)]
    [InlineData(64, 5_000)]
    public async Task None_is_lost_doubled_or_cross_wired(int pollers, int events)
    {
        var pairs = new Pairs(pollers);
        var handled = new int[events];
        await using var runtime = await Runtime.Start(
            async (event_, _) =>
            {
                var nonce = Encoding.UTF8.GetString(event_.Payload.Span);
                var number = int.Parse(nonce.Split(' ')[0], CultureInfo.InvariantCulture);
                Interlocked.Increment(ref handled[number]);
                await pairs.Swap(isBlocking: number % 10 == 5);
                return Answer(number, $"{event_.RequestId} {nonce}");
            },
            new EmulatorOptions
            {
                MaxConcurrency = pollers,
                CallLogCapacity = 1,
                Timeout = TimeSpan.FromMinutes(5),
            },
            environment: ("AWS_LAMBDA_MAX_CONCURRENCY", $"{pollers}")
        );
        var wrong = new ConcurrentQueue<string>();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, events),
            new ParallelOptions { MaxDegreeOfParallelism = 2 * pollers },
            async (number, cancellation) =>
            {
                var (id, nonce) = ($"{Guid.NewGuid()}", $"{number} {Guid.NewGuid()}");
                var outcome = await runtime.Emulator.InvokeAsync(
                    new InvocationRequest { RequestId = id, Payload = Encoding.UTF8.GetBytes(nonce) },
                    cancellation
                );
                var isFailure = outcome.Status == InvocationStatus.UnhandledError;
                var answer = Encoding.UTF8.GetString(outcome.Payload.Span);
                if (
                    isFailure != (number % 10 == 3)
                    || !(isFailure || outcome.IsSuccess)
                    || !answer.Contains($"{id} {nonce}", StringComparison.Ordinal)
                )
                {
                    wrong.Enqueue($"{nonce}: {outcome.Status} {answer}");
                }
            }
        );

        Assert.True(wrong.IsEmpty, string.Join("\n", wrong.Take(3)));
        Assert.All(handled, count => Assert.Equal(1, count));
    }

    private static Result<Response, FunctionError> Answer(int number, string text) =>
        (number % 10) switch
        {
            3 => new FunctionError("Function.Chosen", text),
            7 => Response.Streamed(
                (output, cancellation) => output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation).AsTask()
            ),
            _ => Response.Text(text),
        };

    /// <summary>Lets handlers wait for one another in pairs.</summary>
    private sealed class Pairs(int pollers)
    {
        // The last one may find no partner, however the machine orders them.
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

        private TaskCompletionSource? _waiting;

        public async Task Swap(bool isBlocking)
        {
            if (pollers == 1)
            {
                return;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _waiting, turn, null) is not null)
            {
                // Whoever waits goes first; where somebody else was quicker to say so, nobody waits any more.
                Interlocked.Exchange(ref _waiting, null)?.SetResult();
            }
            else if (isBlocking)
            {
                turn.Task.Wait(Patience);
            }
            else
            {
                await Task.WhenAny(turn.Task, Task.Delay(Patience));
            }
        }
    }
}
