using System.Diagnostics;
using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Runtime;

public sealed class RetryTests
{
    [Theory, BothCallers]
    public async Task A_dead_endpoint_ends_the_loop_after_bounded_attempts_and_time(Caller caller)
    {
        using var client = Opened.With(Opened.Options with { Endpoint = $"127.0.0.1:{LoopbackServer.UnusedPort()}" });
        List<ApiError> survived = [];
        var clock = Stopwatch.StartNew();

        var result = await caller.Serve(
            client,
            _ => default(Response),
            new RuntimeLoopOptions { OnError = survived.Add }
        );

        // Five pauses of 10, 20, 40, 80 and 160 ms, each shortened by up to a half.
        Assert.Equal(Delivery.NotSent, result.MustFail(ErrorCode.ConnectRefused).Delivery);
        Assert.Equal(Enumerable.Repeat(ErrorCode.ConnectRefused, 5), survived.Select(error => error.Code));
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(3));
    }

    [Theory]
    [BothCallers(1, 2, 4)]
    public async Task The_number_of_attempts_can_be_chosen(Caller caller, int attempts)
    {
        var transport = Refusing(10);
        using var client = Opened.Over(transport);
        var survived = 0;

        var result = await caller.Serve(
            client,
            _ => default(Response),
            new RuntimeLoopOptions { MaxAttempts = attempts, OnError = _ => survived++ }
        );

        result.MustFail(ErrorCode.ConnectRefused);
        Assert.Equal((attempts, attempts - 1), (transport.Connects, survived));
    }

    [Theory, BothCallers]
    public async Task A_success_starts_the_count_anew(Caller caller)
    {
        var transport = new ScriptedTransport(
            Refused,
            Refused,
            ScriptedConnection.Of(Wire.Event()),
            ScriptedConnection.Of(Wire.Accepted),
            Refused,
            Refused,
            ScriptedConnection.Of(Wire.Event()),
            ScriptedConnection.Of(Wire.Accepted),
            ScriptedConnection.Of(Wire.Refusal(500, "End"))
        );
        using var client = Opened.Over(transport);

        var result = await caller.Serve(client, _ => default(Response), new RuntimeLoopOptions { MaxAttempts = 3 });

        result.MustFail(ErrorCode.ContainerError);
    }

    [Theory, BothCallers]
    public async Task An_answer_that_was_not_sent_is_sent_again_once_the_service_is_back(Caller caller)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var first = new LoopbackServer(async connection =>
        {
            await connection.Answer(Wire.Event());
            connection.Close();
            closed.SetResult();
        });
        using var client = Opened.At(first);
        LoopbackServer? second = null;
        List<ApiError> survived = [];

        var result = await caller.Serve(
            client,
            _ =>
            {
                Assert.True(closed.Task.Wait(Guard.Limit));
                first.StopListening();
                return Response.Text("once");
            },
            new RuntimeLoopOptions
            {
                OnError = error =>
                {
                    survived.Add(error);
                    second ??= new LoopbackServer(
                        first.Port,
                        async connection =>
                        {
                            await connection.Answer(Wire.Accepted);
                            client.Cancel();
                            await connection.Serve();
                        }
                    );
                },
            }
        );

        result.Must();
        Assert.Equal(
            (ErrorCode.ConnectRefused, Delivery.NotSent),
            (Assert.Single(survived).Code, survived[0].Delivery)
        );
        await second!.DisposeAsync();
        Assert.EndsWith("/response", second.Requests[0].Call, StringComparison.Ordinal);
        Assert.Equal(1, second.Requests.Count(request => request.Call.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Theory, BothCallers]
    public async Task An_answer_that_can_never_be_sent_ends_the_loop(Caller caller)
    {
        var transport = new ScriptedTransport(ScriptedConnection.Of(Wire.Event()));
        using var client = Opened.Over(transport);

        var result = await caller.Serve(client, _ => default(Response), new RuntimeLoopOptions { MaxAttempts = 3 });

        Assert.Equal(Operation.Respond, ((ApiError.Transport)result.MustFail(ErrorCode.ConnectRefused)).Operation);
        Assert.Equal(4, transport.Connects);
    }

    [Theory, BothCallers]
    public async Task An_answer_that_may_have_arrived_is_not_sent_again(Caller caller)
    {
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.Answer(Wire.Event());
                await connection.ReadRequest();
            },
            connection => connection.Answer(Wire.Refusal(500, "End"))
        );
        using var client = Opened.At(server);
        List<ApiError> survived = [];

        var result = await caller.Serve(
            client,
            _ => default(Response),
            new RuntimeLoopOptions { OnError = survived.Add }
        );

        result.MustFail(ErrorCode.ContainerError);
        Assert.Equal(Delivery.Unknown, Assert.Single(survived).Delivery);
        Assert.Equal(["GET", "POST", "GET"], server.Requests.Select(request => request.Call.Split(' ')[0]));
    }

    [Theory, BothCallers]
    public async Task A_cancel_ends_a_pause(Caller caller)
    {
        var transport = Refusing(100);
        using var client = Opened.Over(transport);
        var clock = new Stopwatch();

        var result = await caller.Serve(
            client,
            _ => default(Response),
            new RuntimeLoopOptions
            {
                MaxAttempts = 100,
                OnError = _ =>
                {
                    // The eighth pause is at least 500 ms long.
                    if (transport.Connects == 8)
                    {
                        clock.Start();
                        client.Cancel();
                    }
                },
            }
        );

        result.Must();
        Assert.Equal(8, transport.Connects);
        Assert.True(clock.Elapsed < TimeSpan.FromMilliseconds(450), $"{clock.Elapsed}");
    }

    [Theory, BothCallers]
    public async Task A_torn_event_is_asked_for_again(Caller caller)
    {
        using var client = Opened.Over(
            Wire.Event("whole")[..^1],
            Wire.Event("whole"),
            Wire.Accepted,
            Wire.Refusal(403, "InvalidStateTransition")
        );
        List<ApiError> survived = [];
        List<int> sizes = [];

        var result = await caller.Serve(
            client,
            invocation =>
            {
                sizes.Add(invocation.Payload.Length);
                return default(Response);
            },
            new RuntimeLoopOptions { OnError = survived.Add }
        );

        result.MustFail(ErrorCode.StateTransitionRejected);
        Assert.Equal(ErrorCode.ReplyTruncated, Assert.Single(survived).Code);
        Assert.Equal([5], sizes);
    }

    private static ScriptedConnection Refused { get; } = new([], Connect: new IoResult(IoStatus.Refused));

    private static ScriptedTransport Refusing(int times) => new(Enumerable.Repeat(Refused, times));
}
