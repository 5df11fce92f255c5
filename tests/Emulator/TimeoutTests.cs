using LambdaClient.Emulator.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LambdaClient.Emulator.Tests;

/// <summary>The function time-out, on a clock that the test moves.</summary>
public sealed class TimeoutTests : EmulatorTest
{
    private readonly FakeTimeProvider _clock = new();

    private protected override EmulatorOptions Options() =>
        new() { Timeout = TimeSpan.FromSeconds(3), TimeProvider = _clock };

    [Fact]
    public async Task A_caller_without_an_answer_is_told_that_time_is_up()
    {
        var (outcome, received) = await TimeOutAsync();

        Assert.Equal(InvocationStatus.TimedOut, outcome.Status);
        Assert.Equal("Sandbox.Timedout", Field(outcome, "errorType"));
        Assert.Equal(
            $"RequestId: {received.Id} Error: Task timed out after 3.00 seconds",
            Field(outcome, "errorMessage")
        );
        Assert.True(outcome.Duration >= TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_late_answer_is_gone_and_the_next_event_is_served()
    {
        var (_, received) = await TimeOutAsync();

        var response = await Runtime.RespondAsync(received.Id, "1");
        var error = await Runtime.FailAsync(received.Id, "{}");

        Assert.Equal((410, "InvokeTimeout"), (response.Status, response.ErrorType));
        Assert.Equal((410, "InvokeTimeout"), (error.Status, error.ErrorType));
        var again = InvokeAsync();
        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "2");
        Assert.Equal("2", Text(await again));
    }

    [Fact]
    public async Task A_late_answer_to_the_first_attempt_does_not_reach_the_retry_with_the_same_id()
    {
        var (_, first) = await TimeOutAsync("same");
        var retry = Emulator.InvokeAsync(new InvocationRequest { RequestId = "same" }, Token).Soon();
        var second = await Runtime.NextAsync(Token);

        var late = await Runtime.RespondAsync("same", "1", ("Lambda-Runtime-Invocation-Id", first.InvocationId));

        Assert.Equal("InvalidInvocationId", late.ErrorType);
        await Runtime.RespondAsync("same", "2", ("Lambda-Runtime-Invocation-Id", second.InvocationId));
        Assert.Equal("2", Text(await retry));
    }

    [Fact]
    public async Task An_answer_whose_body_is_still_coming_when_time_is_up_is_gone()
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        using var connection = await RawConnection.OpenAsync(Emulator);
        await connection.SendAsync(
            $"POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: local\r\nContent-Length: 2\r\nConnection: close\r\n\r\n1"
        );
        await AdvanceUntilAsync(invoked);
        await connection.SendAsync("2");

        Assert.StartsWith("HTTP/1.1 410 ", await connection.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(InvocationStatus.TimedOut, (await invoked).Status);
    }

    [Fact]
    public async Task A_runtime_that_does_not_ask_again_in_time_makes_room_for_a_new_one()
    {
        var stuck = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        await Runtime.RespondAsync(id, "1", ("Lambda-Runtime-Function-Response-Mode", "unknown"));
        await stuck;
        Assert.Equal(403, (await Runtime.TryNextAsync()).Status);

        var invoked = InvokeAsync("\"new\"");
        while ((await Runtime.TryNextAsync()).Status == 403)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        // Asked again before the answer, the service gives the same event.
        var received = await Runtime.NextAsync(Token);
        Assert.Equal("\"new\"", received.Text);
        await Runtime.RespondAsync(received.Id, "2");
        Assert.Equal("2", Text(await invoked));
    }

    private async Task<(InvocationOutcome Outcome, ReceivedEvent Received)> TimeOutAsync(string? id = null)
    {
        var invoked = Emulator.InvokeAsync(new InvocationRequest { RequestId = id }, Token).Soon();
        var received = await Runtime.NextAsync(Token);
        await AdvanceUntilAsync(invoked);
        return (await invoked, received);
    }

    private async Task AdvanceUntilAsync(Task ended)
    {
        while (!ended.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
