using LambdaClient.Emulator.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LambdaClient.Emulator.Tests;

/// <summary>An answer and the next poll, sent without waiting for the reply in between.</summary>
public sealed class OneWriteTests : EmulatorTest
{
    private const string Poll = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: local\r\n\r\n";

    // One that is a byte longer is refused.
    private const int LargestResponse = 6_291_556;

    // The service reads less than this of a body that it has no use for.
    private const int Unread = 256 * 1024;

    private readonly FakeTimeProvider _clock = new();

    private protected override EmulatorOptions Options() =>
        new() { Timeout = TimeSpan.FromSeconds(900), TimeProvider = _clock };

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task Both_are_replied_to_in_their_order(string kind)
    {
        var (first, second) = (InvokeAsync("1"), InvokeAsync("2"));
        using var connection = await RawConnection.OpenAsync(Emulator);
        var received = await PollAsync(connection);

        await connection.SendAsync(Post(received.Id, "{}", kind) + Poll);

        Assert.Equal(202, (await connection.ReadReplyAsync()).Status);
        var next = await connection.ReadReplyAsync();
        Assert.Equal((200, "2"), (next.Status, next.Body));
        Assert.Equal(kind == "response", (await first).IsSuccess);
        Assert.Equal([false, false, true], Emulator.Calls.Select(call => call.IsPipelined));
        await connection.SendAsync(Post(next.Id, "{}"));
        await second;
    }

    [Fact]
    public async Task A_poll_that_waits_for_the_reply_to_the_answer_is_not_pipelined()
    {
        var (first, second) = (InvokeAsync("1"), InvokeAsync("2"));
        using var connection = await RawConnection.OpenAsync(Emulator);
        var received = await PollAsync(connection);

        await connection.SendAsync(Post(received.Id, "{}"));
        Assert.Equal(202, (await connection.ReadReplyAsync()).Status);
        var next = await PollAsync(connection);

        Assert.All(Emulator.Calls, call => Assert.False(call.IsPipelined));
        await connection.SendAsync(Post(next.Id, "{}"));
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task A_pair_of_any_length_is_told_from_two_writes()
    {
        // The server reads blocks of 4096 bytes; here their ends fall on every byte around the seam, and a large pair follows.
        using var connection = await RawConnection.OpenAsync(Emulator);
        var invoked = InvokeAsync();
        var received = await PollAsync(connection);
        foreach (var length in Enumerable.Range(4096 - 300, 320).Append(1_000_000))
        {
            var next = InvokeAsync();
            await connection.SendAsync(Post(received.Id, new string('1', length)) + Poll);
            Assert.Equal(202, (await connection.ReadReplyAsync()).Status);
            received = await connection.ReadReplyAsync();
            Assert.Equal(length, (await invoked).Payload.Length);
            invoked = next;
        }

        await connection.SendAsync(Post(received.Id, "1"));
        await invoked;
        var polls = Emulator.Calls.Where(call => call.Method == "GET").ToList();
        Assert.Equal(322, polls.Count);
        Assert.All(polls.Skip(1), poll => Assert.True(poll.IsPipelined));
    }

    [Fact]
    public async Task A_pair_may_be_split_at_every_byte()
    {
        using var connection = await RawConnection.OpenAsync(Emulator);
        var invoked = InvokeAsync();
        var received = await PollAsync(connection);
        var seam = Post(received.Id, "1").Length;
        for (var split = 1; split < seam + Poll.Length; split++)
        {
            var next = InvokeAsync();
            var pair = Post(received.Id, "1") + Poll;
            await connection.SendAsync(pair[..split]);
            await connection.SendAsync(pair[split..]);
            Assert.Equal(202, (await connection.ReadReplyAsync()).Status);
            received = await connection.ReadReplyAsync();
            Assert.True((await invoked).IsSuccess);
            // Where the second write brings the end of the answer, the whole poll is there with it.
            var poll = Emulator.Calls[^1];
            Assert.True(split >= seam || poll.IsPipelined);
            invoked = next;
        }

        await connection.SendAsync(Post(received.Id, "1"));
        await invoked;
    }

    [Fact]
    public async Task After_an_unknown_request_id_the_poll_gets_the_same_event_again()
    {
        var invoked = InvokeAsync("1");
        using var connection = await RawConnection.OpenAsync(Emulator);
        var received = await PollAsync(connection);

        await connection.SendAsync(Post("other", "{}") + Poll);

        Assert.Equal(400, (await connection.ReadReplyAsync()).Status);
        await AssertAgainAsync(received, await connection.ReadReplyAsync(), invoked);
    }

    [Fact]
    public async Task After_an_unknown_invocation_id_the_poll_gets_the_same_event_again()
    {
        var invoked = InvokeAsync("1");
        using var connection = await RawConnection.OpenAsync(Emulator);
        var received = await PollAsync(connection);

        await connection.SendAsync(Post(received.Id, "{}", headers: "Lambda-Runtime-Invocation-Id: other\r\n") + Poll);

        Assert.Equal(400, (await connection.ReadReplyAsync()).Status);
        await AssertAgainAsync(received, await connection.ReadReplyAsync(), invoked);
    }

    [Fact]
    public async Task After_an_unknown_response_mode_the_poll_is_refused()
    {
        var invoked = InvokeAsync("1");
        using var connection = await RawConnection.OpenAsync(Emulator);
        var received = await PollAsync(connection);

        await connection.SendAsync(
            Post(received.Id, "{}", headers: "Lambda-Runtime-Function-Response-Mode: other\r\n") + Poll
        );

        Assert.Equal(400, (await connection.ReadReplyAsync()).Status);
        Assert.Equal(403, (await connection.ReadReplyAsync()).Status);
        Assert.False((await invoked).IsSuccess);
    }

    [Fact]
    public async Task After_a_second_answer_the_poll_gets_the_next_event()
    {
        var invoked = InvokeAsync("1");
        using var connection = await RawConnection.OpenAsync(Emulator);
        var received = await PollAsync(connection);
        await connection.SendAsync(Post(received.Id, "{}"));
        Assert.Equal(202, (await connection.ReadReplyAsync()).Status);
        await invoked;

        await connection.SendAsync(Post(received.Id, "{}") + Poll);

        Assert.Equal(403, (await connection.ReadReplyAsync()).Status);
        await AssertNextAsync(connection);
    }

    [Fact]
    public async Task After_a_timeout_the_poll_gets_the_next_event()
    {
        var invoked = InvokeAsync("1");
        using var connection = await RawConnection.OpenAsync(Emulator);
        var received = await PollAsync(connection);
        _clock.Advance(TimeSpan.FromSeconds(900));
        Assert.Equal(InvocationStatus.TimedOut, (await invoked).Status);

        await connection.SendAsync(Post(received.Id, "{}") + Poll);

        Assert.Equal(410, (await connection.ReadReplyAsync()).Status);
        await AssertNextAsync(connection);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Unread)]
    public async Task After_a_response_that_is_too_large_the_poll_gets_the_next_event(int excess)
    {
        var invoked = InvokeAsync("1");
        using var connection = await RawConnection.OpenAsync(Emulator);
        var received = await PollAsync(connection);

        await connection.SendAsync(Post(received.Id, new string('1', LargestResponse + excess)) + Poll);

        Assert.Equal(413, (await connection.ReadReplyAsync()).Status);
        Assert.Equal("Function.ResponseSizeTooLarge", (await invoked).ErrorType);
        await AssertNextAsync(connection);
    }

