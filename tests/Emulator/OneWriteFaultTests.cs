using LambdaClient.Emulator.Faults;
using LambdaClient.Emulator.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LambdaClient.Emulator.Tests;

/// <summary>What can go wrong on request when an answer and the next poll are sent in one write.</summary>
public sealed class OneWriteFaultTests : EmulatorTest
{
    private const string Poll = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: local\r\n\r\n";

    private readonly FakeTimeProvider _clock = new();

    private protected override EmulatorOptions Options() =>
        new() { Timeout = TimeSpan.FromSeconds(900), TimeProvider = _clock };

    [Theory]
    [InlineData("response", FaultKind.Close)]
    [InlineData("response", FaultKind.Reset)]
    [InlineData("error", FaultKind.Close)]
    [InlineData("error", FaultKind.Reset)]
    public async Task The_connection_ends_after_the_answer_was_taken_and_before_its_reply(string kind, FaultKind fault)
    {
        using var connection = await RawConnection.OpenAsync(Emulator);
        var (received, invoked) = await DeliverAsync(connection);
        Emulator.Faults.Add(OnAnswer(kind, fault, FaultPoint.Accepted));

        await connection.SendAsync(Pair(received.Id, kind));

        Assert.Equal("", await connection.ReadToCloseAsync());
        Assert.Equal(kind == "response", (await invoked).IsSuccess);
        await AssertNextEventComesAnewAsync();
    }

    [Theory]
    [InlineData("response", FaultKind.Close)]
    [InlineData("response", FaultKind.Reset)]
    [InlineData("error", FaultKind.Close)]
    public async Task The_connection_ends_between_the_two_replies_before_the_poll_is_read(string kind, FaultKind fault)
    {
        using var connection = await RawConnection.OpenAsync(Emulator);
        var (received, invoked) = await DeliverAsync(connection);
        Emulator.Faults.Add(OnAnswer(kind, fault, FaultPoint.Body));

        await connection.SendAsync(Pair(received.Id, kind));

        var reply = await connection.ReadReplyAsync();
        Assert.Equal((202, false), (reply.Status, reply.Closes));
        Assert.Equal("", await connection.ReadToCloseAsync());
        await invoked;
        await AssertNextEventComesAnewAsync();
    }

