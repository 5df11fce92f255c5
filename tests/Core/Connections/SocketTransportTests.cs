using System.Net;
using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Connections;

public sealed class SocketTransportTests : TransportContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly HandClock _clock = new();

    private protected override Transport Make(TimeSpan keepAlive) =>
        new SocketTransport(keepAlive, TimeProvider.System);

    [Theory, BothCallers]
    public async Task A_peer_that_takes_a_little_does_not_stretch_the_limit(Caller caller)
    {
        var taken = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Take(8 * 1024 * 1024);
            taken.SetResult();
            await end.Task;
        });
        using var transport = new SocketTransport(Timeout.InfiniteTimeSpan, _clock);
        await Connect(caller, transport, server.Endpoint, Hour);

        var writing = Write(caller, transport, new(default, new byte[64 * 1024 * 1024], default), Hour);
        await taken.Task.Within();
        _clock.Pass(Hour);

        Assert.Equal(IoStatus.TimedOut, (await writing).Status);
        end.SetResult();
    }

    [Theory, BothCallers]
    public async Task A_resolver_that_is_slow_is_bounded_by_the_limit(Caller caller)
    {
        var slow = new SlowResolver();
        using var transport = slow.Transport(_clock);

        var connecting = Connect(caller, transport, "somewhere:80", Hour);
        await slow.Asked;
        _clock.Pass(Hour);

        Assert.Equal(IoStatus.TimedOut, (await connecting).Status);
    }

    [Theory, BothCallers]
    public async Task An_abort_ends_the_wait_for_a_slow_resolver(Caller caller)
    {
        var slow = new SlowResolver();
        using var transport = slow.Transport(_clock);

        var connecting = Connect(caller, transport, "somewhere:80", Hour);
        await slow.Asked;
        transport.Abort();

        Assert.Equal(IoStatus.Failed, (await connecting).Status);
    }

    [Fact]
    public async Task A_token_ends_the_wait_for_a_slow_resolver()
    {
        var slow = new SlowResolver();
        using var transport = slow.Transport(_clock);
        using var cancellation = new CancellationTokenSource();
        var place = Endpoint.Parse("somewhere:80").Match(place => place, _ => null!);

        var connecting = transport.ConnectAsync(place, Hour, cancellation.Token).AsTask();
        await slow.Asked;
        await cancellation.CancelAsync();

        Assert.Equal(IoStatus.Cancelled, (await connecting.Within()).Status);
    }

    [Theory, BothCallers]
    public async Task A_resolver_that_goes_on_serves_the_next_attempt(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.ClosedByClient());
        var slow = new SlowResolver();
        using var transport = slow.Transport(_clock);
        var connecting = Connect(caller, transport, $"somewhere:{server.Port}", Hour);
        await slow.Asked;
        _clock.Pass(Hour);
        await connecting;
        transport.Close();

        slow.Answer(new([IPAddress.Loopback], 0));
        var result = await Connect(caller, transport, $"somewhere:{server.Port}", Hour);

        Assert.Equal((IoResult.Done(), 1), (result, slow.Questions));
    }

    [Theory, BothCallers]
    public async Task A_name_that_is_not_known_is_told_with_the_number_of_the_resolver(Caller caller)
    {
        var slow = new SlowResolver();
        slow.Answer(new([], Resolver.TryAgain));
        using var transport = slow.Transport(_clock);

        var result = await Connect(caller, transport, "somewhere:80", Hour);

        Assert.Equal(new IoResult(IoStatus.HostUnknown, 0, Resolver.TryAgain), result);
    }

    [Theory, BothCallers]
    public async Task An_address_needs_no_resolver(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.ClosedByClient());
        var slow = new SlowResolver();
        using var transport = slow.Transport(_clock);

        await Connect(caller, transport, server.Endpoint, Hour);

        Assert.Equal(0, slow.Questions);
    }

    private sealed class SlowResolver
    {
        private readonly TaskCompletionSource<Resolved> _answer = new();
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Questions { get; private set; }

        public Task Asked => _asked.Task.Within();

        public void Answer(Resolved answer) => _answer.SetResult(answer);

        public SocketTransport Transport(TimeProvider clock) =>
            new(
                Timeout.InfiniteTimeSpan,
                clock,
                _ =>
                {
                    Questions++;
                    _asked.TrySetResult();
                    return _answer.Task;
                }
            );
    }
}
