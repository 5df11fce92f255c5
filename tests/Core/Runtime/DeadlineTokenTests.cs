using LambdaClient.TestSupport;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaClient.Tests.Runtime;

/// <summary>The token of an asynchronous handler, by a clock that only the test moves.</summary>
public sealed class DeadlineTokenTests
{
    private const long Start = 1_542_409_700_000;

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(Start));

    [Theory]
    [InlineData(3000, 0, 3000)]
    [InlineData(3000, 100, 2900)]
    [InlineData(3000, 2999, 1)]
    public async Task Ends_the_margin_before_the_deadline(int deadline, int margin, int end)
    {
        var seen = await Handle(
            $"{Start + deadline}",
            margin,
            token =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(end - 1));
                var before = token.IsCancellationRequested;
                _clock.Advance(TimeSpan.FromMilliseconds(1));
                return (before, token.IsCancellationRequested);
            }
        );

        Assert.Equal((false, true), seen);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("1542409700000")]
    [InlineData("1542409700100")]
    [InlineData("9223372036854775807")]
    public async Task Without_a_deadline_that_leaves_time_it_does_not_end(string? deadline)
    {
        var seen = await Handle(
            deadline,
            100,
            token =>
            {
                _clock.Advance(TimeSpan.FromDays(1));
                return (false, token.IsCancellationRequested);
            }
        );

        Assert.Equal((false, false), seen);
    }

    [Fact]
    public async Task Each_invocation_has_its_own()
    {
        using var client = Opened.Over(
            Opened.Scripted(Event($"{Start + 1000}"), Wire.Accepted, Event($"{Start + 9000}"), Wire.Accepted),
            Opened.Options with
            {
                Clock = _clock,
            }
        );
        List<CancellationToken> tokens = [];

        await RuntimeLoop
            .RunAsync<FunctionError>(
                client,
                (_, token) =>
                {
                    tokens.Add(token);
                    _clock.Advance(TimeSpan.FromSeconds(1));
                    return Task.FromResult<Result<Response, FunctionError>>(
                        Response.Text($"{token.IsCancellationRequested}")
                    );
                },
                new RuntimeLoopOptions { MaxAttempts = 1 }
            )
            .Within();

        Assert.Equal([true, false], tokens.Select(token => token.IsCancellationRequested));
    }

    private async Task<(bool Before, bool After)> Handle(
        string? deadline,
        int margin,
        Func<CancellationToken, (bool, bool)> handler
    )
    {
        using var client = Opened.Over(
            Opened.Scripted(Event(deadline), Wire.Accepted),
            Opened.Options with
            {
                Clock = _clock,
            }
        );
        var seen = (false, false);
        await RuntimeLoop
            .RunAsync<FunctionError>(
                client,
                (_, token) =>
                {
                    seen = handler(token);
                    return Task.FromResult<Result<Response, FunctionError>>(default(Response));
                },
                new RuntimeLoopOptions { MaxAttempts = 1, DeadlineMargin = TimeSpan.FromMilliseconds(margin) }
            )
            .Within();
        return seen;
    }

    private static byte[] Event(string? deadline) =>
        deadline is null ? Wire.Event() : Wire.Event(fields: [$"Lambda-Runtime-Deadline-Ms: {deadline}"]);
}