    [Theory]
    [InlineData(FaultKind.Close)]
    [InlineData(FaultKind.Reset)]
    public async Task The_connection_ends_between_the_two_replies_after_the_event_was_handed_out(FaultKind fault)
    {
        using var connection = await RawConnection.OpenAsync(Emulator);
        var (received, first) = await DeliverAsync(connection);
        var second = InvokeAsync("2");
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Next,
                Kind = fault,
                After = FaultPoint.Accepted,
            }
        );

        await connection.SendAsync(Pair(received.Id));

        Assert.Equal(202, (await connection.ReadReplyAsync()).Status);
        Assert.Equal("", await connection.ReadToCloseAsync());
        await first;
        var again = await Runtime.NextAsync(Token);
        Assert.Equal("2", again.Text);
        Assert.Equal(202, (await Runtime.RespondAsync(again.Id, "1")).Status);
        await second;
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task The_reply_to_the_answer_may_announce_the_end_of_the_connection(string kind)
    {
        using var connection = await RawConnection.OpenAsync(Emulator);
        var (received, invoked) = await DeliverAsync(connection);
        Emulator.Faults.Add(OnAnswer(kind, FaultKind.AnnouncedClose, FaultPoint.Request));

        await connection.SendAsync(Pair(received.Id, kind));

        var reply = await connection.ReadReplyAsync();
        Assert.Equal((202, true), (reply.Status, reply.Closes));
        Assert.Equal("", await connection.ReadToEndAsync());
        await invoked;
        await AssertNextEventComesAnewAsync();
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task A_status_leaves_the_answer_untaken_so_the_poll_gets_the_same_event(string kind)
    {
        using var connection = await RawConnection.OpenAsync(Emulator);
        var (received, invoked) = await DeliverAsync(connection);
        Emulator.Faults.Add(OnAnswer(kind, FaultKind.Status, FaultPoint.Request));

        await connection.SendAsync(Pair(received.Id, kind));

        Assert.Equal(500, (await connection.ReadReplyAsync()).Status);
        var again = await connection.ReadReplyAsync();
        Assert.Equal((200, received.Id, received.InvocationId), (again.Status, again.Id, again.InvocationId));
        Assert.Equal(202, (await Runtime.RespondAsync(again.Id, "1")).Status);
        await invoked;
    }

    [Theory]
    [InlineData(FaultKind.Close)]
    [InlineData(FaultKind.Reset)]
    public async Task The_connection_ends_right_behind_the_event_unannounced(FaultKind fault)
    {
        using var connection = await RawConnection.OpenAsync(Emulator);
        var (received, first) = await DeliverAsync(connection);
        var second = InvokeAsync("2");
        Emulator.Faults.Add(
            new Fault
            {
                Call = FaultCall.Next,
                Kind = fault,
                After = FaultPoint.Body,
            }
        );

        await connection.SendAsync(Pair(received.Id));

        Assert.Equal(202, (await connection.ReadReplyAsync()).Status);
        var next = await connection.ReadReplyAsync();
        Assert.Equal((200, "2", false), (next.Status, next.Body, next.Closes));
        Assert.Equal("", await connection.ReadToCloseAsync());
        await first;
        var again = await Runtime.NextAsync(Token);
        Assert.Equal((next.Id, next.InvocationId), (again.Id, again.InvocationId));
        Assert.Equal(202, (await Runtime.RespondAsync(next.Id, "1")).Status);
        await second;
    }

    [Theory]
    [InlineData(FaultPoint.Request)]
    [InlineData(FaultPoint.Accepted)]
    [InlineData(FaultPoint.Body)]
    public async Task The_reply_to_the_answer_never_comes_or_nothing_after_it(FaultPoint after)
    {
        using var connection = await RawConnection.OpenAsync(Emulator);
        var (received, invoked) = await DeliverAsync(connection);
        Emulator.Faults.Add(OnAnswer("response", FaultKind.Silence, after));

        await connection.SendAsync(Pair(received.Id));

        if (after == FaultPoint.Body)
        {
            Assert.Equal(202, (await connection.ReadReplyAsync()).Status);
        }

        var rest = connection.ReadToCloseAsync();
        if (after == FaultPoint.Request)
        {
            // Or the fault would strike the answer below.
            while (Emulator.Faults.Snapshot().Count > 0)
            {
                await Task.Yield();
            }

            var again = await Runtime.NextAsync(Token);
            Assert.Equal((received.Id, received.InvocationId), (again.Id, again.InvocationId));
            Assert.Equal(202, (await Runtime.RespondAsync(again.Id, "1")).Status);
        }

        Assert.Equal("1", Text(await invoked));
        _clock.Advance(TimeSpan.FromDays(2));
        await AssertNextEventComesAnewAsync();
        Assert.False(rest.IsCompleted);

        connection.FinishSending();
        Assert.Equal("", await rest);
        var call = await Emulator.WaitForCallAsync(it => it.Fault is not null, Token).Soon();
        Assert.Equal(after == FaultPoint.Body ? 202 : null, call.Status);
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_the_end_of_silence()
    {
        using var connection = await RawConnection.OpenAsync(Emulator);
        var (received, invoked) = await DeliverAsync(connection);
        Emulator.Faults.Add(OnAnswer("response", FaultKind.Silence, FaultPoint.Accepted));
        await connection.SendAsync(Pair(received.Id));
        await invoked;

        await Emulator.DisposeAsync().AsTask().Soon();
    }

    /// <summary>Asserts that the poll of the pair got no event: the next one comes to a runtime that asks on a new connection.</summary>
    private async Task AssertNextEventComesAnewAsync()
    {
        var invoked = InvokeAsync("2");
        var next = await Runtime.NextAsync(Token);
        Assert.Equal("2", next.Text);
        Assert.Equal(202, (await Runtime.RespondAsync(next.Id, "1")).Status);
        await invoked;
        Assert.All(Emulator.Calls, call => Assert.False(call.IsPipelined));
    }

    private async Task<(WireReply Received, Task<InvocationOutcome> Invoked)> DeliverAsync(RawConnection connection)
    {
        var invoked = InvokeAsync("1");
        await connection.SendAsync(Poll);
        return (await connection.ReadReplyAsync(), invoked);
    }

    private static Fault OnAnswer(string kind, FaultKind fault, FaultPoint after) =>
        new()
        {
            Call = kind == "response" ? FaultCall.Response : FaultCall.Error,
            Kind = fault,
            After = after,
        };

    private static string Pair(string id, string kind = "response") =>
        $"POST /2018-06-01/runtime/invocation/{id}/{kind} HTTP/1.1\r\nHost: local\r\nContent-Length: 1\r\n\r\n1{Poll}";
}
