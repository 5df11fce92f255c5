using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>Streamed responses whose caller takes them chunk by chunk, in process.</summary>
public sealed class StreamedResponseTests : EmulatorTest
{
    private readonly Chunks _chunks = new();

    [Fact]
    public async Task A_chunk_reaches_the_caller_before_the_runtime_writes_the_next()
    {
        var (invoked, post) = await BeginAsync(_chunks.AcceptAsync, "text/event-stream");
        using var _ = post;
        await post.WriteAsync("one");
        Assert.Equal("one", await _chunks.ReadTextAsync(3));
        Assert.False(invoked.IsCompleted);
        await post.WriteAsync("three");
        Assert.Equal("three", await _chunks.ReadTextAsync(5));

        Assert.Equal(202, (await post.EndAsync()).Status);

        var outcome = await invoked;
        Assert.Equal(InvocationStatus.Success, outcome.Status);
        Assert.Equal((8, 0), (outcome.StreamedBytes, outcome.Payload.Length));
        Assert.Equal("text/event-stream", outcome.ContentType);
        Assert.Null(outcome.ResponseSinkError);
        _chunks.AssertEmpty();
    }

    [Fact]
    public async Task A_stream_fits_as_a_sink()
    {
        using var stream = new MemoryStream();
        var (invoked, post) = await BeginAsync(stream.WriteAsync);
        using var _ = post;
        await post.WriteAsync("whole");
        await post.EndAsync();

        Assert.Equal(5, (await invoked).StreamedBytes);
        Assert.Equal("whole"u8, stream.ToArray());
    }