    [Theory]
    [InlineData(Unread - 1, false)]
    [InlineData(Unread, true)]
    [InlineData(5_000_000, true)]
    public async Task A_refused_answer_with_much_unread_costs_the_connection_and_the_poll(int length, bool closes)
    {
        var invoked = InvokeAsync("1");
        var connection = await RawConnection.OpenAsync(Emulator);
        var received = await PollAsync(connection);

        var sending = connection.SendAsync(Post("other", new string('1', length)) + Poll);

        var refused = await connection.ReadReplyAsync();
        Assert.Equal((400, closes), (refused.Status, refused.Closes));
        if (closes)
        {
            connection.Dispose();
            connection = await RawConnection.OpenAsync(Emulator);
            await connection.SendAsync(Poll);
        }
        else
        {
            await sending;
        }

        await AssertAgainAsync(received, await connection.ReadReplyAsync(), invoked);
        Assert.Equal(["GET", "POST", "GET", "POST"], Emulator.Calls.Select(call => call.Method));
        connection.Dispose();
    }

    [Theory]
    [InlineData("HTTP/1.1", "Connection: close\r\n")]
    [InlineData("HTTP/1.0", "")]
    public async Task A_first_half_that_ends_its_connection_leaves_the_poll_unread(string version, string headers)
    {
        var (first, second) = (InvokeAsync("1"), InvokeAsync("2"));
        using var connection = await RawConnection.OpenAsync(Emulator);
        var received = await PollAsync(connection);

        await connection.SendAsync(
            Post(received.Id, "{}", headers: headers).Replace("HTTP/1.1", version, StringComparison.Ordinal) + Poll
        );

        var reply = await connection.ReadReplyAsync();
        Assert.Equal((202, true), (reply.Status, reply.Closes));
        Assert.Equal("", await connection.ReadToEndAsync());
        Assert.True((await first).IsSuccess);
        Assert.Equal(["GET", "POST"], Emulator.Calls.Select(call => call.Method));
        var next = await Runtime.NextAsync(Token);
        Assert.Equal("2", next.Text);
        await Runtime.RespondAsync(next.Id, "{}");
        await second;
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task A_pair_may_be_cut_in_order_after_every_byte(string kind)
    {
        for (var (kept, length) = (0, 1); kept <= length; kept++)
        {
            var invoked = InvokeAsync("1");
            using var connection = await RawConnection.OpenAsync(Emulator);
            var received = await PollAsync(connection);
            var answer = Post(received.Id, "{\"a\":1}", kind);
            length = answer.Length + Poll.Length;

            await connection.SendAsync((answer + Poll)[..kept]);
            connection.FinishSending();
            var told = await connection.ReadToCloseAsync();

            var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            if (kept < head)
            {
                var again = await Runtime.NextAsync(Token);
                Assert.Equal((received.Id, received.InvocationId), (again.Id, again.InvocationId));
                Assert.Equal(202, (await Runtime.RespondAsync(again.Id, "2")).Status);
                Assert.Equal("2", Text(await invoked));
            }
            else if (kept < answer.Length)
            {
                Assert.Equal("Runtime.TruncatedResponse", (await invoked).ErrorType);
            }
            else
            {
                // A poll that would wait is withdrawn with its connection, be the reply before it under way or not.
                Assert.True(kept == length || told.StartsWith("HTTP/1.1 202 ", StringComparison.Ordinal));
                Assert.Equal("{\"a\":1}", Text(await invoked));
            }
        }
    }

    [Fact]
    public async Task A_pair_may_be_reset_after_every_byte_and_no_event_gets_lost()
    {
        for (var (kept, length) = (0, 1); kept <= length; kept++)
        {
            var invoked = InvokeAsync("1");
            var cut = await RawConnection.OpenAsync(Emulator);
            var received = await PollAsync(cut);
            var pair = Post(received.Id, "1") + Poll;
            length = pair.Length;

            await cut.SendAsync(pair[..kept]);
            cut.Dispose();

            // The reset may erase what was sent, or come after it was acted on.
            var other = InvokeAsync("2");
            using var connection = await RawConnection.OpenAsync(Emulator);
            var next = await PollUntilAcceptedAsync(connection);
            while (next.Id == received.Id)
            {
                Assert.Equal((received.InvocationId, "1"), (next.InvocationId, next.Body));
                await connection.SendAsync(Post(next.Id, "2"));
                Assert.True((await connection.ReadReplyAsync()).Status is 202 or 403);
                next = await PollUntilAcceptedAsync(connection);
            }

            Assert.Equal("2", next.Body);
            await connection.SendAsync(Post(next.Id, "3"));
            Assert.Equal(202, (await connection.ReadReplyAsync()).Status);
            Assert.Equal("3", Text(await other));
            var outcome = await invoked;
            Assert.True(Text(outcome) is "1" or "2" || outcome.ErrorType == "Runtime.TruncatedResponse");
        }
    }

    /// <summary>Asserts that the poll of a pair, which is waiting by now, gets the next event.</summary>
    private async Task AssertNextAsync(RawConnection connection)
    {
        var invoked = InvokeAsync("2");
        var next = await connection.ReadReplyAsync();
        Assert.Equal((200, "2"), (next.Status, next.Body));
        Assert.True(Emulator.Calls[^1].IsPipelined);
        await connection.SendAsync(Post(next.Id, "{}"));
        Assert.True((await invoked).IsSuccess);
    }

    /// <summary>Asserts that the same event came again, and answers it.</summary>
    private async Task AssertAgainAsync(WireReply first, WireReply again, Task<InvocationOutcome> invoked)
    {
        Assert.Equal((200, first.Id, first.InvocationId), (again.Status, again.Id, again.InvocationId));
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(202, (await Runtime.RespondAsync(again.Id, "{}")).Status);
        Assert.True((await invoked).IsSuccess);
    }

    private static async Task<WireReply> PollAsync(RawConnection connection)
    {
        await connection.SendAsync(Poll);
        return await connection.ReadReplyAsync();
    }

    /// <summary>A poll whose connection was reset is in the way until the emulator finds out.</summary>
    private static async Task<WireReply> PollUntilAcceptedAsync(RawConnection connection)
    {
        var reply = await PollAsync(connection);
        while (reply.Status == 403)
        {
            reply = await PollAsync(connection);
        }

        return reply;
    }

    private static string Post(string id, string body, string kind = "response", string headers = "") =>
        $"POST /2018-06-01/runtime/invocation/{id}/{kind} HTTP/1.1\r\nHost: local\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";
}
