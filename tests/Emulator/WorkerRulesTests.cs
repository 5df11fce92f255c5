using System.Text;
using LambdaClient.Emulator.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LambdaClient.Emulator.Tests;

/// <summary>What a runtime with several workers may do when, each rule by itself.</summary>
public sealed class WorkerRulesTests : EmulatorTest
{
    private readonly FakeTimeProvider _clock = new();

    private protected override EmulatorOptions Options() =>
        new()
        {
            Timeout = TimeSpan.FromSeconds(3),
            TimeProvider = _clock,
            MaxConcurrency = 3,
        };

    [Fact]
    public async Task As_many_polls_as_workers_wait_and_one_more_is_refused()
    {
        var polls = Enumerable.Range(0, 4).Select(_ => Runtime.TryNextAsync()).ToList();

        var refused = await Task.WhenAny(polls).Soon();

        Assert.Equal((403, "InvalidStateTransition"), ((await refused).Status, (await refused).ErrorType));
        Assert.Contains("from Ready to Ready", (await refused).ErrorMessage, StringComparison.Ordinal);
        polls.Remove(refused);
        var invoked = Enumerable.Range(0, 3).Select(i => InvokeAsync($"{i}")).ToList();
        var replies = await Task.WhenAll(polls).Soon();
        Assert.Equal(["0", "1", "2"], replies.Select(it => it.Body).Order(StringComparer.Ordinal));
        await AnswerAllAsync();
        Assert.All(await Task.WhenAll(invoked), outcome => Assert.True(outcome.IsSuccess));
    }

    [Fact]
    public async Task A_poll_beside_an_unanswered_event_gets_another_one()
    {
        var (first, one) = await RunAsync("1");
        var (second, two) = await RunAsync("2");

        Assert.NotEqual(first.Id, second.Id);
        // In the other order than they came.
        Assert.Equal(202, (await Runtime.RespondAsync(second.Id, "-2")).Status);
        Assert.Equal("-2", Text(await two));
        Assert.False(one.IsCompleted);
        Assert.Equal(202, (await Runtime.FailAsync(first.Id, "{}")).Status);
        Assert.Equal(InvocationStatus.UnhandledError, (await one).Status);
    }

