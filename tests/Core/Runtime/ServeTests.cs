using System.Text;
using LambdaClient.Tests.Cancelling;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Runtime;

public sealed class ServeTests
{
    [Theory, BothCallers]
    public async Task Serves_until_it_is_cancelled(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Serve());
        using var client = Opened.At(server);
        var handled = 0;

        var result = await caller.Serve(
            client,
            invocation =>
            {
                if (++handled == 10)
                {
                    client.Cancel();
                }

                return handled % 2 == 0 ? new FunctionError("Function.Even", "") : Response.Json(invocation.Payload);
            }
        );

        result.Must();
        Assert.Equal((1, 20), (server.Accepted, server.Requests.Count));
        Assert.Equal(5, server.Requests.Count(request => request.Call.EndsWith("/response", StringComparison.Ordinal)));
        Assert.Equal(5, server.Requests.Count(request => request.Call.EndsWith("/error", StringComparison.Ordinal)));
    }

    [Theory, BothCallers]
    public async Task A_parked_loop_ends_when_the_client_is_cancelled(Caller caller)
    {
        await using var service = new ParkedServer([Wire.Event(), Wire.Accepted], []);
        using var client = Opened.At(service.Server);
        var serving = caller.Serve(client, _ => default(Response));
        await service.Parked;

        client.Cancel();

        await serving.Must();
    }

    [Theory, BothCallers]
    public async Task A_parked_loop_ends_when_the_client_is_disposed(Caller caller)
    {
        await using var service = new ParkedServer([], []);
        using var client = Opened.At(service.Server);
        var serving = caller.Serve(client, _ => default(Response));
        await service.Parked;

        client.Dispose();

        await serving.Must();
    }

    [Fact]
    public async Task A_token_ends_a_parked_loop()
    {
        await using var service = new ParkedServer([], []);
        using var client = Opened.At(service.Server);
        using var cancellation = new CancellationTokenSource();
        var serving = Caller.Awaiting.Serve(client, _ => default(Response), cancellation: cancellation.Token);
        await service.Parked;

        await cancellation.CancelAsync();

        await serving.Must();
    }

    [Fact]
    public async Task A_token_reaches_the_handler_and_its_answer_is_still_sent()
    {
        await using var server = new LoopbackServer(connection => connection.Serve());
        using var client = Opened.At(server);
        using var cancellation = new CancellationTokenSource();

        var result = await RuntimeLoop
            .RunAsync<FunctionError>(
                client,
                async (_, token) =>
                {
                    await cancellation.CancelAsync();
                    return Response.Text($"{token.IsCancellationRequested}");
                },
                cancellation: cancellation.Token
            )
            .Within();

        result.Must();
        Assert.Equal("True", Encoding.UTF8.GetString(server.Requests[1].Body));
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory, BothCallers]
    public async Task The_answer_to_the_last_invocation_is_sent_after_a_cancel(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Serve());
        using var client = Opened.At(server);

        var result = await caller.Serve(
            client,
            _ =>
            {
                client.Cancel();
                return Response.Text("last");
            }
        );

        result.Must();
        Assert.Equal("last", Encoding.UTF8.GetString(server.Requests[1].Body));
    }

    [Theory, BothCallers]
    public async Task Lent_events_can_be_served(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Event("one"), Wire.Accepted, Wire.Event("two"), Wire.Accepted);
        using var client = Opened.Over(transport, Opened.Options with { LendBuffers = true });

        await caller.Serve(
            client,
            invocation => Response.Json(invocation.Payload),
            new RuntimeLoopOptions { MaxAttempts = 1 }
        );

        Assert.EndsWith("\r\n\r\none", Encoding.UTF8.GetString(transport.Written[1]), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\ntwo", Encoding.UTF8.GetString(transport.Written[3]), StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task The_current_invocation_is_the_handlers_own(Caller caller)
    {
        using var client = Opened.Over(Wire.Event(id: "one"), Wire.Accepted, Wire.Event(id: "two"), Wire.Accepted);
        List<string> seen = [];

        await caller.Serve(
            client,
            _ =>
            {
                seen.Add(Invocation.Current.RequestId);
                return default(Response);
            },
            new RuntimeLoopOptions { MaxAttempts = 1, OnError = _ => seen.Add(Invocation.Current.RequestId) }
        );

        Assert.Equal(["one", "two"], seen);
        Assert.Equal(default, Invocation.Current);
    }
}
