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
        var answer = Wire.Event(new byte[size], Wire.Id, "Lambda-Runtime-Invocation-Id: attempt-1");
        using var client = Opened.Over(
            new LoopedTransport(answer, Wire.Accepted),
            Opened.Options with
            {
                LendBuffers = true,
            }
        );
        Serve(client, Invocations);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Serve(client, Invocations);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void An_owned_event_costs_little_more_than_its_bytes()
    {
        const int Size = 128;
        var answer = Wire.Event(new byte[Size]);
        using var client = Opened.Over(new LoopedTransport(answer, Wire.Accepted));
        Serve(client, Invocations);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Serve(client, Invocations);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Invocations;

        Assert.InRange(each, answer.Length, answer.Length + 512);
    }

    private static void Serve(RuntimeClient client, int count)
    {
        for (var i = 0; i < count; i++)
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
