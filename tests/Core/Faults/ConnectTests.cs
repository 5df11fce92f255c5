using System.Diagnostics;
using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Faults;

public sealed class ConnectTests
{
    [Theory, BothCallers]
    public async Task A_name_is_resolved(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Serve());
        using var client = Opened.With(Opened.Options with { Endpoint = $"http://localhost:{server.Port}/" });

        await caller.Next(client).Must();

        Assert.Equal($"localhost:{server.Port}", server.Requests[0].Field("Host"));
    }

    [Theory, BothCallers]
    public async Task Nobody_listens(Caller caller)
    {
        var port = LoopbackServer.UnusedPort();
        using var client = Opened.With(Opened.Options with { Endpoint = $"127.0.0.1:{port}" });

        var error = Assert.IsType<ApiError.Transport>((await caller.Next(client)).MustFail(ErrorCode.ConnectRefused));

        const int ConnectionRefused = 111;
        Assert.Equal((Delivery.NotSent, ConnectionRefused), (error.Delivery, error.SystemError));
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsRecoverable);
    }

    [Theory, BothCallers]
    public async Task Nobody_accepts_in_time(Caller caller)
    {
        using var full = await FullListener.Fill();
        using var client = Opened.With(
            Opened.Options with
            {
                Endpoint = full.Endpoint,
                ConnectTimeout = TimeSpan.FromMilliseconds(100),
            }
        );
        var clock = Stopwatch.StartNew();

        var error = await caller.Next(client).MustFail(ErrorCode.ConnectTimeout);

        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(90), TimeSpan.FromSeconds(2));
        Assert.Equal(Delivery.NotSent, error.Delivery);
    }

    [Theory, BothCallers]
    public async Task Nobody_accepts_and_the_caller_gives_up(Caller caller)
    {
        using var full = await FullListener.Fill();
        using var client = Opened.With(
            Opened.Options with
            {
                Endpoint = full.Endpoint,
                ConnectTimeout = TimeSpan.FromHours(1),
            }
        );
        var connecting = caller.Next(client);
        Thread.SpinWait(1_000_000);

        client.Cancel();

        await connecting.MustFail(ErrorCode.Cancelled);
    }

    [Theory, BothCallers]
    public async Task The_system_cannot(Caller caller)
    {
        const int TooManyOpenFiles = 24;
        var refused = new IoResult(IoStatus.Failed, SystemError: TooManyOpenFiles);
        using var client = Opened.Over(new ScriptedTransport(new ScriptedConnection([], Connect: refused)));

        var error = Assert.IsType<ApiError.Transport>((await caller.Next(client)).MustFail(ErrorCode.ConnectFailed));

        Assert.Equal((Delivery.NotSent, TooManyOpenFiles), (error.Delivery, error.SystemError));
        Assert.Contains("errno 24", error.Message, StringComparison.Ordinal);
    }
}
