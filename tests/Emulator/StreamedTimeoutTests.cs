using LambdaClient.Emulator.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LambdaClient.Emulator.Tests;

/// <summary>The function time-out in the middle of a streamed response, on a clock that the test moves.</summary>
public sealed class StreamedTimeoutTests : EmulatorTest
{
    private readonly FakeTimeProvider _clock = new();

    private protected override EmulatorOptions Options() =>
        new() { Timeout = TimeSpan.FromSeconds(3), TimeProvider = _clock };

    [Fact]
    public async Task Time_is_up_between_two_chunks()
    {
        var chunks = new Chunks();
        var invoked = Emulator.InvokeAsync(new InvocationRequest { ResponseSink = chunks.AcceptAsync }, Token).Soon();
        using var post = await StreamedPost.BeginAsync(Emulator, (await Runtime.NextAsync(Token)).Id);
        await post.WriteAsync("part");
        await chunks.ReadAsync(4);

        await AdvanceUntilAsync(invoked);

        var outcome = await invoked;
        Assert.Equal(InvocationStatus.TimedOut, outcome.Status);
        Assert.Equal("Sandbox.Timedout", Field(outcome, "errorType"));
        Assert.Equal(4, outcome.StreamedBytes);
        await AssertLateAsync(post);
        chunks.AssertEmpty();
    }

    [Fact]
    public async Task Time_is_up_while_the_caller_takes_nothing()
    {
        var offered = new TaskCompletionSource();
        var cancelled = false;
        var invoked = Emulator.InvokeAsync(new InvocationRequest { ResponseSink = BlockAsync }, Token).Soon();
        using var post = await StreamedPost.BeginAsync(Emulator, (await Runtime.NextAsync(Token)).Id);
        await post.WriteAsync("part");
        await offered.Task.Soon();

        await AdvanceUntilAsync(invoked);

        var outcome = await invoked;
        Assert.True(cancelled);
        Assert.Equal("Sandbox.Timedout", outcome.ErrorType);
        Assert.Equal(0, outcome.StreamedBytes);
        Assert.Null(outcome.ResponseSinkError);
        await AssertLateAsync(post);

        async ValueTask BlockAsync(ReadOnlyMemory<byte> chunk, CancellationToken ended)
        {
            offered.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, ended);
            }
            finally
            {
                cancelled = true;
            }
        }
    }

    [Fact]
    public async Task A_caller_that_does_not_heed_the_end_keeps_only_itself_waiting()
    {
        var offered = new TaskCompletionSource();
        var taking = new TaskCompletionSource();
        var invoked = Emulator.InvokeAsync(new InvocationRequest { ResponseSink = BlockAsync }, Token).Soon();
        using var post = await StreamedPost.BeginAsync(Emulator, (await Runtime.NextAsync(Token)).Id);
        await post.WriteAsync("part");
        await offered.Task.Soon();
        var ended = new TaskCompletionSource();
        Emulator.InvocationCompleted += _ => ended.TrySetResult();

        await AdvanceUntilAsync(ended.Task);

        await AssertLateAsync(post);
        Assert.False(invoked.IsCompleted);
        taking.SetResult();
        Assert.Equal(("Sandbox.Timedout", 0), ((await invoked).ErrorType, (await invoked).StreamedBytes));

        async ValueTask BlockAsync(ReadOnlyMemory<byte> chunk, CancellationToken _)
        {
            offered.SetResult();
            await taking.Task;
        }
    }

    [Fact]
    public async Task The_last_event_of_a_stream_tells_an_http_caller_that_time_is_up()
    {
        using var http = new HttpClient { Timeout = Waiting.Limit };
        using var request = StreamingInvoke.Request(Emulator);
        var responding = http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var post = await StreamedPost.BeginAsync(Emulator, (await Runtime.NextAsync(Token)).Id);
        await post.WriteAsync("part");
        using var response = await responding;
        var reader = new EventStreamReader(await response.Content.ReadAsStreamAsync(Token));
        Assert.Equal("part", (await reader.ReadAsync())!.Text);

        var end = reader.ReadAsync();
        await AdvanceUntilAsync(end);

        Assert.Equal("InvokeComplete", (await end)!.Type);
        Assert.Equal("Sandbox.Timedout", (await end)!.Field("ErrorCode"));
        Assert.Null(await reader.ReadAsync());
        await AssertLateAsync(post);
    }

    private async Task AssertLateAsync(StreamedPost post)
    {
        await post.WriteAsync(new byte[1024 * 1024]);
        var reply = await post.EndAsync();
        Assert.Equal((410, "InvokeTimeout"), (reply.Status, reply.ErrorType));
        var again = InvokeAsync();
        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "2");
        Assert.Equal("2", Text(await again));
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
