using LambdaClient.TestSupport;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaClient.Tests.Faults;

/// <summary>When a connection is looked at before it carries another request.</summary>
public sealed class IdleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1.1, 1)]
    [InlineData(900_000, 1)]
    public void Before_a_poll_it_is_looked_at_after_a_millisecond(double idleMs, int looks)
    {
        var clock = new FakeTimeProvider();
        var transport = new ScriptedTransport(new ScriptedConnection([Wire.Event(), Wire.Accepted, Wire.Event()]));
        using var client = Opened.Over(transport, Opened.Options with { Clock = clock });
        client.Respond(client.Next().Must(), default).Must();
        var before = transport.Looks;

        clock.Advance(TimeSpan.FromMilliseconds(idleMs));
        client.Next().Must();

        Assert.Equal(looks, transport.Looks - before);
        Assert.Equal(1, transport.Connects);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(900_000)]
    public void Before_a_post_which_cannot_be_made_twice_it_is_looked_at_each_time(double idleMs)
    {
        var clock = new FakeTimeProvider();
        var transport = new ScriptedTransport(new ScriptedConnection([Wire.Event(), Wire.Accepted]));
        using var client = Opened.Over(transport, Opened.Options with { Clock = clock });

        var invocation = client.Next().Must();
        clock.Advance(TimeSpan.FromMilliseconds(idleMs));
        client.Respond(invocation, default).Must();

        Assert.Equal(1, transport.Looks);
        Assert.Equal(1, transport.Connects);
    }

    [Fact]
    public void A_poll_on_a_connection_that_died_a_moment_ago_is_made_again_once()
    {
        var transport = new ScriptedTransport(
            new ScriptedConnection([Wire.Event(), Wire.Accepted]),
            new ScriptedConnection([Wire.Event()])
        );
        using var client = Opened.Over(transport, Opened.Options with { Clock = new FakeTimeProvider() });
        client.Respond(client.Next().Must(), default).Must();

        client.Next().Must();

        Assert.Equal(2, transport.Connects);
        Assert.Equal(4, transport.Written.Count);
    }

    [Fact]
    public void A_post_goes_over_a_new_connection_where_the_service_closed_right_behind_the_event()
    {
        var transport = new ScriptedTransport(
            new ScriptedConnection([Wire.Event()]),
            new ScriptedConnection([Wire.Accepted])
        );
        using var client = Opened.Over(transport, Opened.Options with { Clock = new FakeTimeProvider() });

        client.Respond(client.Next().Must(), default).Must();

        Assert.Equal(2, transport.Connects);
        Assert.Equal(2, transport.Written.Count);
    }

    [Fact]
    public void A_post_on_a_connection_that_died_unseen_is_not_made_again()
    {
        var transport = new ScriptedTransport(
            new ScriptedConnection([Wire.Event()], SeemsAlive: true),
            new ScriptedConnection([Wire.Accepted])
        );
        using var client = Opened.Over(transport, Opened.Options with { Clock = new FakeTimeProvider() });

        var error = client.Respond(client.Next().Must(), default).MustFail(ErrorCode.ConnectionClosed);

        Assert.Equal(Delivery.Unknown, error.Delivery);
        Assert.Equal(2, transport.Written.Count);
    }
}
