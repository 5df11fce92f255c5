using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Connections;

public sealed class WatchTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly HandClock _clock = new();
    private readonly Watch _watch;
    private int _expired;

    public WatchTests() => _watch = new(_clock, () => _expired++);

    [Fact]
    public void A_call_that_outlasts_its_limit_expires_once()
    {
        _watch.Begin(Hour);
        _clock.Pass(Hour);
        _clock.Pass(Hour);

        Assert.Equal((1, true, false), (_expired, _watch.End(), _watch.End()));
    }

    [Fact]
    public void A_call_that_has_ended_does_not_expire()
    {
        _watch.Begin(Hour);
        Assert.False(_watch.End());
        _clock.Pass(2 * Hour);

        Assert.Equal(0, _expired);
    }

    [Fact]
    public void The_limit_of_an_earlier_call_does_not_end_a_later_one()
    {
        Ended(Hour);
        _watch.Begin(10 * Hour);
        _clock.Pass(2 * Hour);
        Assert.Equal(0, _expired);

        _clock.Pass(8 * Hour);

        Assert.Equal(1, _expired);
    }

    [Fact]
    public void A_shorter_limit_than_that_of_an_earlier_call_is_kept()
    {
        Ended(10 * Hour);
        _watch.Begin(Hour);
        _clock.Pass(Hour);

        Assert.Equal((1, true), (_expired, _watch.End()));
    }

    [Fact]
    public void A_call_after_the_timer_of_an_earlier_one_fired_has_its_own_limit()
    {
        Ended(Hour);
        _clock.Pass(2 * Hour);
        _watch.Begin(Hour);
        _clock.Pass(Hour);

        Assert.Equal(1, _expired);
    }

    [Fact]
    public void A_call_after_a_stop_has_its_own_limit()
    {
        Ended(Hour);
        _watch.Stop();
        _watch.Begin(Hour);
        _clock.Pass(Hour);

        Assert.Equal(1, _expired);
    }

    [Fact]
    public void A_limit_that_no_timer_takes_is_a_limit()
    {
        var watch = new Watch(TimeProvider.System, () => _expired++);

        watch.Begin(TimeSpan.MaxValue);

        Assert.False(watch.End());
        watch.Stop();
    }

    private void Ended(TimeSpan limit)
    {
        _watch.Begin(limit);
        Assert.False(_watch.End());
    }
}
