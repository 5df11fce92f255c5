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
