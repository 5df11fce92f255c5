using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Client;

/// <summary>What is not legal now is refused by name, and nothing is sent.</summary>
public sealed class StateTests
{
    [Theory, BothCallers]
    public async Task A_second_answer_is_refused(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);
        var invocation = await caller.Next(client).Must();

        await caller.Respond(client, invocation).Must();

        IsRefused(ErrorCode.AlreadyAnswered, await caller.Respond(client, invocation));
        IsRefused(ErrorCode.AlreadyAnswered, await caller.Fail(client, invocation));
        IsRefused(ErrorCode.AlreadyAnswered, client.Abandon(invocation));
        Assert.Equal(2, transport.Written.Count);
    }

    [Theory, BothCallers]
    public async Task An_earlier_invocation_is_refused_while_a_later_one_waits(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Event("1"), Wire.Accepted, Wire.Event("2"), Wire.Accepted);
        using var client = Opened.Over(transport);
        var first = await caller.Next(client).Must();
        await caller.Fail(client, first).Must();
        var second = await caller.Next(client).Must();

        IsRefused(ErrorCode.AlreadyAnswered, await caller.Respond(client, first));

        Assert.NotEqual(first, second);
        await caller.Respond(client, second).Must();
    }

    [Theory, BothCallers]
    public async Task Next_is_refused_over_an_unanswered_invocation(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted, Wire.Event());
        using var client = Opened.Over(transport);
        var invocation = await caller.Next(client).Must();

        IsRefused(ErrorCode.InvocationOutstanding, await caller.Next(client));

        Assert.Single(transport.Written);
        await caller.Respond(client, invocation).Must();
        await caller.Next(client).Must();
    }

    [Theory, BothCallers]
    public async Task Waiting_for_a_snapshot_is_refused_over_an_unanswered_invocation(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);
        var invocation = await caller.Next(client).Must();

        IsRefused(ErrorCode.InvocationOutstanding, await caller.RestoreNext(client));

        Assert.Single(transport.Written);
        await caller.Respond(client, invocation).Must();
    }

    [Theory, BothCallers]
    public async Task An_invocation_of_another_client_is_refused(Caller caller)
    {
        using var one = Opened.Over(Wire.Event("1", "same-id"));
        var transport = Opened.Scripted(Wire.Event("2", "same-id"));
        using var other = Opened.Over(transport);
        var foreign = await caller.Next(one).Must();
        await caller.Next(other).Must();

        IsRefused(ErrorCode.InvocationUnknown, await caller.Respond(other, foreign));
        IsRefused(ErrorCode.InvocationUnknown, await caller.Fail(other, foreign));
        IsRefused(ErrorCode.InvocationUnknown, other.Abandon(foreign));
        Assert.Single(transport.Written);
    }

    [Theory, BothCallers]
    public async Task The_default_invocation_is_refused(Caller caller)
    {
        var transport = Opened.Scripted();
        using var client = Opened.Over(transport);

        IsRefused(ErrorCode.InvocationUnknown, await caller.Respond(client, default));
        IsRefused(ErrorCode.InvocationUnknown, await caller.Fail(client, default));
        IsRefused(ErrorCode.InvocationUnknown, client.Abandon(default));
        Assert.Equal(0, transport.Connects);
    }

    [Theory, BothCallers]
    public async Task Nothing_may_follow_an_init_error(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted, Wire.Accepted);
        using var client = Opened.Over(transport);
        var invocation = await caller.Next(client).Must();
        IsRefused(ErrorCode.InvocationOutstanding, await caller.FailInit(client));
        await caller.Respond(client, invocation).Must();

        await caller.FailInit(client).Must();

        IsRefused(ErrorCode.InitErrorReported, await caller.Next(client));
        IsRefused(ErrorCode.InitErrorReported, await caller.Respond(client, invocation));
        IsRefused(ErrorCode.InitErrorReported, await caller.FailInit(client));
        IsRefused(ErrorCode.InitErrorReported, client.Abandon(invocation));
        Assert.Equal(3, transport.Written.Count);
    }

    [Theory, BothCallers]
    public async Task A_refused_init_error_counts_as_reported(Caller caller)
    {
        using var client = Opened.Over(Wire.Refusal(403, "InvalidStateTransition"));

        await caller.FailInit(client).MustFail(ErrorCode.StateTransitionRejected);

        IsRefused(ErrorCode.InitErrorReported, await caller.Next(client));
    }

    [Theory, BothCallers]
    public async Task An_init_error_that_was_not_sent_can_be_reported_again(Caller caller)
    {
        var transport = new ScriptedTransport(
            new ScriptedConnection([], Connect: new(Transports.IoStatus.Refused)),
            ScriptedConnection.Of(Wire.Accepted)
        );
        using var client = Opened.Over(transport);

        await caller.FailInit(client).MustFail(ErrorCode.ConnectRefused);

        await caller.FailInit(client).Must();
    }

    [Theory, BothCallers]
    public async Task An_abandoned_invocation_is_handed_out_again(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);
        var abandoned = await caller.Next(client).Must();

        client.Abandon(abandoned).Must();
        var again = await caller.Next(client).Must();

        IsRefused(ErrorCode.AlreadyAnswered, await caller.Respond(client, abandoned));
        Assert.Equal(abandoned.RequestId, again.RequestId);
        Assert.NotEqual(abandoned, again);
        await caller.Respond(client, again).Must();
    }

    private static void IsRefused<T>(ErrorCode code, Result<T, ApiError> result)
    {
        var error = Assert.IsType<ApiError.State>(result.MustFail(code));
        Assert.Equal(Delivery.NotSent, error.Delivery);
    }
}
