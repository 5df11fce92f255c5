using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>What a runtime may do when, each rule by itself.</summary>
public sealed class StateRulesTests : EmulatorTest
{
    [Fact]
    public async Task A_response_is_accepted_with_the_exact_status_document()
    {
        var invoked = InvokeAsync("""{"name":"Ada"}""");
        var received = await Runtime.NextAsync(Token);
        Assert.Equal("""{"name":"Ada"}""", received.Text);

        var reply = await Runtime.RespondAsync(received.Id, "\"hello\"");

        Assert.Equal(202, reply.Status);
        Assert.Equal("application/json", reply.MediaType);
        Assert.Equal("{\"status\":\"OK\"}\n", reply.Body);
        var outcome = await invoked;
        Assert.Equal(InvocationStatus.Success, outcome.Status);
        Assert.Equal("\"hello\"", Text(outcome));
        Assert.Equal(received.Id, outcome.RequestId);
        Assert.Null(outcome.ErrorType);
    }

    [Fact]
    public async Task An_error_is_accepted_in_place_of_a_response()
    {
        var invoked = InvokeAsync();
        var received = await Runtime.NextAsync(Token);

        var reply = await Runtime.FailAsync(received.Id, """{"errorType":"E","errorMessage":"m"}""");

        Assert.Equal(202, reply.Status);
        Assert.Equal(InvocationStatus.UnhandledError, (await invoked).Status);
    }

    [Fact]
    public async Task A_next_while_the_event_is_unanswered_gives_the_same_event_again()
    {
        var invoked = InvokeAsync("[1]");
        var first = await Runtime.NextAsync(Token);

        var second = await Runtime.NextAsync(Token);

        Assert.Equal("[1]", second.Text);
        Assert.Equal((first.Id, first.InvocationId), (second.Id, second.InvocationId));
        Assert.Equal(first["Lambda-Runtime-Deadline-Ms"], second["Lambda-Runtime-Deadline-Ms"]);
        Assert.Equal(202, (await Runtime.RespondAsync(first.Id, "1")).Status);
        await invoked;
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task An_answer_before_any_event_has_an_unknown_id(string kind)
    {
        var reply = await Runtime.SendAsync(HttpMethod.Post, $"runtime/invocation/abc/{kind}", new StringContent("{}"));

        Assert.Equal((400, "InvalidRequestID"), (reply.Status, reply.ErrorType));
        Assert.Contains("'abc'", reply.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task An_answer_with_another_id_is_refused_and_changes_nothing(string kind)
    {
        var invoked = InvokeAsync();
        var received = await Runtime.NextAsync(Token);

        var reply = await Runtime.SendAsync(
            HttpMethod.Post,
            $"runtime/invocation/other/{kind}",
            new StringContent("{}")
        );

        Assert.Equal((400, "InvalidRequestID"), (reply.Status, reply.ErrorType));
        Assert.Equal(202, (await Runtime.RespondAsync(received.Id, "1")).Status);
        Assert.True((await invoked).IsSuccess);
    }

    [Theory]
    [InlineData("response", "response", "InvocationResponse")]
    [InlineData("response", "error", "InvocationErrorResponse")]
    [InlineData("error", "response", "InvocationResponse")]
    [InlineData("error", "error", "InvocationErrorResponse")]
    public async Task A_second_answer_is_an_illegal_transition(string first, string second, string target)
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        await Runtime.SendAsync(HttpMethod.Post, $"runtime/invocation/{id}/{first}", new StringContent("{}"));

        var reply = await Runtime.SendAsync(
            HttpMethod.Post,
            $"runtime/invocation/{id}/{second}",
            new StringContent("{}")
        );

        Assert.Equal((403, "InvalidStateTransition"), (reply.Status, reply.ErrorType));
        Assert.Contains($"from ResponseSent to {target}", reply.ErrorMessage, StringComparison.Ordinal);
        await invoked;
    }

    [Fact]
    public async Task The_id_is_checked_before_the_state()
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        await Runtime.RespondAsync(id, "1");
        await invoked;

        Assert.Equal("InvalidRequestID", (await Runtime.RespondAsync("other", "1")).ErrorType);
        Assert.Equal("InvalidStateTransition", (await Runtime.RespondAsync(id, "1")).ErrorType);
    }

    [Fact]
    public async Task An_old_id_is_unknown_once_the_next_event_is_out()
    {
        var both = Task.WhenAll(InvokeAsync(), InvokeAsync());
        var first = await Runtime.NextAsync(Token);
        await Runtime.RespondAsync(first.Id, "1");
        var second = await Runtime.NextAsync(Token);

        Assert.Equal("InvalidRequestID", (await Runtime.RespondAsync(first.Id, "1")).ErrorType);
        await Runtime.RespondAsync(second.Id, "2");
        await both;
    }

    [Fact]
    public async Task A_second_poll_beside_a_waiting_one_is_an_illegal_transition()
    {
        var waiting = Runtime.NextAsync(Token);
        await Emulator.WaitForRuntimeAsync(Token).Soon();

        var reply = await Runtime.TryNextAsync();

        Assert.Equal((403, "InvalidStateTransition"), (reply.Status, reply.ErrorType));
        Assert.Contains("from Ready to Ready", reply.ErrorMessage, StringComparison.Ordinal);
        var invoked = InvokeAsync();
        await Runtime.RespondAsync((await waiting).Id, "1");
        Assert.True((await invoked).IsSuccess);
    }

    [Fact]
    public async Task A_runtime_whose_waiting_connection_closed_may_poll_again()
    {
        using var giveUp = new CancellationTokenSource();
        var waiting = Runtime.NextAsync(giveUp.Token);
        await Emulator.WaitForRuntimeAsync(Token).Soon();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var withdrawn = await Emulator.WaitForCallAsync(call => call.Status is null, Token).Soon();
        Assert.Equal("/2018-06-01/runtime/invocation/next", withdrawn.Path);

        var invoked = InvokeAsync();
        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "1");

        Assert.True((await invoked).IsSuccess);
    }