    [Fact]
    public async Task Error_trailers_end_the_stream_with_the_runtimes_error()
    {
        var (invoked, post) = await BeginAsync(_chunks.AcceptAsync);
        using var _ = post;
        await post.WriteAsync("part");

        var reply = await post.EndAsync("Function.Midway", """{"errorType":"T","errorMessage":"midway"}""");

        Assert.Equal(202, reply.Status);
        var outcome = await invoked;
        Assert.Equal(InvocationStatus.UnhandledError, outcome.Status);
        Assert.Equal(("Function.Midway", "midway"), (outcome.ErrorType, Field(outcome, "errorMessage")));
        Assert.Equal((4, 0), (outcome.StreamedBytes, outcome.PartialResponse.Length));
        Assert.Equal("part", await _chunks.ReadTextAsync(4));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_truncated_for_both_sides()
    {
        var (invoked, post) = await BeginAsync(_chunks.AcceptAsync);
        using var _ = post;
        await post.WriteAsync("part");
        // Bytes that arrive together with a defect may be lost to it.
        Assert.Equal("part", await _chunks.ReadTextAsync(4));
        await post.SendAsync("not a size\r\n");

        var reply = await post.ReplyAsync();

        Assert.Equal((400, "TruncatedHTTPRequest"), (reply.Status, reply.ErrorType));
        var outcome = await invoked;
        Assert.Equal("Runtime.TruncatedResponse", Field(outcome, "errorType"));
        Assert.Equal(4, outcome.StreamedBytes);
    }

    [Fact]
    public async Task A_stream_whose_connection_is_reset_is_truncated()
    {
        var (invoked, post) = await BeginAsync(_chunks.AcceptAsync);
        using (post)
        {
            await post.WriteAsync("part");
            Assert.Equal("part", await _chunks.ReadTextAsync(4));
        }

        Assert.Equal("Runtime.TruncatedResponse", (await invoked).ErrorType);
        var call = await Emulator.WaitForCallAsync(it => it.ErrorType is not null, Token).Soon();
        Assert.Equal((400, "TruncatedHTTPRequest"), (call.Status, call.ErrorType));
    }

    [Fact]
    public async Task While_a_stream_is_in_progress_the_runtime_can_neither_fail_nor_ask_for_more()
    {
        var (invoked, post) = await BeginAsync(_chunks.AcceptAsync);
        using var _ = post;
        await post.WriteAsync("part");
        await _chunks.ReadAsync(4);
        var id = (await Emulator.WaitForCallAsync(it => it.RequestId is not null, Token)).RequestId!;

        var error = await Runtime.FailAsync(id, "{}");
        var next = await Runtime.TryNextAsync();

        Assert.Equal((403, "InvalidStateTransition"), (error.Status, error.ErrorType));
        Assert.Contains("InvocationResponse to InvocationErrorResponse", error.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(403, next.Status);
        Assert.Equal(202, (await post.EndAsync()).Status);
        Assert.True((await invoked).IsSuccess);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sink_that_fails_gets_no_more_and_disturbs_nobody(bool atOnce)
    {
        var failure = new InvalidOperationException("full");
        var calls = 0;
        var (invoked, post) = await BeginAsync(
            (_, _) =>
            {
                calls++;
                return atOnce ? throw failure : ValueTask.FromException(failure);
            }
        );
        using var _ = post;
        await post.WriteAsync("one");
        await post.WriteAsync(new byte[1024 * 1024]);

        Assert.Equal(202, (await post.EndAsync()).Status);

        var outcome = await invoked;
        Assert.Equal(InvocationStatus.Success, outcome.Status);
        Assert.Same(failure, outcome.ResponseSinkError);
        Assert.Equal((0, 1), (outcome.StreamedBytes, calls));
        await AssertServesAsync();
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_stop_the_runtime()
    {
        using var giveUp = new CancellationTokenSource();
        var offered = new TaskCompletionSource();
        var invoked = Emulator
            .InvokeAsync(
                new InvocationRequest
                {
                    ResponseSink = (_, cancelled) =>
                    {
                        offered.SetResult();
                        return new ValueTask(Task.Delay(Timeout.Infinite, cancelled));
                    },
                },
                giveUp.Token
            )
            .Soon();
        using var post = await StreamedPost.BeginAsync(Emulator, (await Runtime.NextAsync(Token)).Id);
        await post.WriteAsync("one");
        await offered.Task.Soon();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invoked);
        await post.WriteAsync(new byte[1024 * 1024]);
        Assert.Equal(202, (await post.EndAsync()).Status);
        await AssertServesAsync();
    }

    [Fact]
    public async Task An_emulator_that_is_disposed_ends_the_stream()
    {
        var offered = new TaskCompletionSource();
        var (invoked, post) = await BeginAsync(
            (_, cancelled) =>
            {
                offered.SetResult();
                return new ValueTask(Task.Delay(Timeout.Infinite, cancelled));
            }
        );
        using var _ = post;
        await post.WriteAsync("one");
        await offered.Task.Soon();

        await Emulator.DisposeAsync().AsTask().Soon();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invoked);
    }

    [Fact]
    public async Task A_prelude_passes_untouched()
    {
        byte[] head = [.. """{"statusCode":201,"cookies":["a=b"]}"""u8, 0, 0, 0, 0];
        byte[] rest = [0, 0, 0, 0, .. "payload"u8, 0];
        var (invoked, post) = await BeginAsync(
            _chunks.AcceptAsync,
            "application/vnd.awslambda.http-integration-response"
        );
        using var _ = post;
        await post.WriteAsync(head);
        Assert.Equal(head, await _chunks.ReadAsync(head.Length));
        await post.WriteAsync(rest);
        await post.EndAsync();

        Assert.Equal(rest, await _chunks.ReadAsync(rest.Length));
        Assert.Equal("application/vnd.awslambda.http-integration-response", (await invoked).ContentType);
    }

    [Fact]
    public async Task A_response_that_is_not_streamed_stays_in_the_outcome()
    {
        var invoked = Emulator.InvokeAsync(new InvocationRequest { ResponseSink = _chunks.AcceptAsync }, Token).Soon();
        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "whole");

        var outcome = await invoked;
        Assert.Equal(("whole", 0), (Text(outcome), outcome.StreamedBytes));
        _chunks.AssertEmpty();
    }

    [Fact]
    public async Task A_caller_without_a_sink_gets_a_stream_whole()
    {
        var invoked = InvokeAsync();
        using var post = await StreamedPost.BeginAsync(Emulator, (await Runtime.NextAsync(Token)).Id);
        await post.WriteAsync("one");
        await post.WriteAsync("two");
        await post.EndAsync();

        var outcome = await invoked;
        Assert.Equal(("onetwo", 0), (Text(outcome), outcome.StreamedBytes));
    }

    private async Task<(Task<InvocationOutcome> Invoked, StreamedPost Post)> BeginAsync(
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink,
        string contentType = "application/octet-stream"
    )
    {
        var invoked = Emulator.InvokeAsync(new InvocationRequest { ResponseSink = sink }, Token).Soon();
        var id = (await Runtime.NextAsync(Token)).Id;
        return (invoked, await StreamedPost.BeginAsync(Emulator, id, contentType));
    }

    private async Task AssertServesAsync()
    {
        var again = InvokeAsync();
        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "1");
        Assert.True((await again).IsSuccess);
    }
}
