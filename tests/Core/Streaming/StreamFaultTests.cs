using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Streaming;

/// <summary>A service that goes away or answers while a stream is being written, on real sockets.</summary>
public sealed class StreamFaultTests
{
    private static readonly byte[] Piece = new byte[64 * 1024];

    [Theory, BothCallers]
    public async Task An_answer_before_the_end_ends_the_stream_with_it(Caller caller)
    {
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.Answer(Wire.Event());
                await connection.ReadHead();
                await connection.Send(Wire.Refusal(410, "InvokeTimeout"));
            },
            connection => connection.Serve()
        );
        using var client = Opened.At(server);
        var stream = client.OpenStream(await caller.Next(client).Must()).Must();

        var error = await WriteUntilItFails(caller, stream);

        Assert.Equal(ErrorCode.InvocationTimedOut, error.Code);
        Assert.Equal(Delivery.Sent, error.Delivery);
        (await caller.Finish(stream)).MustFail(ErrorCode.AlreadyAnswered);
        await caller.Next(client).Must();
    }

    [Theory, BothCallers]
    public async Task An_acceptance_before_the_end_is_no_success(Caller caller)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Answer(Wire.Event());
            await connection.ReadHead();
            await connection.Send(Wire.Accepted);
            await connection.ClosedByClient();
        });
        using var client = Opened.At(server);
        var stream = client.OpenStream(await caller.Next(client).Must()).Must();

        var error = await WriteUntilItFails(caller, stream);

        Assert.Equal(ErrorCode.StatusUnexpected, error.Code);
        Assert.Equal(Delivery.Unknown, error.Delivery);
    }

    [Theory]
    [BothCallers("finish", "fail")]
    public async Task An_acceptance_before_the_last_piece_does_not_make_it_sent(Caller caller, string end)
    {
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.Answer(Wire.Event());
                await connection.ReadHead();
                await connection.Send(Wire.Accepted);
                accepted.SetResult();
                await connection.ClosedByClient();
            },
            connection => connection.Serve()
        );
        using var client = Opened.At(server);
        var stream = client.OpenStream(await caller.Next(client).Must()).Must();
        await caller.Flush(stream).Must();
        await accepted.Task.Within();

        var ended =
            end == "finish" ? await caller.Finish(stream) : await caller.Fail(stream, new FunctionError("Late", ""));

        var error = ended.MustFail(ErrorCode.StatusUnexpected);
        Assert.Equal(Delivery.Unknown, error.Delivery);
        await caller.Next(client).Must();
    }

    [Theory]
    [BothCallers(1, 8)]
    public async Task Interim_heads_between_the_pieces_are_skipped_and_the_stream_goes_on(Caller caller, int heads)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Answer(Wire.Event());
            await connection.ReadHead();
            for (var i = 0; i < heads; i++)
            {
                await connection.Send(i % 2 == 0 ? Interim("100 Continue") : Interim("102 Processing"));
            }

            sent.SetResult();
            await connection.Take("\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"u8.Length - 2);
            await connection.Send(Wire.Accepted);
            await connection.ClosedByClient();
        });
        using var client = Opened.At(server);
        var stream = client.OpenStream(await caller.Next(client).Must()).Must();
        await caller.Flush(stream).Must();
        await sent.Task.Within();

        await caller.Write(stream, "one"u8.ToArray()).Must();
        await caller.Write(stream, "two"u8.ToArray()).Must();

        await caller.Finish(stream).Must();
    }

    [Theory, BothCallers]
    public async Task More_than_eight_interim_heads_end_the_stream(Caller caller)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Answer(Wire.Event());
            await connection.ReadHead();
            await connection.Send(
                string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 9)).Select(c => (byte)c).ToArray()
            );
            sent.SetResult();
            await connection.ClosedByClient();
        });
        using var client = Opened.At(server);
        var stream = client.OpenStream(await caller.Next(client).Must()).Must();
        await caller.Flush(stream).Must();
        await sent.Task.Within();

        var error = await WriteUntilItFails(caller, stream);

        Assert.Equal(ErrorCode.InterimInvalid, error.Code);
    }

    private static byte[] Interim(string status) => [.. $"HTTP/1.1 {status}\r\n\r\n".Select(c => (byte)c)];

    [Theory, BothCallers]
    public async Task A_connection_that_breaks_midway_ends_the_stream_and_nothing_is_sent_again(Caller caller)
    {
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.Answer(Wire.Event());
                await connection.ReadHead();
                await connection.Take(10);
                connection.Reset();
            },
            connection => connection.Serve()
        );
        using var client = Opened.At(server);
        var stream = client.OpenStream(await caller.Next(client).Must()).Must();

        var error = await WriteUntilItFails(caller, stream);

        Assert.Equal(ErrorCode.ConnectionBroken, error.Code);
        Assert.Equal(Delivery.Unknown, error.Delivery);
        await caller.Next(client).Must();
        Assert.Equal(2, server.Accepted);
        Assert.DoesNotContain(server.Requests, request => request.Text.Contains("/response", StringComparison.Ordinal));
    }

    [Theory, BothCallers]
    public async Task A_service_that_does_not_read_holds_the_writer(Caller caller)
    {
        var head = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var readOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.Answer(Wire.Event());
            await connection.ReadHead();
            head.SetResult();
            await readOn.Task;
            connection.Reset();
        });
        using var client = Opened.At(server);
        var stream = client.OpenStream(await caller.Next(client).Must()).Must();
        await caller.Flush(stream).Must();
        await head.Task.Within();

        // Far more than both ends' socket buffers hold: somebody has to wait, and it is this write.
        var write = caller.Write(stream, new byte[64 * 1024 * 1024]);
        Assert.False(write.IsCompleted);
        readOn.SetResult();

        (await write).MustFail(ErrorCode.ConnectionBroken);
    }

    [Theory, BothCallers]
    public async Task A_first_piece_that_was_cut_may_have_been_used(Caller caller)
    {
        var cut = new ScriptedConnection([Wire.Event()], Write: new IoResult(IoStatus.Failed, 100), SeemsAlive: true);
        using var client = Opened.Over(new ScriptedTransport(ScriptedConnection.Of(Wire.Event()), cut), Opened.Options);
        var stream = client.OpenStream(await caller.Next(client).Must()).Must();

        var error = (await caller.Write(stream, Piece)).MustFail();

        Assert.Equal(Delivery.Unknown, error.Delivery);
        (await caller.Finish(stream)).MustFail(ErrorCode.AlreadyAnswered);
    }

    private static async Task<ApiError> WriteUntilItFails(Caller caller, ResponseStream stream)
    {
        for (var i = 0; i < 10_000; i++)
        {
            if (!(await caller.Write(stream, Piece)).TryGet(out _, out var error))
            {
                return error;
            }
        }

        throw new TimeoutException("Ten thousand pieces were written to a service that is gone.");
    }
}
