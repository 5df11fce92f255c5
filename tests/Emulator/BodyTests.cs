using System.Text;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>Answers that are too large, torn, or end in trailers.</summary>
public sealed class BodyTests : EmulatorTest
{
    private const int Largest = 6_291_556;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_of_exactly_the_limit_passes(bool chunked)
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;

        Assert.Equal(202, (await Runtime.RespondAsync(id, Content(Largest, chunked))).Status);

        Assert.Equal(Largest, (await invoked).Payload.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_of_one_byte_more_is_refused_and_the_runtime_goes_on(bool chunked)
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;

        var reply = await Runtime.RespondAsync(id, Content(Largest + 1, chunked));

        Assert.Equal((413, "RequestEntityTooLarge"), (reply.Status, reply.ErrorType));
        Assert.Contains("6291556", reply.ErrorMessage, StringComparison.Ordinal);
        var outcome = await invoked;
        Assert.Equal(InvocationStatus.UnhandledError, outcome.Status);
        Assert.Equal("Function.ResponseSizeTooLarge", Field(outcome, "errorType"));
        Assert.Equal("InvalidStateTransition", (await Runtime.FailAsync(id, "{}")).ErrorType);
        var again = InvokeAsync();
        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "1");
        Assert.True((await again).IsSuccess);
    }

    [Fact]
    public async Task A_response_cut_off_by_a_reset_is_truncated_for_the_caller()
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        using (var connection = await RawConnection.OpenAsync(Emulator))
        {
            // The service asks for the body once it has taken the head in; a reset before that would erase the request.
            await connection.SendAsync(Head(id, "Content-Length: 10\r\nExpect: 100-continue"));
            Assert.Equal("HTTP/1.1 100 Continue", await connection.ReadLineAsync());
            await connection.SendAsync("abc");
        }

        var outcome = await invoked;

        Assert.Equal(InvocationStatus.UnhandledError, outcome.Status);
        Assert.Equal("Runtime.TruncatedResponse", Field(outcome, "errorType"));
        var call = await Emulator.WaitForCallAsync(it => it.ErrorType is not null, Token).Soon();
        Assert.Equal((400, "TruncatedHTTPRequest"), (call.Status, call.ErrorType));
    }

    [Theory]
    [InlineData("Content-Length: 10", "abc")]
    [InlineData("Transfer-Encoding: chunked", "3\r\nabc\r\n")]
    public async Task A_response_that_ends_early_is_truncated_and_the_runtime_goes_on(string framing, string body)
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        using var connection = await RawConnection.OpenAsync(Emulator);
        await connection.SendAsync(Head(id, framing) + body);
        connection.FinishSending();

        Assert.Equal("Runtime.TruncatedResponse", (await invoked).ErrorType);
        var again = InvokeAsync();
        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "1");
        Assert.True((await again).IsSuccess);
    }

    [Fact]
    public async Task A_response_with_a_broken_chunk_is_told_so()
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        using var connection = await RawConnection.OpenAsync(Emulator);
        await connection.SendAsync(Head(id, "Transfer-Encoding: chunked") + "3\r\nabc\r\nnot a size\r\n");

        var reply = await connection.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 400 ", reply, StringComparison.Ordinal);
        Assert.Contains("\"errorType\":\"TruncatedHTTPRequest\"", reply, StringComparison.Ordinal);
        Assert.Equal("Runtime.TruncatedResponse", (await invoked).ErrorType);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Error_trailers_count_if_the_head_announces_them(bool announced)
    {
        var error = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"errorType":"T","errorMessage":"midway"}"""));
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        using var connection = await RawConnection.OpenAsync(Emulator);
        var trailer = announced
            ? "\r\nTrailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body"
            : "";
        await connection.SendAsync(
            Head(
                id,
                $"Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\nConnection: close{trailer}"
            )
                + "4\r\npart\r\n0\r\n"
                + $"Lambda-Runtime-Function-Error-Type: Function.Midway\r\nLambda-Runtime-Function-Error-Body: {error}\r\n\r\n"
        );

        Assert.StartsWith("HTTP/1.1 202 ", await connection.ReadToEndAsync(), StringComparison.Ordinal);

        var outcome = await invoked;
        if (announced)
        {
            Assert.Equal(InvocationStatus.UnhandledError, outcome.Status);
            Assert.Equal("Function.Midway", outcome.ErrorType);
            Assert.Equal("midway", Field(outcome, "errorMessage"));
            Assert.Equal("part"u8, outcome.PartialResponse.Span);
        }
        else
        {
            Assert.Equal((InvocationStatus.Success, "part"), (outcome.Status, Text(outcome)));
        }
    }

    [Fact]
    public async Task A_connection_on_which_nothing_happens_is_not_closed()
    {
        using var connection = await RawConnection.OpenAsync(Emulator);
        await connection.SendAsync("GET /2018-06-01/ping HTTP/1.1\r\n");
        var closed = connection.ReadToEndAsync();

        // The server looks for idle connections once a second.
        await Assert.ThrowsAsync<TimeoutException>(() => closed.WaitAsync(TimeSpan.FromSeconds(2.5), Token));

        await connection.SendAsync("Host: local\r\nConnection: close\r\n\r\n");
        Assert.EndsWith("pong", await closed, StringComparison.Ordinal);
    }

    private static string Head(string id, string framing) =>
        $"POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: local\r\n{framing}\r\n\r\n";

    private static HttpContent Content(int length, bool chunked)
    {
        var bytes = new byte[length];
        return chunked ? new StreamContent(new UnsizedStream(bytes)) : new ByteArrayContent(bytes);
    }

    /// <summary>Hides its length, so that it is sent in chunks.</summary>
    private sealed class UnsizedStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
