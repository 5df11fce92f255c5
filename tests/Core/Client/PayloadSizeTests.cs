using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Client;

/// <summary>Events and answers of every size cross a real socket unchanged.</summary>
public sealed class PayloadSizeTests
{
    private const int SixMegabytes = 6 * 1024 * 1024;

    [Theory]
    [BothCallers(0, 1, 128, 70_000, SixMegabytes)]
    public async Task Sized(Caller caller, int size) =>
        await Echo(caller, Pattern(size), payload => Wire.Event(payload));

    [Theory]
    [BothCallers(0, 1, 128, 70_000, SixMegabytes)]
    public async Task In_one_chunk(Caller caller, int size) =>
        await Echo(caller, Pattern(size), payload => Wire.ChunkedEvent(payload, int.MaxValue));

    [Theory]
    [BothCallers(128, 70_000, SixMegabytes)]
    public async Task In_many_chunks(Caller caller, int size) =>
        await Echo(caller, Pattern(size), payload => Wire.ChunkedEvent(payload, size / 100 + 1));

    [Theory]
    [BothCallers(true, false)]
    public async Task An_event_of_exactly_the_limit_is_taken(Caller caller, bool isChunked)
    {
        using var client = Opened.Over(
            Opened.Scripted(Event(1000, isChunked)),
            Opened.Options with
            {
                MaxEventBytes = 1000,
            }
        );

        Assert.Equal(1000, (await caller.Next(client).Must()).Payload.Length);
    }

    [Theory]
    [BothCallers(true, false)]
    public async Task An_event_over_the_limit_is_refused_and_the_next_is_served(Caller caller, bool isChunked)
    {
        await using var server = new LoopbackServer(
            connection => connection.Answer(Event(1001, isChunked)),
            connection => connection.Answer(Event(1, isChunked))
        );
        using var client = Opened.At(server, Opened.Options with { MaxEventBytes = 1000 });

        var error = Assert.IsType<ApiError.Limit>((await caller.Next(client)).MustFail(ErrorCode.BodyTooLarge));
        Assert.Contains("1000", error.Detail, StringComparison.Ordinal);
        Assert.True(error.IsRecoverable);

        Assert.Equal(1, (await caller.Next(client).Must()).Payload.Length);
        Assert.Equal(2, server.Accepted);
    }

    private static async Task Echo(Caller caller, byte[] payload, Func<byte[], byte[]> @event)
    {
        await using var server = new LoopbackServer(connection => connection.Answer(@event(payload), Wire.Accepted));
        using var client = Opened.At(server);

        var invocation = await caller.Next(client).Must();
        Assert.True(invocation.Payload.Span.SequenceEqual(payload));
        await caller.Respond(client, invocation, Response.Bytes(invocation.Payload)).Must();

        Assert.True(server.Requests[1].Body.AsSpan().SequenceEqual(payload));
        Assert.Equal(1, server.Accepted);
    }

    private static byte[] Event(int size, bool isChunked) =>
        isChunked ? Wire.ChunkedEvent(Pattern(size), 100) : Wire.Event(Pattern(size));

    private static byte[] Pattern(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
