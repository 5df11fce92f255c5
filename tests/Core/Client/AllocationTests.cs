using System.Diagnostics;
using System.Reflection;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Client;

public sealed class AllocationTests
{
    private const int Invocations = 1000;

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(100_000)]
    public void A_lent_event_and_its_answer_allocate_nothing(int size)
    {
        Assert.SkipWhen(IsUnoptimised, "a debug build boxes where an optimised one does not: run with -c Release");
        var answer = Wire.Event(new byte[size], Wire.Id, "Lambda-Runtime-Invocation-Id: attempt-1");
        using var client = Opened.Over(
            new LoopedTransport(answer, Wire.Accepted),
            Opened.Options with
            {
                LendBuffers = true,
            }
        );

        Assert.Equal(0, SteadyBytes(client));
    }

    [Fact]
    public void An_owned_event_costs_little_more_than_its_bytes()
    {
        var answer = Wire.Event(new byte[128]);
        using var client = Opened.Over(new LoopedTransport(answer, Wire.Accepted));
        Serve(client);

        Assert.InRange(Measure(client) / Invocations, answer.Length, answer.Length + 512);
    }

    [Fact]
    public void Events_that_are_each_a_byte_longer_than_the_last_need_no_new_buffer_each()
    {
        const int First = 2 * 1024 * 1024;
        const int Events = 100;
        var pieces = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; i < Events; i++)
        {
            pieces.Add(Wire.Event(new byte[First + i]));
            pieces.Add(Wire.Accepted);
        }

        using var client = Opened.Over(
            new ScriptedTransport(new ScriptedConnection(pieces)),
            Opened.Options with
            {
                LendBuffers = true,
            }
        );
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Events; i++)
        {
            client.Respond(client.Next().Must(), default).Must();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, First, 4 * First);
    }

    [Fact]
    public void A_loop_with_a_log_allocates_no_more_than_one_without()
    {
        Assert.SkipWhen(IsUnoptimised, "a debug build boxes where an optimised one does not: run with -c Release");
        var log = FunctionLog.Open(new FunctionLogOptions { Sink = Stream.Null, Variable = _ => null });
        var without = Enumerable.Range(0, 5).Min(_ => LoopBytes(null));

        Assert.InRange(Enumerable.Range(0, 5).Min(_ => LoopBytes(log)), 0, without);
    }

    private static long LoopBytes(FunctionLog? log)
    {
        var deadline = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        var answer = Wire.Event("{}", Wire.Id, $"Lambda-Runtime-Deadline-Ms: {deadline}");
        using var client = Opened.Over(
            new LoopedTransport(answer, Wire.Accepted),
            Opened.Options with
            {
                LendBuffers = true,
                Clock = TimeProvider.System,
            }
        );
        var (served, before, after) = (0, 0L, 0L);
        RuntimeLoop
            .Run<FunctionError>(
                client,
                _ =>
                {
                    switch (++served)
                    {
                        case 100:
                            before = GC.GetAllocatedBytesForCurrentThread();
                            break;
                        case 100 + Invocations:
                            after = GC.GetAllocatedBytesForCurrentThread();
                            client.Cancel();
                            break;
                    }

                    return default(Response);
                },
                new RuntimeLoopOptions { Log = log }
            )
            .Must();
        return after - before;
    }

    private static bool IsUnoptimised =>
        typeof(RuntimeClient).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true };

    /// <summary>What 1,000 invocations allocate, measured anew until the runtime has compiled everything for good.</summary>
    private static long SteadyBytes(RuntimeClient client)
    {
        var clock = Stopwatch.StartNew();
        long bytes;
        do
        {
            bytes = Measure(client);
        } while (bytes > 0 && clock.Elapsed < Guard.Limit);

        return bytes;
    }

    private static long Measure(RuntimeClient client)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Serve(client);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Serve(RuntimeClient client)
    {
        for (var i = 0; i < Invocations; i++)
        {
            if (
                !client.Next().TryGet(out var invocation, out _)
                || client.Respond(invocation, Response.Json(invocation.Payload)).IsError
            )
            {
                Assert.Fail("the service in memory never fails");
            }
        }
    }
}
