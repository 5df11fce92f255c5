using System.Diagnostics;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Cancelling;

public sealed class CancelTests
{
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(1);

    [Theory, BothCallers]
    public async Task A_parked_poll_ends_and_every_later_one_is_refused(Caller caller)
    {
        await using var service = new ParkedServer([], [Wire.Event()]);
        using var client = Opened.At(service.Server);
        var parked = caller.Next(client);
        await service.Parked;

        var clock = Stopwatch.StartNew();
        client.Cancel();
        var error = Assert.IsType<ApiError.Cancelled>((await parked).MustFail(ErrorCode.Cancelled));

        Assert.True(clock.Elapsed < Quickly, $"{clock.Elapsed}");
        Assert.Equal(Operation.Next, error.Operation);
        Assert.True(error.IsRecoverable);
        await service.ClosedByClient.Task.Within();
        await caller.Next(client).MustFail(ErrorCode.Cancelled);
        client.Cancel();
        await caller.Next(client).MustFail(ErrorCode.Cancelled);
        Assert.Equal(1, service.Server.Accepted);
    }

    [Theory, BothCallers]
    public async Task A_poll_that_the_service_received_is_not_called_unsent(Caller caller)
    {
        var transport = new ParkedTransport();
        using var client = Opened.Over(transport);
        var parked = caller.Next(client);
        await transport.Reading;

        client.Cancel();

        Assert.Equal(Delivery.Unknown, (await parked.MustFail(ErrorCode.Cancelled)).Delivery);
    }

    [Theory, BothCallers]
    public async Task A_poll_after_it_never_leaves(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Event());
        using var client = Opened.Over(transport);

        client.Cancel();

        Assert.Equal(Delivery.NotSent, (await caller.Next(client).MustFail(ErrorCode.Cancelled)).Delivery);
        Assert.Empty(transport.Written);
        Assert.Equal(0, transport.Connects);
    }

    [Theory, BothCallers]
    public async Task A_second_one_ends_an_answer_that_gets_no_reply(Caller caller)
    {
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Answer(Wire.Event());
            await connection.ReadRequest();
            received.SetResult();
            await connection.ClosedByClient();
        });
        using var client = Opened.At(server);
        var answered = caller.Respond(client, await caller.Next(client).Must());
        await received.Task.Within();

        client.Cancel();
        Assert.False(answered.IsCompleted);
        client.Cancel();

        var error = Assert.IsType<ApiError.Cancelled>((await answered.Within()).MustFail(ErrorCode.Cancelled));
        Assert.Equal((Operation.Respond, Delivery.Unknown), (error.Operation, error.Delivery));
    }

    [Theory, BothCallers]
    public async Task An_invocation_that_is_being_handled_can_still_be_answered(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Answer(Wire.Event(), Wire.Accepted));
        using var client = Opened.At(server);
        var invocation = await caller.Next(client).Must();

        client.Cancel();

        await caller.Respond(client, invocation).Must();
        await caller.Next(client).MustFail(ErrorCode.Cancelled);
        Assert.Equal((1, 2), (server.Accepted, server.Requests.Count));
    }

    [Theory, BothCallers]
    public async Task A_post_in_flight_is_left_alone(Caller caller)
    {
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Answer(Wire.Event());
            await connection.ReadRequest();
            received.SetResult();
            await go.Task.Within();
            await connection.Send(Wire.Accepted);
        });
        using var client = Opened.At(server);
        var posting = caller.Respond(client, await caller.Next(client).Must());
        await received.Task.Within();

        client.Cancel();
        go.SetResult();

        await posting.Must();
    }

    [Theory, BothCallers]
    public async Task Many_at_once_are_one(Caller caller)
    {
        await using var service = new ParkedServer([], []);
        using var client = Opened.At(service.Server);
        var parked = caller.Next(client);
        await service.Parked;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(client.Cancel))).Within();

        await parked.MustFail(ErrorCode.Cancelled);
    }

    [Theory, BothCallers]
    public async Task It_may_come_at_any_moment_of_a_poll(Caller caller)
    {
        for (var round = 0; round < 100; round++)
        {
            await using var server = new LoopbackServer(connection => connection.ClosedByClient());
            using var client = Opened.At(server);
            var polling = caller.Next(client);
            for (var spin = 0; spin < round * 20; spin++)
            {
                Thread.SpinWait(50);
            }

            client.Cancel();

            await polling.MustFail(ErrorCode.Cancelled);
            Assert.True(server.Accepted <= 1);
        }
    }
}