    [Fact]
    public async Task An_init_error_after_the_first_poll_is_an_illegal_transition()
    {
        var invoked = InvokeAsync();
        var received = await Runtime.NextAsync(Token);

        var reply = await Runtime.FailInitAsync("{}");

        Assert.Equal((403, "InvalidStateTransition"), (reply.Status, reply.ErrorType));
        Assert.Contains("from Running to InitError", reply.ErrorMessage, StringComparison.Ordinal);
        await Runtime.RespondAsync(received.Id, "1");
        await invoked;
    }

    [Fact]
    public async Task After_an_init_error_nothing_is_legal()
    {
        Assert.Equal(202, (await Runtime.FailInitAsync("{}")).Status);

        Assert.Equal("InvalidStateTransition", (await Runtime.TryNextAsync()).ErrorType);
        Assert.Equal("InvalidStateTransition", (await Runtime.FailInitAsync("{}")).ErrorType);
        Assert.Equal("InvalidRequestID", (await Runtime.RespondAsync("abc", "1")).ErrorType);
    }

    [Theory]
    [InlineData("buffered")]
    [InlineData("Streaming")]
    public async Task An_unknown_response_mode_is_refused_and_leaves_no_way_but_out(string mode)
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;

        var reply = await Runtime.RespondAsync(id, "1", ("Lambda-Runtime-Function-Response-Mode", mode));

