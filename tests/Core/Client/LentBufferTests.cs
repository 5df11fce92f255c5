using System.Text;
using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Client;

public sealed class LentBufferTests
{
    private static RuntimeClientOptions Lend { get; } = Opened.Options with { LendBuffers = true };

    [Theory, BothCallers]
    public async Task Bytes_are_valid_until_the_answer(Caller caller)
    {
        using var client = Opened.Over(
            Opened.Scripted(Wire.Event("one"), Wire.Accepted, Wire.Event("two"), Wire.Accepted),
            Lend
        );
        var first = await caller.Next(client).Must();
        Assert.True(first.IsValid);
        Assert.Equal("one", Text(first));

        await caller.Respond(client, first).Must();
        IsGone(first);

        var second = await caller.Next(client).Must();
        IsGone(first);
        Assert.Equal("two", Text(second));
        await caller.Fail(client, second).Must();
        IsGone(second);
    }

    [Theory, BothCallers]
    public async Task An_abandoned_invocation_is_no_longer_valid(Caller caller)
    {
        using var client = Opened.Over(Opened.Scripted(Wire.Event("one")), Lend);
        var invocation = await caller.Next(client).Must();

        client.Abandon(invocation).Must();

        IsGone(invocation);
    }

    [Theory, BothCallers]
    public async Task An_answer_that_was_not_sent_leaves_the_bytes(Caller caller)
    {
        var transport = new ScriptedTransport(
            ScriptedConnection.Of(Wire.Event("one")),
            new ScriptedConnection([], Connect: new(IoStatus.Refused)),
            ScriptedConnection.Of(Wire.Accepted)
        );
        using var client = Opened.Over(transport, Lend);
        var invocation = await caller.Next(client).Must();

        await caller.Respond(client, invocation).MustFail(ErrorCode.ConnectRefused);

        Assert.True(invocation.IsValid);
        Assert.Equal("one", Text(invocation));
        await caller.Respond(client, invocation).Must();
        IsGone(invocation);
    }

    [Theory, BothCallers]
    public async Task A_rejected_answer_ends_the_loan(Caller caller)
    {
        using var client = Opened.Over(Opened.Scripted(Wire.Event("one"), Wire.Refusal(400, "InvalidRequestID")), Lend);
        var invocation = await caller.Next(client).Must();

        await caller.Respond(client, invocation).MustFail(ErrorCode.RequestIdRejected);

        IsGone(invocation);
    }

    [Theory, BothCallers]
    public async Task A_context_that_was_read_stays_valid(Caller caller)
    {
        using var client = Opened.Over(
            Opened.Scripted(Wire.Event("one", "id-1"), Wire.Accepted, Wire.Event("two", "id-2")),
            Lend
        );
        var invocation = await caller.Next(client).Must();
        var context = invocation.Context;

        await caller.Respond(client, invocation).Must();
        await caller.Next(client).Must();

        Assert.Equal("id-1", context.RequestId);
        Assert.Equal("", invocation.RequestId);
    }

    [Theory, BothCallers]
    public async Task The_event_may_be_answered_with_its_own_bytes(Caller caller)
    {
        var payload = new string('x', 100_000);
        var transport = Opened.Scripted(Wire.Event(payload), Wire.Accepted);
        using var client = Opened.Over(transport, Lend);
        var invocation = await caller.Next(client).Must();

        await caller.Respond(client, invocation, Response.Json(invocation.Payload)).Must();

        Assert.EndsWith("\r\n\r\n" + payload, Encoding.ASCII.GetString(transport.Written[1]), StringComparison.Ordinal);
    }

    private static string Text(Invocation invocation) => Encoding.UTF8.GetString(invocation.Payload.Span);

    private static void IsGone(Invocation invocation)
    {
        Assert.False(invocation.IsValid);
        Assert.True(invocation.Payload.IsEmpty);
        Assert.Equal("", invocation.RequestId);
        Assert.Null(invocation.Header(LambdaHeaders.RequestId));
    }
}
