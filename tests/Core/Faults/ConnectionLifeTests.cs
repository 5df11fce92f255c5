using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Faults;

public sealed class ConnectionLifeTests
{
    [Theory, BothCallers]
    public async Task One_connection_carries_many_invocations(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Serve());
        using var client = Opened.At(server);

        for (var i = 0; i < 50; i++)
        {
            var invocation = await caller.Next(client).Must();
            await (i % 2 == 0 ? caller.Respond(client, invocation) : caller.Fail(client, invocation)).Must();
        }

        Assert.Equal((1, 100), (server.Accepted, server.Requests.Count));
    }

    [Theory, BothCallers]
    public async Task A_connection_that_was_closed_while_idle_is_replaced(Caller caller)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.Answer(Wire.Event());
                connection.Close();
                closed.SetResult();
            },
            connection => connection.Serve()
        );
        using var client = Opened.At(server);
        var invocation = await caller.Next(client).Must();
        await closed.Task.Within();

        await caller.Respond(client, invocation).Must();
        await caller.Next(client).Must();

        Assert.Equal(2, server.Accepted);
        Assert.Equal([0, 1, 1], server.Requests.Select(request => request.Connection));
    }

    [Theory]
    [BothCallers(true, false)]
    public async Task A_poll_whose_connection_dies_while_it_waits_is_served_over_another(Caller caller, bool isReset)
    {
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.ReadRequest();
                End(connection, isReset);
            },
            connection => connection.Serve()
        );
        using var client = Opened.At(server);

        await caller.Next(client).Must();

        Assert.Equal(2, server.Accepted);
    }

    [Theory]
    [BothCallers(true, false)]
    public async Task An_endpoint_that_accepts_and_closes_for_ever_is_given_up_after_two(Caller caller, bool isReset)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequest();
            End(connection, isReset);
        });
        using var client = Opened.At(server);

        var error = Assert.IsType<ApiError.Transport>((await caller.Next(client)).MustFail());

        Assert.Equal(isReset ? ErrorCode.ConnectionBroken : ErrorCode.ConnectionClosed, error.Code);
        Assert.Equal((Operation.Next, Delivery.Unknown), (error.Operation, error.Delivery));
        Assert.Equal(isReset, error.SystemError != 0);
        Assert.Contains(server.Endpoint, error.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Accepted);
    }

    [Theory, BothCallers]
    public async Task An_endpoint_that_closes_at_once_is_given_up_after_two(Caller caller)
    {
        await using var server = new LoopbackServer(connection =>
        {
            connection.Reset();
            return Task.CompletedTask;
        });
        using var client = Opened.At(server);

        for (var i = 1; i <= 50; i++)
        {
            Assert.IsType<ApiError.Transport>((await caller.Next(client)).MustFail());
            Assert.InRange(server.Accepted, i, 2 * i);
        }
    }

    [Theory]
    [BothCallers(true, false)]
    public async Task A_post_whose_connection_dies_is_never_sent_twice(Caller caller, bool isReset)
    {
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.Answer(Wire.Event());
                await connection.ReadRequest();
                End(connection, isReset);
            },
            connection => connection.Serve()
        );
        using var client = Opened.At(server);
        var invocation = await caller.Next(client).Must();

        var error = Assert.IsType<ApiError.Transport>((await caller.Respond(client, invocation)).MustFail());

        Assert.Equal((Operation.Respond, Delivery.Unknown), (error.Operation, error.Delivery));
        await caller.Respond(client, invocation).MustFail(ErrorCode.AlreadyAnswered);
        await caller.Fail(client, invocation).MustFail(ErrorCode.AlreadyAnswered);
        await caller.Next(client).Must();
        Assert.Equal(["GET", "POST", "GET"], server.Requests.Select(request => request.Call.Split(' ')[0]));
    }

    [Theory, BothCallers]
    public async Task A_post_that_finds_nobody_was_not_sent_and_can_be_made_again(Caller caller)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var first = new LoopbackServer(async connection =>
        {
            await connection.Answer(Wire.Event());
            connection.Close();
            closed.SetResult();
        });
        using var client = Opened.At(first);
        var invocation = await caller.Next(client).Must();
        await closed.Task.Within();
        first.StopListening();

        var error = Assert.IsType<ApiError.Transport>((await caller.Respond(client, invocation)).MustFail());

        Assert.Equal((ErrorCode.ConnectRefused, Delivery.NotSent), (error.Code, error.Delivery));
        Assert.NotEqual(0, error.SystemError);
        await caller.Next(client).MustFail(ErrorCode.InvocationOutstanding);
        await using var second = new LoopbackServer(first.Port, connection => connection.Serve());
        await caller.Respond(client, invocation).Must();
        Assert.EndsWith("/response", Assert.Single(second.Requests).Call, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task An_endpoint_that_is_restarted_is_found_again(Caller caller)
    {
        var first = new LoopbackServer(connection => connection.Serve());
        var port = first.Port;
        using var client = Opened.At(first);
        await caller.Respond(client, await caller.Next(client).Must()).Must();
        await first.DisposeAsync();
        await caller.Next(client).MustFail(ErrorCode.ConnectRefused);

        await using var second = new LoopbackServer(port, connection => connection.Serve());

        await caller.Respond(client, await caller.Next(client).Must()).Must();
    }

    private static void End(LoopbackConnection connection, bool isReset)
    {
        if (isReset)
        {
            connection.Reset();
        }
        else
        {
            connection.Close();
        }
    }
}
