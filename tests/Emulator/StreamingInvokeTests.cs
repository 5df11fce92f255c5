using System.Net;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>The InvokeWithResponseStream operation as its HTTP callers see it.</summary>
public sealed class StreamingInvokeTests : EmulatorTest
{
    // Worked out by hand, with the checks from zlib.
    private const string HelloChunk =
        "0000006F0000005AF5FE871F"
        + "0D3A6D6573736167652D747970650700056576656E74"
        + "0B3A6576656E742D7479706507000C5061796C6F61644368756E6B"
        + "0D3A636F6E74656E742D747970650700186170706C69636174696F6E2F6F637465742D73747265616D"
        + "68656C6C6F4FE061F2";

    private const string SuccessfulEnd =
        "00000066000000541F56C869"
        + "0D3A6D6573736167652D747970650700056576656E74"
        + "0B3A6576656E742D7479706507000E496E766F6B65436F6D706C657465"
        + "0D3A636F6E74656E742D747970650700106170706C69636174696F6E2F6A736F6E"
        + "7B7DFACE259A";

    private readonly HttpClient _http = new() { Timeout = Waiting.Limit };

    [Fact]
    public async Task A_stream_is_these_bytes()
    {
        var responding = SendAsync(StreamingInvoke.Path);
        using (var post = await BeginPostAsync())
        {
            await post.WriteAsync("hello");
            Assert.Equal(202, (await post.EndAsync()).Status);
        }

        using var response = await responding;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/vnd.amazon.eventstream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("$LATEST", Assert.Single(response.Headers.GetValues("X-Amz-Executed-Version")));
        Assert.Equal(
            HelloChunk + SuccessfulEnd,
            Convert.ToHexString(await response.Content.ReadAsByteArrayAsync(Token))
        );
    }

    [Fact]
    public async Task A_chunk_reaches_the_caller_before_the_runtime_writes_the_next()
    {
        var responding = SendAsync(StreamingInvoke.Path);
        using var post = await BeginPostAsync();
        await post.WriteAsync("one");
        using var response = await responding;
        var reader = new EventStreamReader(await response.Content.ReadAsStreamAsync(Token));
        Assert.Equal("one", (await reader.ReadAsync())!.Text);
        await post.WriteAsync("two");
        Assert.Equal("two", (await reader.ReadAsync())!.Text);

        var reply = await post.EndAsync("Function.Midway", """{"errorType":"T","errorMessage":"ü"}""");

        Assert.Equal(202, reply.Status);
        var end = Assert.Single(await reader.ReadToEndAsync());
        Assert.Equal("InvokeComplete", end.Type);
        Assert.Equal("Function.Midway", end.Field("ErrorCode"));
        Assert.Equal("""{"errorType":"T","errorMessage":"ü"}""", end.Field("ErrorDetails"));
        Assert.Null(end.Field("LogResult"));
    }

    [Fact]
    public async Task An_error_before_the_first_byte_is_the_only_event()
    {
        var responding = SendAsync(StreamingInvoke.Path, ("X-Amz-Log-Type", "Tail"));
        var id = (await Runtime.NextAsync(Token)).Id;
        await Runtime.FailAsync(id, """{"errorType":"T"}""", ("Lambda-Runtime-Function-Error-Type", "Function.Broken"));

        using var response = await responding;
        var end = Assert.Single(await ReadAsync(response));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("InvokeComplete", "Function.Broken"), (end.Type, end.Field("ErrorCode")));
        Assert.Equal("""{"errorType":"T"}""", end.Field("ErrorDetails"));
        Assert.Contains(
            $"\nEND RequestId: {id}\n",
            System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(end.Field("LogResult")!)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_response_that_is_not_streamed_comes_in_chunks_as_well()
    {
        var whole = new string('1', 200_000);
        var responding = SendAsync(StreamingInvoke.Path);
        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, whole);

        using var response = await responding;
        var events = await ReadAsync(response);
        Assert.All(events[..^1], it => Assert.Equal("PayloadChunk", it.Type));
        Assert.Equal(whole, string.Concat(events[..^1].Select(it => it.Text)));
        Assert.Equal(("InvokeComplete", "{}"), (events[^1].Type, events[^1].Text));
    }

    [Fact]
    public async Task A_caller_that_disconnects_does_not_stop_the_runtime()
    {
        var responding = SendAsync(StreamingInvoke.Path);
        using var post = await BeginPostAsync();
        await post.WriteAsync("one");
        (await responding).Dispose();
        _http.Dispose();

        await post.WriteAsync(new byte[8 * 1024 * 1024]);

        Assert.Equal(202, (await post.EndAsync()).Status);
        var again = InvokeAsync();
        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "1");
        Assert.True((await again).IsSuccess);
    }

    [Theory]
    [InlineData(StreamingInvoke.Path, "Event", 400, "InvalidParameterValueException")]
    [InlineData("2021-11-15/functions/function/invocations", "RequestResponse", 404, "UnknownOperationException")]
    [InlineData(
        "2015-03-31/functions/function/response-streaming-invocations",
        "RequestResponse",
        404,
        "UnknownOperationException"
    )]
    public async Task What_the_service_does_not_offer_is_refused(string path, string type, int status, string error)
    {
        using var response = await SendAsync(path, ("X-Amz-Invocation-Type", type));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(error, Assert.Single(response.Headers.GetValues("x-amzn-ErrorType")));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_dry_run_runs_nothing()
    {
        using var response = await SendAsync(StreamingInvoke.Path, ("X-Amz-Invocation-Type", "DryRun"));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    private static async Task<List<StreamedEvent>> ReadAsync(HttpResponseMessage response) =>
        await new EventStreamReader(await response.Content.ReadAsStreamAsync(Token)).ReadToEndAsync();

    private async Task<StreamedPost> BeginPostAsync() =>
        await StreamedPost.BeginAsync(Emulator, (await Runtime.NextAsync(Token)).Id);

    [Fact]
    public async Task What_the_caller_says_of_the_event_reaches_the_runtime()
    {
        var context = """{"custom":{"k":"ü"}}""";
        var responding = SendAsync(
            $"{StreamingInvoke.Path}?Qualifier=7",
            ("X-Amz-Tenant-Id", "blue"),
            ("X-Amz-Client-Context", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(context))),
            ("X-Amzn-Trace-Id", "Root=1")
        );

        var received = await Runtime.NextAsync(Token);

        Assert.Equal("blue", received["Lambda-Runtime-Aws-Tenant-Id"]);
        Assert.Contains("\"custom\"", received["Lambda-Runtime-Client-Context"], StringComparison.Ordinal);
        Assert.Equal("Root=1", received["Lambda-Runtime-Trace-Id"]);
        Assert.EndsWith(
            ":function:function:7",
            received["Lambda-Runtime-Invoked-Function-Arn"],
            StringComparison.Ordinal
        );
        await Runtime.RespondAsync(received.Id, "1");
        using var response = await responding;
        Assert.Equal("7", Assert.Single(response.Headers.GetValues("X-Amz-Executed-Version")));
    }

    private async Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = StreamingInvoke.Request(Emulator, path, headers);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }
}