    [Theory]
    [InlineData("response", "response")]
    [InlineData("response", "error")]
    [InlineData("error", "response")]
    [InlineData("error", "error")]
    public async Task A_second_answer_has_an_unknown_id(string first, string second)
    {
        var (other, otherInvoked) = await RunAsync("2");
        var (received, invoked) = await RunAsync("1");
        Assert.Equal(202, (await PostAsync(received.Id, first)).Status);
        await invoked;

        var reply = await PostAsync(received.Id, second);

        Assert.Equal((400, "InvalidRequestID"), (reply.Status, reply.ErrorType));
        Assert.Equal(202, (await PostAsync(other.Id, "response")).Status);
        await otherInvoked;
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task An_unknown_id_is_refused_and_changes_nothing(string kind)
    {
        Assert.Equal("InvalidRequestID", (await PostAsync("other", kind)).ErrorType);
        var (received, invoked) = await RunAsync("1");

        var reply = await PostAsync("other", kind);

        Assert.Equal((400, "InvalidRequestID"), (reply.Status, reply.ErrorType));
        await Runtime.RespondAsync(received.Id, "1");
        await invoked;
    }

    [Fact]
    public async Task A_second_response_beside_one_that_is_coming_is_refused()
    {
        var (received, invoked, post) = await StreamAsync();

        var reply = await Runtime.RespondAsync(received.Id, "2");

        Assert.Equal((400, "InvalidRequestID"), (reply.Status, reply.ErrorType));
        Assert.Equal(202, (await post.EndAsync()).Status);
        Assert.Equal((InvocationStatus.Success, 4), ((await invoked).Status, (await invoked).StreamedBytes));
    }

    [Fact]
    public async Task An_error_takes_the_place_of_a_response_that_is_coming()
    {
        var (received, invoked, post) = await StreamAsync();

        var reply = await Runtime.FailAsync(received.Id, """{"errorType":"E"}""");

        Assert.Equal(202, reply.Status);
        Assert.Equal("E", Field(await invoked, "errorType"));
        var late = await post.EndAsync();
        Assert.Equal((400, "InvalidRequestID"), (late.Status, late.ErrorType));
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task A_wrong_invocation_id_is_refused_and_the_right_one_still_answers(string kind)
    {
        var (received, invoked) = await RunAsync("1");
        var (other, otherInvoked) = await RunAsync("2");

        var wrong = await PostAsync(received.Id, kind, other.InvocationId);
        var right = await PostAsync(received.Id, kind, received.InvocationId);

        Assert.Equal((400, "InvalidInvocationId"), (wrong.Status, wrong.ErrorType));
        Assert.Equal(202, right.Status);
        await invoked;
        Assert.Equal(202, (await PostAsync(other.Id, kind)).Status);
        await otherInvoked;
    }

    [Fact]
    public async Task Two_attempts_with_one_request_id_are_told_apart_by_their_invocation_ids()
    {
        var (one, first) = await RunAsync("1", "same");
        var (two, second) = await RunAsync("2", "same");

        await Runtime.RespondAsync("same", "-2", ("Lambda-Runtime-Invocation-Id", two.InvocationId));
        await Runtime.RespondAsync("same", "-1", ("Lambda-Runtime-Invocation-Id", one.InvocationId));

        Assert.Equal(("-1", "-2"), (Text(await first), Text(await second)));
    }

    [Fact]
    public async Task A_time_out_is_told_once_for_each_event_and_harms_no_other()
    {
        var (late, lateInvoked) = await RunAsync("1");
        _clock.Advance(TimeSpan.FromSeconds(2));
        var (intime, intimeInvoked) = await RunAsync("2");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Sandbox.Timedout", (await lateInvoked).ErrorType);

        Assert.Equal((410, "InvokeTimeout"), Told(await Runtime.RespondAsync(late.Id, "1")));
        Assert.Equal((400, "InvalidRequestID"), Told(await Runtime.RespondAsync(late.Id, "1")));
        Assert.Equal((400, "InvalidRequestID"), Told(await Runtime.FailAsync(late.Id, "1")));
        Assert.Equal(202, (await Runtime.RespondAsync(intime.Id, "-2")).Status);
        Assert.Equal("-2", Text(await intimeInvoked));

        static (int, string?) Told(Reply reply) => (reply.Status, reply.ErrorType);
    }

    [Fact]
    public async Task A_response_that_is_coming_when_time_is_up_is_gone()
    {
        var (late, invoked, post) = await StreamAsync();

        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(InvocationStatus.TimedOut, (await invoked).Status);
        Assert.Equal("InvokeTimeout", (await post.EndAsync()).ErrorType);
        Assert.Equal("InvalidRequestID", (await Runtime.RespondAsync(late.Id, "1")).ErrorType);
    }

    [Fact]
    public async Task The_last_1000_time_outs_are_remembered()
    {
        var late = new List<string>();
        for (var i = 0; i < 1001; i++)
        {
            var (received, invoked) = await RunAsync("1");
            _clock.Advance(TimeSpan.FromSeconds(3));
            await invoked;
            late.Add(received.Id);
        }

        Assert.Equal(400, (await Runtime.RespondAsync(late[0], "1")).Status);
        Assert.Equal(410, (await Runtime.RespondAsync(late[1], "1")).Status);
        Assert.Equal(410, (await Runtime.RespondAsync(late[1000], "1")).Status);
    }

    [Fact]
    public async Task An_unknown_response_mode_ends_its_event_alone()
    {
        var (received, invoked) = await RunAsync("1");
        var (other, otherInvoked) = await RunAsync("2");

        var reply = await Runtime.RespondAsync(received.Id, "1", ("Lambda-Runtime-Function-Response-Mode", "buffered"));

        Assert.Equal((400, "InvalidFunctionResponseMode"), (reply.Status, reply.ErrorType));
        Assert.Equal("Runtime.InvalidResponseModeHeader", (await invoked).ErrorType);
        Assert.Equal("InvalidRequestID", (await Runtime.FailAsync(received.Id, "{}")).ErrorType);
        await Runtime.RespondAsync(other.Id, "2");
        await otherInvoked;
        var (again, last) = await RunAsync("3");
        await Runtime.RespondAsync(again.Id, "3");
        Assert.True((await last).IsSuccess);
    }

    [Fact]
    public async Task A_response_may_have_6_MB_but_an_error_1_MiB()
    {
        var (received, invoked) = await RunAsync("1");
        Assert.Equal(202, (await Runtime.FailAsync(received.Id, new string(' ', (1024 * 1024) - 2) + "{}")).Status);
        await invoked;
        var (second, secondInvoked) = await RunAsync("2");
        Assert.Equal(202, (await Runtime.RespondAsync(second.Id, new string('1', (1024 * 1024) + 1))).Status);
        await secondInvoked;
        var (third, thirdInvoked) = await RunAsync("3");

        var reply = await Runtime.FailAsync(third.Id, new string(' ', (1024 * 1024) - 1) + "{}");

        Assert.Equal((413, "RequestEntityTooLarge"), (reply.Status, reply.ErrorType));
        Assert.False((await thirdInvoked).IsSuccess);
        Assert.Equal("InvalidRequestID", (await Runtime.FailAsync(third.Id, "{}")).ErrorType);
    }

    [Fact]
    public async Task An_init_error_of_more_than_1_MiB_is_refused()
    {
        var reply = await Runtime.FailInitAsync(new string(' ', (1024 * 1024) - 1) + "{}");

        Assert.Equal((413, "RequestEntityTooLarge"), (reply.Status, reply.ErrorType));
    }

    [Fact]
    public async Task The_second_worker_that_reports_an_init_error_is_refused()
    {
        Assert.Equal(202, (await Runtime.FailInitAsync("""{"errorType":"first"}""")).Status);

        var reply = await Runtime.FailInitAsync("""{"errorType":"second"}""");

        Assert.Equal((403, "InvalidStateTransition"), (reply.Status, reply.ErrorType));
        Assert.Equal(403, (await Runtime.TryNextAsync()).Status);
        var outcome = await InvokeAsync();
        Assert.Equal((InvocationStatus.InitFailed, "first"), (outcome.Status, Field(outcome, "errorType")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_init_error_after_the_first_poll_of_any_worker_harms_nobody(bool answered)
    {
        var (received, invoked) = await RunAsync("1");
        if (answered)
        {
            await Runtime.RespondAsync(received.Id, "1");
        }

        var reply = await Runtime.FailInitAsync("{}");

        Assert.Equal((403, "InvalidStateTransition"), (reply.Status, reply.ErrorType));
        await (answered ? Task.CompletedTask : Runtime.RespondAsync(received.Id, "1"));
        Assert.True((await invoked).IsSuccess);
        var (second, again) = await RunAsync("2");
        await Runtime.RespondAsync(second.Id, "2");
        Assert.True((await again).IsSuccess);
    }

    [Fact]
    public async Task A_poll_whose_connection_closed_swallows_no_event()
    {
        using var giveUp = new CancellationTokenSource();
        var gone = Runtime.NextAsync(giveUp.Token);
        await Emulator.WaitForRuntimeAsync(Token).Soon();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await Emulator.WaitForCallAsync(call => call.Status is null, Token).Soon();

        var (received, invoked) = await RunAsync("1");

        Assert.Equal("1", received.Text);
        await Runtime.RespondAsync(received.Id, "1");
        Assert.True((await invoked).IsSuccess);
    }

    [Fact]
    public async Task When_the_last_worker_is_gone_the_next_one_comes_up_anew()
    {
        var connections = new List<RawConnection>();
        for (var i = 0; i < 4; i++)
        {
            connections.Add(await RawConnection.OpenAsync(Emulator));
            await connections[i].SendAsync("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: local\r\n\r\n");
        }

        // Once one of them is refused, the other three wait.
        await await Task.WhenAny(connections.Select(it => it.ReadLineAsync()));
        using var extension = new RawExtension(Emulator);
        Assert.Equal("Extension.RegistrationClosed", (await extension.RegisterAsync("inside")).ErrorType);

        connections.ForEach(it => it.Dispose());

        var gone = 0;
        await Emulator.WaitForCallAsync(call => call.Status is null && ++gone == 3, Token).Soon();
        Assert.Equal(200, (await extension.RegisterAsync("inside")).Status);
        Assert.Equal(202, (await Runtime.FailInitAsync("{}")).Status);
    }

    [Fact]
    public async Task An_event_waits_for_a_worker_as_long_as_an_event_may_take()
    {
        var (received, invoked) = await RunAsync("1");
        await Runtime.RespondAsync(received.Id, "1");
        await invoked;
        var waiting = InvokeAsync("2");
        _clock.Advance(TimeSpan.FromSeconds(2));
        var patient = await Runtime.NextAsync(Token);
        Assert.Equal("2", patient.Text);
        await Runtime.RespondAsync(patient.Id, "2");
        Assert.True((await waiting).IsSuccess);
        var unserved = InvokeAsync("3");

        while (!unserved.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(
            (InvocationStatus.Unavailable, "Runtime.Unavailable"),
            ((await unserved).Status, (await unserved).ErrorType)
        );
        var (fourth, served) = await RunAsync("4");
        Assert.Equal("4", fourth.Text);
        await Runtime.RespondAsync(fourth.Id, "4");
        Assert.True((await served).IsSuccess);
    }

    [Fact]
    public async Task Extensions_are_not_told_of_events()
    {
        using var extension = new RawExtension(Emulator);

        Assert.Equal(
            "Extension.InvalidEventType",
            (await extension.RegisterAsync("inside", """{"events":["INVOKE"]}""")).ErrorType
        );
        Assert.Equal(200, (await extension.RegisterAsync("inside")).Status);
    }

    private async Task<(ReceivedEvent Received, Task<InvocationOutcome> Invoked)> RunAsync(
        string payload,
        string? id = null,
        Chunks? sink = null
    )
    {
        var request = new InvocationRequest
        {
            Payload = Encoding.UTF8.GetBytes(payload),
            RequestId = id,
            ResponseSink = sink is null ? null : sink.AcceptAsync,
        };
        var invoked = Emulator.InvokeAsync(request, Token).Soon();
        return (await Runtime.NextAsync(Token), invoked);
    }

    private Task<Reply> PostAsync(string id, string kind, string? invocationId = null) =>
        Runtime.SendAsync(
            HttpMethod.Post,
            $"runtime/invocation/{id}/{kind}",
            new StringContent("{}"),
            invocationId is null ? [] : [("Lambda-Runtime-Invocation-Id", invocationId)]
        );

    /// <summary>An event whose response is coming but not complete.</summary>
    private async Task<(ReceivedEvent, Task<InvocationOutcome>, StreamedPost)> StreamAsync()
    {
        var chunks = new Chunks();
        var (received, invoked) = await RunAsync("1", sink: chunks);
        var post = await StreamedPost.BeginAsync(Emulator, received.Id);
        await post.WriteAsync("part");
        await chunks.ReadAsync(4);
        return (received, invoked, post);
    }

    private async Task AnswerAllAsync()
    {
        foreach (var id in Emulator.Calls.Where(call => call.Status == 200).Select(call => call.RequestId))
        {
            Assert.Equal(202, (await Runtime.RespondAsync(id!, "1")).Status);
        }
    }
}
