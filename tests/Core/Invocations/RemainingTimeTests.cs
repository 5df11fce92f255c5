using LambdaClient.TestSupport;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaClient.Tests.Invocations;

public sealed class RemainingTimeTests
{
    private const long Start = 1_542_409_700_000;

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(Start));

    [Fact]
    public void Follows_the_clients_clock_down_to_zero()
    {
        var context = Receive(Start + 3000);

        Assert.Equal(TimeSpan.FromSeconds(3), context.RemainingTime);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(1), context.RemainingTime);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, context.RemainingTime);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(TimeSpan.Zero, context.RemainingTime);
    }

    [Fact]
    public void Grows_where_the_clock_is_set_back()
    {
        var context = Receive(Start + 3000);

        _clock.AdjustTime(DateTimeOffset.FromUnixTimeMilliseconds(Start - 3_600_000));

        Assert.Equal(TimeSpan.FromSeconds(3603), context.RemainingTime);
    }

    [Fact]
    public void Is_zero_for_a_deadline_in_the_past()
    {
        Assert.Equal(TimeSpan.Zero, Receive(Start - 1).RemainingTime);
        Assert.Equal(TimeSpan.Zero, Receive(0).RemainingTime);
    }

    [Fact]
    public void Is_bounded_for_a_deadline_beyond_all_time() =>
        Assert.Equal(TimeSpan.MaxValue, Receive(long.MaxValue).RemainingTime);

    private InvocationContext Receive(long deadlineMs)
    {
        var answer = Wire.Event("{}", Wire.Id, $"Lambda-Runtime-Deadline-Ms: {deadlineMs}");
        return Opened.Over(Opened.Scripted(answer), Opened.Options with { Clock = _clock }).Next().Must().Context;
    }
}
