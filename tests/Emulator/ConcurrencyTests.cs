using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>Many callers at once, one runtime.</summary>
public sealed class ConcurrencyTests : EmulatorTest
{
    [Fact]
    public async Task A_hundred_concurrent_callers_each_get_their_own_answer()
    {
        using var callers = new HttpClient { BaseAddress = Emulator.BaseAddress, Timeout = Waiting.Limit };
        var invoked = Enumerable
            .Range(0, 100)
            .Select(async i =>
            {
                var answer = await callers.PostAsync(
                    "2015-03-31/functions/function/invocations",
                    new StringContent($"{i}"),
                    Token
                );
                return (Sent: $"{i}", Got: await answer.Content.ReadAsStringAsync(Token));
            })
            .ToList();
        for (var i = 0; i < invoked.Count; i++)
        {
            var received = await Runtime.NextAsync(Token);
            Assert.Equal(202, (await Runtime.RespondAsync(received.Id, $"-{received.Text}")).Status);
        }

        Assert.All(await Task.WhenAll(invoked), pair => Assert.Equal($"-{pair.Sent}", pair.Got));
    }

    [Fact]
    public async Task Events_come_out_in_the_order_in_which_they_went_in()
    {
        var invoked = Enumerable.Range(0, 20).Select(i => InvokeAsync($"{i}")).ToList();
        for (var i = 0; i < invoked.Count; i++)
        {
            var received = await Runtime.NextAsync(Token);
            Assert.Equal($"{i}", received.Text);
            await Runtime.RespondAsync(received.Id, "1");
        }

        await Task.WhenAll(invoked);
    }

    [Fact]
    public async Task An_event_whose_caller_left_before_delivery_is_withdrawn()
    {
        using var leave = new CancellationTokenSource();
        var left = Emulator.InvokeAsync(new InvocationRequest(), leave.Token);
        var stayed = InvokeAsync("\"stayed\"");
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        var received = await Runtime.NextAsync(Token);

        Assert.Equal("\"stayed\"", received.Text);
        await Runtime.RespondAsync(received.Id, "1");
        await stayed;
    }

    [Fact]
    public async Task Disposing_ends_everything_that_waits()
    {
        await using var emulator = await LambdaEmulator.StartAsync(cancellationToken: Token);
        using var runtime = new RawRuntime(emulator);
        var delivered = emulator.InvokeAsync(cancellationToken: Token);
        await runtime.NextAsync(Token);
        var queued = emulator.InvokeAsync(cancellationToken: Token);

        await emulator.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivered.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => emulator.InvokeAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task Disposing_closes_a_waiting_poll()
    {
        var waiting = Runtime.NextAsync(Token);
        await Emulator.WaitForRuntimeAsync(Token).Soon();

        await Emulator.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
    }
}
