using System.Diagnostics;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Cancelling;

public sealed class DisposeTests
{
    [Theory, BothCallers]
    public async Task A_parked_poll_ends_and_the_connection_closes(Caller caller)
    {
        await using var service = new ParkedServer([], []);
        using var client = Opened.At(service.Server);
        var parked = caller.Next(client);
        await service.Parked;

        var clock = Stopwatch.StartNew();
        await Task.Run(client.Dispose).Within();
        await parked.MustFail(ErrorCode.Cancelled);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"{clock.Elapsed}");
        await service.ClosedByClient.Task.Within();
        await caller.Next(client).MustFail(ErrorCode.ClientClosed);
    }

    [Theory, BothCallers]
    public async Task An_idle_connection_closes_at_once(Caller caller)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Answer(Wire.Event(), Wire.Accepted);
            await connection.ClosedByClient();
            closed.SetResult();
        });
        var client = Opened.At(server);
        await caller.Respond(client, await caller.Next(client).Must()).Must();

        client.Dispose();

        await closed.Task.Within();
    }

    [Theory, BothCallers]
    public async Task A_post_in_flight_ends_first(Caller caller)
    {
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Answer(Wire.Event());
            await connection.ReadRequest();
            received.SetResult();
            await go.Task.Within();
            await connection.Send(Wire.Accepted);
            await connection.ClosedByClient();
            closed.SetResult();
        });
        var client = Opened.At(server);
        var posting = caller.Respond(client, await caller.Next(client).Must());
        await received.Task.Within();

        client.Dispose();
        go.SetResult();

        await posting.Must();
        await closed.Task.Within();
    }

    [Theory, BothCallers]
    public async Task Every_call_after_it_is_refused(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Event("{}"));
        var client = Opened.Over(transport);
        var invocation = await caller.Next(client).Must();

        client.Dispose();
        client.Dispose();

        Assert.False(transport.IsOpen);
        await caller.Next(client).MustFail(ErrorCode.ClientClosed);
        await caller.Respond(client, invocation).MustFail(ErrorCode.ClientClosed);
        await caller.Fail(client, invocation).MustFail(ErrorCode.ClientClosed);
        await caller.FailInit(client).MustFail(ErrorCode.ClientClosed);
        client.Abandon(invocation).MustFail(ErrorCode.ClientClosed);
        client.Cancel();
        Assert.True(invocation.IsValid);
        Assert.Single(transport.Written);
    }

    [Fact]
    public async Task Many_at_once_are_one()
    {
        await using var service = new ParkedServer([], []);
        var client = Opened.At(service.Server);
        var parked = Caller.Blocking.Next(client);
        await service.Parked;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(client.Dispose))).Within();

        await parked.MustFail(ErrorCode.Cancelled);
    }
}
