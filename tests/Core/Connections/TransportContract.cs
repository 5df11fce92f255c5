using System.Diagnostics;
using System.Globalization;
using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Connections;

/// <summary>What every transport keeps: its limits, its counts, and that an abort ends whatever waits.</summary>
public abstract class TransportContract
{
    private const int MoreThanBuffersHold = 32 * 1024 * 1024;

    private static readonly TimeSpan None = Timeout.InfiniteTimeSpan;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    [Theory, BothCallers]
    public async Task A_read_ends_when_its_limit_passes(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.ClosedByClient());
        using var transport = await Connected(server);

        var result = await Read(caller, transport, new byte[1], Short);

        Assert.Equal(new IoResult(IoStatus.TimedOut), result);
    }

    [Theory, BothCallers]
    public async Task A_write_to_a_stalled_peer_ends_when_its_limit_passes(Caller caller)
    {
        var end = new TaskCompletionSource();
        await using var server = new LoopbackServer(_ => end.Task);
        using var transport = await Connected(server);

        var result = await Write(caller, transport, Body(MoreThanBuffersHold), Short);

        Assert.Equal((IoStatus.TimedOut, 0), (result.Status, result.SystemError));
        Assert.True(result.Count is null or (> 0 and < MoreThanBuffersHold), $"{result.Count}");
        end.SetResult();
    }

    [Theory, BothCallers]
    public async Task What_the_peer_said_before_a_write_timed_out_can_be_read(Caller caller)
    {
        var end = new TaskCompletionSource();
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Send("early"u8.ToArray());
            await end.Task;
        });
        using var transport = await Connected(server);
        await Write(caller, transport, Body(MoreThanBuffersHold), Short);

        var result = await Read(caller, transport, new byte[5], Guard.Limit);

        Assert.Equal(IoResult.Done(5), result);
        end.SetResult();
    }

    [Theory, BothCallers]
    public async Task A_read_without_a_limit_outlasts_the_limit_of_the_read_before_it(Caller caller)
    {
        var go = new TaskCompletionSource();
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.Send("a"u8.ToArray());
                await go.Task;
                await connection.Send("b"u8.ToArray());
                await connection.ClosedByClient();
            },
            connection => connection.ClosedByClient()
        );
        using var transport = await Connected(server);
        using var other = await Connected(server);
        Assert.Equal(IoResult.Done(1), await Read(caller, transport, new byte[1], TimeSpan.FromMilliseconds(500)));

        var unlimited = Read(caller, transport, new byte[1], None);
        // The other connection's limit passes later than the first one's would.
        await Read(caller, other, new byte[1], TimeSpan.FromMilliseconds(600));
        Assert.False(unlimited.IsCompleted);
        go.SetResult();

        Assert.Equal(IoResult.Done(1), await unlimited);
    }

    [Theory, BothCallers]
    public async Task The_second_reply_of_a_peer_with_Nagles_algorithm_comes_without_a_delay(Caller caller)
    {
        const int Rounds = 21;
        // A connection acknowledges at once while it is young, and for a moment after a pause.
        const int Warmup = 40;
        var delayed = TimeSpan.FromMilliseconds(40);
        await using var server = new LoopbackServer(async connection =>
        {
            connection.UseNagle();
            while (true)
            {
                await connection.Take(2);
                await connection.Send("a"u8.ToArray());
                await connection.Send("b"u8.ToArray());
            }
        });
        using var transport = await Connected(server);
        var times = new List<TimeSpan>();

        for (var i = 0; i < Warmup + Rounds; i++)
        {
            var clock = Stopwatch.StartNew();
            await Write(caller, transport, new(new byte[1], default, new byte[1]), Guard.Limit);
            await Read(caller, transport, new byte[1], Guard.Limit);
            await Read(caller, transport, new byte[1], None);
            times.Add(clock.Elapsed);
        }

        // A busy machine may be late now and then; a delayed acknowledgement is late each time.
        Assert.InRange(times.Skip(Warmup).Order().ElementAt(Rounds / 2), TimeSpan.Zero, delayed * 0.75);
    }

    [Theory, BothCallers]
    public async Task An_abort_ends_a_blocked_read(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.ClosedByClient());
        using var transport = await Connected(server);

        var result = await Aborted(transport, Read(caller, transport, new byte[1], None));

        Assert.True(result is { Status: IoStatus.Failed } or { Status: IoStatus.Ok, Count: 0 }, $"{result}");
    }

    [Theory, BothCallers]
    public async Task An_abort_ends_a_write_to_a_stalled_peer(Caller caller)
    {
        var end = new TaskCompletionSource();
        await using var server = new LoopbackServer(_ => end.Task);
        using var transport = await Connected(server);

        var result = await Aborted(transport, Write(caller, transport, Body(MoreThanBuffersHold), None));

        Assert.Equal(IoStatus.Failed, result.Status);
        end.SetResult();
    }

    [Theory, BothCallers]
    public async Task An_abort_ends_a_connection_attempt(Caller caller)
    {
        using var full = await FullListener.Fill();
        using var transport = Make(None);

        var result = await Aborted(transport, Connect(caller, transport, full.Endpoint, None));

        Assert.NotEqual(IoStatus.Ok, result.Status);
    }

    [Theory, BothCallers]
    public async Task A_connection_attempt_ends_when_its_limit_passes(Caller caller)
    {
        using var full = await FullListener.Fill();
        using var transport = Make(None);

        var result = await Connect(caller, transport, full.Endpoint, Short);

        Assert.Equal(IoStatus.TimedOut, result.Status);
    }

    [Theory, BothCallers]
    public async Task A_write_that_fails_never_counts_bytes_that_may_not_have_left(Caller caller)
    {
        var connected = new TaskCompletionSource();
        await using var server = new LoopbackServer(async connection =>
        {
            await connected.Task;
            connection.Reset();
        });
        using var transport = await Connected(server);
        connected.SetResult();
        Assert.True(SpinWait.SpinUntil(transport.IsStale, Guard.Limit));

        var result = await Write(caller, transport, new("GET"u8.ToArray(), default, default), None);

        Assert.Equal(IoStatus.Failed, result.Status);
        Assert.True(result.Count is null or 0, $"{result.Count}");
        Assert.NotEqual(0, result.SystemError);
    }

    [Theory]
    [BothCallers(0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 200_000)]
    public async Task The_parts_arrive_in_their_order(Caller caller, int length)
    {
        int[] lengths = [0, 3, 100_000];
        foreach (var (head, tail) in lengths.SelectMany(head => lengths.Select(tail => (head, tail))))
        {
            var arrived = new TaskCompletionSource<byte[]>();
            await using var server = new LoopbackServer(async connection =>
                arrived.SetResult(await connection.Take(head + length + tail))
            );
            using var transport = await Connected(server);
            var bytes = new Outgoing(Filled(head, 1), Filled(length, 2), Filled(tail, 3));

            var result = await Write(caller, transport, bytes, Guard.Limit);

            Assert.Equal(IoResult.Done(head + length + tail), result);
            byte[] whole = [.. Filled(head, 1), .. Filled(length, 2), .. Filled(tail, 3)];
            Assert.Equal(whole, await arrived.Task.Within());
        }
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(0.2, true)]
    [InlineData(-1, false)]
    public async Task A_silent_connection_is_probed_after_the_interval(double seconds, bool isProbed)
    {
        await using var server = new LoopbackServer(connection => connection.ClosedByClient());
        var interval = isProbed ? TimeSpan.FromSeconds(seconds) : None;
        using var transport = Make(interval);
        Assert.Equal(IoResult.Done(), await Connect(Caller.Blocking, transport, server.Endpoint, Guard.Limit));

        var timer = KeepAliveTimer(server.Port);

        Assert.Equal(isProbed, timer is not null);
        if (timer is { } left)
        {
            Assert.InRange(left, TimeSpan.Zero, TimeSpan.FromSeconds(Math.Ceiling(seconds)));
            Assert.True(seconds < 1 || left > TimeSpan.FromSeconds(seconds) - Guard.Limit, $"{left}");
        }
    }

    /// <summary>A transport to test.</summary>
    /// <param name="keepAlive">How long a connection may be silent before the peer is probed.</param>
    private protected abstract Transport Make(TimeSpan keepAlive);

    private async Task<Transport> Connected(LoopbackServer server)
    {
        var transport = Make(TimeSpan.FromMinutes(1));
        Assert.Equal(IoResult.Done(), await Connect(Caller.Blocking, transport, server.Endpoint, Guard.Limit));
        return transport;
    }

    private protected static Task<IoResult> Connect(Caller caller, Transport transport, string endpoint, TimeSpan limit)
    {
        var place = Endpoint.Parse(endpoint).Match(place => place, error => throw new ArgumentException(error.Message));
        return caller.Run(
            () => transport.Connect(place, limit),
            () => transport.ConnectAsync(place, limit, CancellationToken.None).AsTask()
        );
    }

    private protected static Task<IoResult> Write(Caller caller, Transport transport, Outgoing bytes, TimeSpan limit) =>
        caller.Run(
            () => transport.Write(bytes, limit),
            () => transport.WriteAsync(bytes, limit, CancellationToken.None).AsTask()
        );

    private protected static Task<IoResult> Read(Caller caller, Transport transport, byte[] buffer, TimeSpan limit) =>
        caller.Run(
            () => transport.Read(buffer, limit),
            () => transport.ReadAsync(buffer, limit, CancellationToken.None).AsTask()
        );

    private static async Task<IoResult> Aborted(Transport transport, Task<IoResult> call)
    {
        Thread.SpinWait(1_000_000);
        transport.Abort();
        return await call;
    }

    private static Outgoing Body(int length) => new(default, new byte[length], default);

    private static byte[] Filled(int length, byte value)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }

    /// <summary>When the kernel probes the client's end of a connection to this port; null where it does not (proc_pid_net(5)).</summary>
    private static TimeSpan? KeepAliveTimer(int port)
    {
        const string KeepAlive = "02";
        var client = File.ReadLines("/proc/self/net/tcp")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(fields => fields[2].EndsWith($":{port:X4}", StringComparison.Ordinal) && fields[3] == "01");
        var timer = client[5].Split(':');
        return timer[0] == KeepAlive
            ? TimeSpan.FromSeconds(long.Parse(timer[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 100.0)
            : null;
    }
}
