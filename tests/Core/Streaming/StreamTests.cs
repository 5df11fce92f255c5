using System.Text;
using System.Text.Json;
using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Streaming;

/// <summary>A streamed answer, byte by byte as the service receives it, and every order in which it can be used.</summary>
public sealed class StreamTests : IDisposable
{
    private const string Head =
        "POST /2018-06-01/runtime/invocation/"
        + Wire.Id
        + "/response HTTP/1.1\r\nHost: 127.0.0.1:9001\r\nUser-Agent: tests/1\r\nLambda-Runtime-Invocation-Id: attempt\r\n"
        + "Content-Type: text/plain\r\nLambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n"
        + "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n";

    private readonly ScriptedTransport _transport = new(
        new ScriptedConnection(
            [Wire.Event(fields: ["Lambda-Runtime-Invocation-Id: attempt"]), Wire.Accepted],
            SeemsAlive: true
        )
    );

    public void Dispose() => _transport.Dispose();

    [Theory, BothCallers]
    public async Task Pieces_become_chunks(Caller caller)
    {
        var (client, _, stream) = await Open(caller);

        await caller.Write(stream, "hello "u8.ToArray()).Must();
        await caller.Write(stream, []).Must();
        await caller.Flush(stream).Must();
        await caller.Write(stream, Encoding.ASCII.GetBytes(new string('x', 26))).Must();
        await caller.Finish(stream).Must();

        Assert.Equal(Head + "\r\n6\r\nhello \r\n1A\r\n" + new string('x', 26) + "\r\n0\r\n\r\n", Sent);
        Assert.Equal(1, _transport.Connects);
        client.Dispose();
    }

    [Theory, BothCallers]
    public async Task A_failed_start_is_not_written_into_a_stream(Caller caller)
    {
        var (client, _, stream) = await Open(caller);
        await caller.Write(stream, "one"u8.ToArray()).Must();

        (await caller.FailInit(client)).MustFail(ErrorCode.StreamOpen);
        (await caller.FailRestore(client)).MustFail(ErrorCode.StreamOpen);
        await caller.Finish(stream).Must();

        Assert.Equal(Head + "\r\n3\r\none\r\n0\r\n\r\n", Sent);
        client.Dispose();
    }

    [Theory, BothCallers]
    public async Task No_piece_is_an_empty_answer(Caller caller)
    {
        var (client, _, stream) = await Open(caller);

        await caller.Finish(stream).Must();

        Assert.Equal(Head + "\r\n0\r\n\r\n", Sent);
        client.Dispose();
    }

    [Theory, BothCallers]
    public async Task A_flush_sends_the_head_alone_and_only_once(Caller caller)
    {
        var (client, _, stream) = await Open(caller);
        Assert.Equal("", Sent);

        await caller.Flush(stream).Must();
        Assert.Equal(Head + "\r\n", Sent);

        await caller.Flush(stream).Must();
        await caller.Write(stream, "x"u8.ToArray()).Must();
        await caller.Finish(stream).Must();
        Assert.Equal(Head + "\r\n1\r\nx\r\n0\r\n\r\n", Sent);
        client.Dispose();
    }

