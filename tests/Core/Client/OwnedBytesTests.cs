using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Client;

public sealed class OwnedBytesTests
{
    [Theory, BothCallers]
    public async Task Bytes_stay_valid_for_as_long_as_they_are_held(Caller caller)
    {
        // Small and large in turn: an event is copied or takes its whole buffer along, by size.
        byte[][] payloads = [.. Enumerable.Range(0, 101).Select(i => Pattern(i, i % 3 == 0 ? 70_000 : 10 * i))];
        using var client = Opened.Over([
            .. payloads.SelectMany((payload, i) => new[] { Wire.Event(payload, $"id-{i}"), Wire.Accepted }),
        ]);
        List<Invocation> held = [];

        foreach (var _ in payloads)
        {
            var invocation = await caller.Next(client).Must();
            await caller.Respond(client, invocation).Must();
            held.Add(invocation);
        }

        Assert.All(
            held,
            (invocation, i) =>
            {
                Assert.True(invocation.IsValid);
                Assert.True(invocation.Payload.Span.SequenceEqual(payloads[i]), $"payload {i}");
                Assert.Equal($"id-{i}", invocation.RequestId);
                Assert.Equal($"id-{i}", invocation.Header(LambdaHeaders.RequestId));
            }
        );
    }

    private static byte[] Pattern(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
