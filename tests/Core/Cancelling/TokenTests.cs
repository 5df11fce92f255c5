using System.Diagnostics;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Cancelling;

/// <summary>A token gives up one call; the client stays usable.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task A_parked_poll_ends_and_a_later_one_is_served()
    {
        await using var service = new ParkedServer([], [Wire.Event("later"), Wire.Accepted]);
        using var client = Opened.At(service.Server);
        using var cancellation = new CancellationTokenSource();
        var parked = Caller.Awaiting.Next(client, cancellation.Token);
        await service.Parked;

        var clock = Stopwatch.StartNew();
        await cancellation.CancelAsync();
        var error = await parked.MustFail(ErrorCode.Cancelled);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"{clock.Elapsed}");
        Assert.Equal(Delivery.Unknown, error.Delivery);
        await service.ClosedByClient.Task.Within();
        await Caller.Awaiting.Respond(client, await Caller.Awaiting.Next(client).Must()).Must();
        Assert.Equal(2, service.Server.Accepted);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_sends_nothing()
    {
        await using var server = new LoopbackServer(connection => connection.Serve());
        using var client = Opened.At(server);

        var error = await client.NextAsync(new CancellationToken(canceled: true)).Within();

        Assert.Equal((ErrorCode.Cancelled, Delivery.NotSent), (error.MustFail().Code, error.MustFail().Delivery));
        Assert.Empty(server.Requests);
        var invocation = await Caller.Awaiting.Next(client).Must();
        await client
            .RespondAsync(invocation, default, new CancellationToken(canceled: true))
            .Within()
            .MustFail(ErrorCode.Cancelled);
        await Caller.Awaiting.Respond(client, invocation).Must();
    }

    [Fact]
    public async Task A_post_that_may_have_arrived_is_not_sent_again()
    {
        await using var service = new ParkedServer([Wire.Event()], [Wire.Event()]);
        using var client = Opened.At(service.Server);
        var invocation = await Caller.Awaiting.Next(client).Must();
        using var cancellation = new CancellationTokenSource();
        var posting = client.RespondAsync(invocation, default, cancellation.Token).Within();
        await service.Parked;

        await cancellation.CancelAsync();

        var error = Assert.IsType<ApiError.Cancelled>((await posting).MustFail(ErrorCode.Cancelled));
        Assert.Equal((Operation.Respond, Delivery.Unknown), (error.Operation, error.Delivery));
        await Caller.Awaiting.Respond(client, invocation).MustFail(ErrorCode.AlreadyAnswered);
        await Caller.Awaiting.Next(client).Must();
        Assert.Equal(
            1,
            service.Server.Requests.Count(request => request.Call.EndsWith("/response", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_post_that_the_service_does_not_take_can_be_given_up_and_sent_again()
    {
        var body = new byte[16 * 1024 * 1024];
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.Answer(Wire.Event());
                await connection.ReadHead();
                begun.SetResult();
                await gone.Task.Within();
            },
            connection => connection.Answer(Wire.Accepted)
        );
        using var client = Opened.At(server);
        var invocation = await Caller.Awaiting.Next(client).Must();
        using var cancellation = new CancellationTokenSource();
        var posting = client.RespondAsync(invocation, Response.Bytes(body), cancellation.Token).Within();
        await begun.Task.Within();

        await cancellation.CancelAsync();

        Assert.Equal(Delivery.NotSent, (await posting.MustFail(ErrorCode.Cancelled)).Delivery);
        gone.SetResult();
        await Caller.Awaiting.Respond(client, invocation, Response.Bytes(body)).Must();
        Assert.Equal(body.Length, server.Requests[1].Body.Length);
    }
}