        Assert.Equal((400, "InvalidFunctionResponseMode"), (reply.Status, reply.ErrorType));
        Assert.Equal("Runtime.InvalidResponseModeHeader", Field(await invoked, "errorType"));
        var next = await Runtime.TryNextAsync();
        Assert.Equal((403, "InvalidStateTransition"), (next.Status, next.ErrorType));
        Assert.Contains("from InvocationResponse to Ready", next.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_invocation_id_is_refused_and_the_right_one_still_answers()
    {
        var invoked = InvokeAsync();
        var received = await Runtime.NextAsync(Token);

        var wrong = await Runtime.RespondAsync(received.Id, "1", ("Lambda-Runtime-Invocation-Id", "another"));
        var wrongError = await Runtime.FailAsync(received.Id, "{}", ("Lambda-Runtime-Invocation-Id", "another"));
        var right = await Runtime.RespondAsync(
            received.Id,
            "2",
            ("Lambda-Runtime-Invocation-Id", received.InvocationId)
        );

        Assert.Equal((400, "InvalidInvocationId"), (wrong.Status, wrong.ErrorType));
        Assert.Equal((400, "InvalidInvocationId"), (wrongError.Status, wrongError.ErrorType));
        Assert.Equal(202, right.Status);
        Assert.Equal("2", Text(await invoked));
    }

    [Fact]
    public async Task A_repeated_request_id_gets_a_new_invocation_id()
    {
        var request = new InvocationRequest { RequestId = "again" };
        var first = Emulator.InvokeAsync(request, Token).Soon();
        var one = await Runtime.NextAsync(Token);
        await Runtime.RespondAsync("again", "1");
        await first;
        var second = Emulator.InvokeAsync(request, Token).Soon();
        var two = await Runtime.NextAsync(Token);

        Assert.Equal(("again", "again"), (one.Id, two.Id));
        Assert.NotEqual(one.InvocationId, two.InvocationId);
        var late = await Runtime.RespondAsync("again", "1", ("Lambda-Runtime-Invocation-Id", one.InvocationId));
        Assert.Equal("InvalidInvocationId", late.ErrorType);
        await Runtime.RespondAsync("again", "2");
        Assert.Equal("2", Text(await second));
    }

    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%20b%3F%25", "a b?%")]
    [InlineData("%61bc", "abc")]
    public async Task An_id_in_the_path_may_be_percent_encoded(string encoded, string id)
    {
        var invoked = Emulator.InvokeAsync(new InvocationRequest { RequestId = id }, Token).Soon();
        Assert.Equal(id, (await Runtime.NextAsync(Token)).Id);

        var reply = await Runtime.RespondAsync(encoded, "1");

        Assert.Equal(202, reply.Status);
        Assert.Equal(id, (await invoked).RequestId);
    }

    [Fact]
    public async Task Unknown_paths_and_methods_are_refused()
    {
        Assert.Equal("pong", (await Runtime.SendAsync(HttpMethod.Get, "ping", null)).Body);
        Assert.Equal(404, (await Runtime.SendAsync(HttpMethod.Get, "runtime/invocation", null)).Status);
        Assert.Equal(404, (await Runtime.SendAsync(HttpMethod.Get, "../2018-06-02/ping", null)).Status);
        Assert.Equal(405, (await Runtime.SendAsync(HttpMethod.Post, "runtime/invocation/next", null)).Status);
        Assert.Equal(405, (await Runtime.SendAsync(HttpMethod.Get, "runtime/invocation/a/response", null)).Status);
    }

    [Fact]
    public async Task The_functions_name_may_stand_before_the_path()
    {
        var invoked = InvokeAsync("1");

        var received = await Runtime.SendAsync(HttpMethod.Get, "../function/2018-06-01/runtime/invocation/next", null);

        Assert.Equal((200, "1"), (received.Status, received.Body));
        var id = Emulator.Calls[^1].RequestId;
        var path = $"../function/2018-06-01/runtime/invocation/{id}/response";
        Assert.Equal(202, (await Runtime.SendAsync(HttpMethod.Post, path, new StringContent("2"))).Status);
        Assert.Equal("2", Text(await invoked));
        Assert.Equal("pong", (await Runtime.SendAsync(HttpMethod.Get, "../function/2018-06-01/ping", null)).Body);
        Assert.Equal(404, (await Runtime.SendAsync(HttpMethod.Get, "../other/2018-06-01/ping", null)).Status);
    }
}