    [Theory, BothCallers]
    public async Task A_failure_midway_stands_in_the_trailers(Caller caller)
    {
        var (client, _, stream) = await Open(caller);
        var error = new FunctionError("My.LateError", "gave\r\nup: é", ["here"]);

        await caller.Write(stream, "some"u8.ToArray()).Must();
        await caller.Fail(stream, error).Must();

        var trailers = Sent[(Sent.IndexOf("\r\n0\r\n", StringComparison.Ordinal) + 5)..];
        var lines = trailers.Split("\r\n");
        Assert.Equal("Lambda-Runtime-Function-Error-Type: Function.LateError", lines[0]);
        Assert.StartsWith("Lambda-Runtime-Function-Error-Body: ", lines[1], StringComparison.Ordinal);
        Assert.Equal(["", ""], lines[2..]);
        using var body = JsonDocument.Parse(
            Convert.FromBase64String(lines[1]["Lambda-Runtime-Function-Error-Body: ".Length..])
        );
        Assert.Equal("gave\r\nup: é", body.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal("My.LateError", body.RootElement.GetProperty("errorType").GetString());
        Assert.Equal("here", body.RootElement.GetProperty("stackTrace")[0].GetString());
        client.Dispose();
    }

    [Theory, BothCallers]
    public async Task The_trailers_stay_small_whatever_failed(Caller caller)
    {
        var (client, _, stream) = await Open(caller);
        var large = new string('\u0001', 100_000);

        await caller.Flush(stream).Must();
        await caller.Fail(stream, new FunctionError(large, large, [.. Enumerable.Repeat(large, 100)])).Must();

        Assert.InRange(Sent.Length - Head.Length, 1, 32 * 1024);
        client.Dispose();
    }

    [Theory, BothCallers]
    public async Task A_failure_before_the_first_byte_is_an_ordinary_report(Caller caller)
    {
        var (client, _, stream) = await Open(caller);

        await caller.Fail(stream, new FunctionError("Early", "no")).Must();

        Assert.Contains("/error HTTP/1.1\r\n", Sent, StringComparison.Ordinal);
        Assert.DoesNotContain("chunked", Sent, StringComparison.Ordinal);
        client.Dispose();
    }

    [Theory, BothCallers]
    public async Task After_its_end_a_stream_takes_nothing(Caller caller)
    {
        var (client, invocation, stream) = await Open(caller);
        await caller.Finish(stream).Must();
        var sent = Sent;

        (await caller.Finish(stream)).MustFail(ErrorCode.AlreadyAnswered);
        (await caller.Write(stream, "x"u8.ToArray())).MustFail(ErrorCode.AlreadyAnswered);
        (await caller.Write(stream, [])).MustFail(ErrorCode.AlreadyAnswered);
        (await caller.Flush(stream)).MustFail(ErrorCode.AlreadyAnswered);
        (await caller.Fail(stream, new FunctionError("Late", ""))).MustFail(ErrorCode.AlreadyAnswered);
        (await caller.Respond(client, invocation)).MustFail(ErrorCode.AlreadyAnswered);
        client.OpenStream(invocation).MustFail(ErrorCode.AlreadyAnswered);

        Assert.Equal(sent, Sent);
        client.Dispose();
    }

    [Theory, BothCallers]
    public async Task While_it_is_open_nothing_else_answers(Caller caller)
    {
        var (client, invocation, stream) = await Open(caller);
        client.OpenStream(invocation).MustFail(ErrorCode.StreamOpen);
        (await caller.Respond(client, invocation)).MustFail(ErrorCode.StreamOpen);
        await caller.Write(stream, "x"u8.ToArray()).Must();

        (await caller.Respond(client, invocation)).MustFail(ErrorCode.StreamOpen);
        (await caller.Fail(client, invocation)).MustFail(ErrorCode.StreamOpen);
        client.OpenStream(invocation).MustFail(ErrorCode.StreamOpen);
        (await caller.Next(client)).MustFail(ErrorCode.InvocationOutstanding);
        await caller.Finish(stream).Must();

        Assert.Equal(Head + "\r\n1\r\nx\r\n0\r\n\r\n", Sent);
        client.Dispose();
    }

    [Theory, BothCallers]
    public async Task A_stream_that_is_abandoned_takes_its_connection_along(Caller caller)
    {
        var (client, invocation, stream) = await Open(caller);
        await caller.Write(stream, "x"u8.ToArray()).Must();

        client.Abandon(invocation).Must();

        Assert.False(_transport.IsOpen);
        (await caller.Finish(stream)).MustFail(ErrorCode.AlreadyAnswered);
        client.Dispose();
    }

    [Theory, BothCallers]
    public async Task A_stream_that_cannot_begin_leaves_the_invocation_unanswered(Caller caller)
    {
        var transport = new ScriptedTransport(
            ScriptedConnection.Of(Wire.Event()),
            new ScriptedConnection([], Connect: new IoResult(IoStatus.Refused)),
            ScriptedConnection.Of(Wire.Accepted)
        );
        using var client = Opened.Over(transport);
        var stream = client.OpenStream(await caller.Next(client).Must()).Must();

        var error = (await caller.Write(stream, "x"u8.ToArray())).MustFail(ErrorCode.ConnectRefused);
        Assert.Equal(Delivery.NotSent, error.Delivery);
        await caller.Fail(stream, new FunctionError("Retried", "")).Must();
    }

    [Theory]
    [InlineData("")]
    [InlineData("text/plain\r\nX: y")]
    [InlineData("größe")]
    public async Task A_content_type_that_cannot_be_a_header_is_refused(string contentType)
    {
        using var client = Opened.Over(Wire.Event());
        var invocation = await Caller.Blocking.Next(client).Must();

        client.OpenStream(invocation, contentType).MustFail(ErrorCode.ContentTypeInvalid);
        client.OpenStream(default).MustFail(ErrorCode.InvocationUnknown);
        client.OpenStream(invocation).Must();
    }

    private string Sent => string.Concat(_transport.Written.Skip(1).Select(Encoding.UTF8.GetString));

    private async Task<(RuntimeClient Client, Invocation Invocation, ResponseStream Stream)> Open(Caller caller)
    {
        var client = Opened.Over(_transport);
        var invocation = await caller.Next(client).Must();
        return (client, invocation, client.OpenStream(invocation, "text/plain").Must());
    }
}
