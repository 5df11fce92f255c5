using System.Runtime.CompilerServices;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>No other test may run beside these: they look at the memory of the whole process.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Streamed responses too large to be kept anywhere.</summary>
[Collection(nameof(Alone))]
public sealed class StreamedLoadTests : EmulatorTest
{
    private const int Megabyte = 1024 * 1024;
    private const int Largest = 200 * Megabyte;

    private static readonly byte[] Chunk = new byte[64 * 1024];

    [Fact]
    public async Task A_caller_that_takes_nothing_holds_the_runtime_up()
    {
        var taking = new TaskCompletionSource();
        var invoked = Emulator
            .InvokeAsync(new InvocationRequest { ResponseSink = async (_, _) => await taking.Task }, Token)
            .Soon();
        using var post = await StreamedPost.BeginAsync(Emulator, (await Runtime.NextAsync(Token)).Id);
        var progress = new StrongBox<long>();
        var writing = WriteAsync(post, 64 * Megabyte, progress);

        await WaitUntilStalledAsync(progress);

        Assert.False(writing.IsCompleted);
        Assert.InRange(Volatile.Read(ref progress.Value), 1, 16 * Megabyte);
        taking.SetResult();
        await writing.Soon();
        Assert.Equal(202, (await post.EndAsync()).Status);
        Assert.Equal(64 * Megabyte, (await invoked).StreamedBytes);
    }

    [Fact]
    public async Task An_http_caller_that_reads_nothing_holds_the_runtime_up()
    {
        using var http = new HttpClient { Timeout = Waiting.Limit };
        using var request = StreamingInvoke.Request(Emulator);
        var responding = http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var post = await StreamedPost.BeginAsync(Emulator, (await Runtime.NextAsync(Token)).Id);
        var progress = new StrongBox<long>();
        var writing = WriteAsync(post, 64 * Megabyte, progress);
        using var response = await responding;

        await WaitUntilStalledAsync(progress);

        Assert.False(writing.IsCompleted);
        Assert.InRange(Volatile.Read(ref progress.Value), 1, 32 * Megabyte);
        var reader = new EventStreamReader(await response.Content.ReadAsStreamAsync(Token));
        var reading = reader.ReadToEndAsync();
        await writing.Soon();
        Assert.Equal(202, (await post.EndAsync()).Status);
        var events = await reading.Soon();
        Assert.Equal(64 * Megabyte, events[..^1].Sum(it => it.Payload.Length));
    }

    [Fact]
    public async Task A_stream_of_200_MB_passes_and_is_kept_nowhere()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var taken = 0L;
        var invoked = Emulator.InvokeAsync(new InvocationRequest { ResponseSink = TakeAsync }, Token).Soon();
        using var post = await StreamedPost.BeginAsync(Emulator, (await Runtime.NextAsync(Token)).Id);

        await WriteAsync(post, Largest).Soon();

        Assert.Equal(202, (await post.EndAsync()).Status);
        var outcome = await invoked;
        Assert.Equal((InvocationStatus.Success, Largest), (outcome.Status, outcome.StreamedBytes));
        Assert.Equal(Largest, taken);
        Assert.InRange(most - before, long.MinValue, 64 * Megabyte);

        ValueTask TakeAsync(ReadOnlyMemory<byte> chunk, CancellationToken ended)
        {
            var quarter = taken / (50 * Megabyte);
            taken += chunk.Length;
            if (taken / (50 * Megabyte) != quarter)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            }

            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task A_stream_of_one_byte_more_is_refused_and_the_runtime_goes_on()
    {
        var taken = 0L;
        var invoked = Emulator
            .InvokeAsync(
                new InvocationRequest
                {
                    ResponseSink = (chunk, _) =>
                    {
                        taken += chunk.Length;
                        return ValueTask.CompletedTask;
                    },
                },
                Token
            )
            .Soon();
        using var post = await StreamedPost.BeginAsync(Emulator, (await Runtime.NextAsync(Token)).Id);
        await WriteAsync(post, Largest).Soon();
        await post.WriteAsync("1");

        var reply = await post.EndAsync();

        Assert.Equal((413, "RequestEntityTooLarge"), (reply.Status, reply.ErrorType));
        var outcome = await invoked;
        Assert.Equal("Function.ResponseSizeTooLarge", Field(outcome, "errorType"));
        Assert.Equal((Largest, Largest), (outcome.StreamedBytes, taken));
        var again = InvokeAsync();
        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "1");
        Assert.True((await again).IsSuccess);
    }

    private static async Task WriteAsync(StreamedPost post, int bytes, StrongBox<long>? progress = null)
    {
        for (var written = 0; written < bytes; written += Chunk.Length)
        {
            await post.WriteAsync(Chunk);
            if (progress is not null)
            {
                Volatile.Write(ref progress.Value, written + Chunk.Length);
            }
        }
    }

    /// <summary>
    /// Waits for a write that stays pending while the same emulator serves many other requests, which it could not without turning
    /// to this connection too.
    /// </summary>
    private async Task WaitUntilStalledAsync(StrongBox<long> progress)
    {
        var last = -1L;
        for (var served = 0; served < 1000; served++)
        {
            var now = Volatile.Read(ref progress.Value);
            served = now == last && now > 0 ? served : 0;
            last = now;
            Assert.Equal(200, (await Runtime.SendAsync(HttpMethod.Get, "ping", null)).Status);
        }
    }
}
