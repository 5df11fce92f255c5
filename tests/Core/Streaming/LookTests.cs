using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Streaming;

/// <summary>How often a stream looks whether the service has replied early.</summary>
public sealed class LookTests : IDisposable
{
    private readonly HandClock _clock = new();
    private readonly ScriptedTransport _transport = new(
        new ScriptedConnection([Wire.Event(), Wire.Accepted], SeemsAlive: true)
    );

    public void Dispose() => _transport.Dispose();

    [Fact]
    public void Pieces_that_follow_each_other_quickly_are_looked_at_once_in_64_KiB()
    {
        const int Count = 1000;
        const int Bytes = 1024;
        var stream = Begun();
        var before = _transport.Looks;

        for (var i = 0; i < Count; i++)
        {
            stream.Write(new byte[Bytes]).Must();
        }

        // The chunks' own framing counts, too.
        Assert.InRange(_transport.Looks - before, Count / 64, Count / 60);
    }

    [Fact]
    public void A_piece_after_a_pause_is_looked_at()
    {
        var stream = Begun();
        stream.Write(new byte[1]).Must();
        var before = _transport.Looks;
        stream.Write(new byte[1]).Must();
        Assert.Equal(before, _transport.Looks);

        _clock.Pass(TimeSpan.FromMilliseconds(2));
        stream.Write(new byte[1]).Must();

        Assert.Equal(before + 1, _transport.Looks);
    }

    [Fact]
    public void A_large_piece_and_the_end_are_looked_at()
    {
        var stream = Begun();
        stream.Write(new byte[1]).Must();
        var before = _transport.Looks;

        stream.Write(new byte[64 * 1024]).Must();
        stream.Finish().Must();

        Assert.Equal(before + 2, _transport.Looks);
    }

    [Theory, BothCallers]
    public async Task An_early_answer_is_noticed_among_small_pieces_in_no_time(Caller caller)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Answer(Wire.Event());
            await connection.ReadHead();
            await connection.Send(Wire.Refusal(410, "InvokeTimeout"));
            await connection.ClosedByClient();
        });
        using var client = Opened.At(server, Opened.Options with { Clock = _clock });
        var stream = client.OpenStream(await caller.Next(client).Must()).Must();
        ApiError? error = null;

        while (error is null)
        {
            (await caller.Write(stream, new byte[100])).TryGet(out _, out error);
        }

        Assert.Equal(ErrorCode.InvocationTimedOut, error.Code);
    }

    /// <summary>A stream of which the first piece was sent.</summary>
    private ResponseStream Begun()
    {
        var client = Opened.Over(_transport, Opened.Options with { Clock = _clock });
        var stream = client.OpenStream(client.Next().Must()).Must();
        stream.Write(new byte[1]).Must();
        return stream;
    }
}
