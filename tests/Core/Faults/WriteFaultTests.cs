using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Faults;

/// <summary>The service leaves while a request is on its way: what the client says of it agrees with the service's log.</summary>
public sealed class WriteFaultTests
{
    private const int SixMegabytes = 6 * 1024 * 1024;

    [Theory]
    [BothCallers(true, false)]
    public async Task After_every_byte_of_a_small_post(Caller caller, bool isReset)
    {
        // The longest prefix of the post that the service reads; one byte more would make it whole.
        var length = (await RequestLength(caller)) - 1;
        await using var server = Leaving(isReset, number => Math.Min(number / 2 * 8, length));

        for (var round = 0; round * 8 < length + 8; round++)
        {
            using var client = Opened.At(server);
            var invocation = await caller.Next(client).Must();
            await Agrees(caller, client, server, invocation, await caller.Respond(client, invocation));
        }
    }

    [Theory]
    [BothCallers(true, false)]
    public async Task At_points_of_a_large_post(Caller caller, bool isReset)
    {
        const int Points = 10;
        await using var server = Leaving(isReset, number => number / 2 * (SixMegabytes / Points));
        var body = new byte[SixMegabytes];

        for (var round = 0; round < Points; round++)
        {
            using var client = Opened.At(server);
            var invocation = await caller.Next(client).Must();
            var result = await caller.Respond(client, invocation, Response.Bytes(body));
            await Agrees(caller, client, server, invocation, result);
        }
    }

    [Theory]
    [BothCallers(true, false)]
    public async Task A_refusal_that_comes_before_the_whole_post_was_sent_is_heard(Caller caller, bool isLarge)
    {
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.Answer(Wire.Event());
                await connection.ReadHead();
                await connection.Send(
                    Wire.Refusal(413, "RequestEntityTooLarge", "Exceeded maximum allowed payload size")
                );
                connection.Close();
            },
            connection => connection.Serve()
        );
        using var client = Opened.At(server);
        var invocation = await caller.Next(client).Must();
        var body = new byte[isLarge ? SixMegabytes + 101 : 1000];

        var error = Assert.IsType<ApiError.Rejected>(
            (await caller.Respond(client, invocation, Response.Bytes(body))).MustFail(ErrorCode.PayloadTooLarge)
        );

        Assert.Equal((413, "RequestEntityTooLarge"), (error.Status, error.ErrorType));
        Assert.Equal("Exceeded maximum allowed payload size", error.ErrorMessage);
        Assert.Equal(Delivery.Sent, error.Delivery);
        Assert.True(error.IsRecoverable);
        await caller.Fail(client, invocation).MustFail(ErrorCode.AlreadyAnswered);
        await caller.Next(client).Must();
        Assert.Equal(2, server.Accepted);
    }

    private static async Task Agrees(
        Caller caller,
        RuntimeClient client,
        LoopbackServer server,
        Invocation invocation,
        Result<Unit, ApiError> result
    )
    {
        var wholePosts = server.Requests.Where(request => request.Call.StartsWith('P')).ToLookup(IsOnLeavingConnection);
        Assert.Empty(wholePosts[true]);
        if (!result.TryGet(out _, out var failure))
        {
            // The service saw no whole post, so "sent" would be a lie.
            var error = Assert.IsType<ApiError.Transport>(failure);
            Assert.NotEqual(Delivery.Sent, error.Delivery);
            if (error.Delivery == Delivery.NotSent)
            {
                await caller.Respond(client, invocation).Must();
                return;
            }
        }

        await caller.Respond(client, invocation).MustFail(ErrorCode.AlreadyAnswered);
        await caller.Next(client).Must();

        static bool IsOnLeavingConnection(ReceivedRequest request) => request.Connection % 2 == 0;
    }

    /// <summary>Even connections hand out an event and leave in the middle of the answer to it; odd ones serve.</summary>
    private static LoopbackServer Leaving(bool isReset, Func<int, int> bytes) =>
        new(async connection =>
        {
            if (connection.Number % 2 == 1)
            {
                await connection.Serve();
            }

            await connection.Answer(Wire.Event());
            await connection.Take(bytes(connection.Number));
            if (isReset)
            {
                connection.Reset();
            }
            else
            {
                connection.Close();
            }
        });

    private static async Task<int> RequestLength(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Serve());
        using var client = Opened.At(server);
        await caller.Respond(client, await caller.Next(client).Must()).Must();
        return server.Requests[1].Text.Length;
    }
}
