using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Cancelling;

public sealed class BusyTests
{
    [Theory, BothCallers]
    public async Task A_second_thread_is_refused_and_the_first_one_is_not_disturbed(Caller caller)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var parked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequest();
            parked.SetResult();
            await go.Task.Within();
            await connection.Send(Wire.Event());
            await connection.Answer(Wire.Accepted);
        });
        using var client = Opened.At(server);
        var first = caller.Next(client);
        await parked.Task.Within();

        foreach (var second in Enum.GetValues<Caller>())
        {
            IsRefused(await second.Next(client));
            IsRefused(await second.Respond(client, default));
            IsRefused(await second.Fail(client, default));
            IsRefused(await second.FailInit(client));
        }

        IsRefused(client.Abandon(default));
        go.SetResult();
        await caller.Respond(client, await first.Must()).Must();
        Assert.Equal((1, 2), (server.Accepted, server.Requests.Count));
    }

    private static void IsRefused<T>(Result<T, ApiError> result)
    {
        var error = Assert.IsType<ApiError.State>(result.MustFail(ErrorCode.ClientBusy));
        Assert.Equal(Delivery.NotSent, error.Delivery);
    }
}
