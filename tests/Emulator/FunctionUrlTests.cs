using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>A function's URL: an HTTP request is an event, and the answer is the response.</summary>
public sealed class FunctionUrlTests : EmulatorTest
{
    private const string Prelude = "application/vnd.awslambda.http-integration-response";
    private const string PreludeEnd = "\0\0\0\0\0\0\0\0";

    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        }
    )
    {
        Timeout = Waiting.Limit,
    };

    private protected override EmulatorOptions Options() => base.Options() with { FunctionUrlPort = 0 };

    [Fact]
    public async Task A_request_is_an_event_of_payload_format_2()
    {
        using var request = Request(HttpMethod.Post, "orders/a%2Fb/%C3%A9?color=red&size=4%262&color=blue&flag");
        request.Content = new StringContent("{\"é\": 1}", Encoding.UTF8, "application/json");
        request.Headers.Add("Cookie", "a=1; b=2");
        request.Headers.Add("X-Many", ["one", "two"]);
        request.Headers.Add("User-Agent", "tester");
        request.Headers.Add("X-Amzn-Trace-Id", "Root=1-2-3");

        var sending = _http.SendAsync(request, Token);
        var received = await Runtime.NextAsync(Token);
        await Runtime.RespondAsync(received.Id, "{}");
        using var response = await sending;

        var told = JsonDocument.Parse(received.Payload).RootElement;
        Assert.Equal("2.0", told.GetProperty("version").GetString());
        Assert.Equal("$default", told.GetProperty("routeKey").GetString());
        Assert.Equal("/orders/a%2Fb/%C3%A9", told.GetProperty("rawPath").GetString());
        Assert.Equal("color=red&size=4%262&color=blue&flag", told.GetProperty("rawQueryString").GetString());
        Assert.Equal(
            """{"color":"red,blue","size":"4&2","flag":""}""",
            told.GetProperty("queryStringParameters").GetRawText()
        );
        Assert.Equal("""["a=1","b=2"]""", told.GetProperty("cookies").GetRawText());
        var headers = told.GetProperty("headers");
        Assert.Equal(("one,two", "tester"), (Text(headers, "x-many")?.Replace(" ", ""), Text(headers, "user-agent")));
        Assert.False(headers.TryGetProperty("cookie", out _));
        Assert.Equal("{\"é\": 1}", told.GetProperty("body").GetString());
        Assert.False(told.GetProperty("isBase64Encoded").GetBoolean());
        var context = told.GetProperty("requestContext");
        Assert.Equal(received.Id, Text(context, "requestId"));
        Assert.InRange(context.GetProperty("timeEpoch").GetInt64(), 1, long.MaxValue);
        var http = context.GetProperty("http");
        Assert.Equal(
            ("POST", "/orders/a%2Fb/%C3%A9", "HTTP/1.1", "127.0.0.1", "tester"),
            (
                Text(http, "method"),
                Text(http, "path"),
                Text(http, "protocol"),
                Text(http, "sourceIp"),
                Text(http, "userAgent")
            )
        );
        Assert.Equal("Root=1-2-3", received["Lambda-Runtime-Trace-Id"]);
        Assert.Equal(received.Id, response.Headers.GetValues("x-amzn-RequestId").Single());
    }

    [Theory]
    [InlineData("image/png", true)]
    [InlineData("application/octet-stream", true)]
    [InlineData("application/x-www-form-urlencoded", true)]
    [InlineData("text/plain", false)]
    [InlineData("application/json; charset=utf-8", false)]
    public async Task A_body_that_is_no_text_comes_in_base64(string type, bool isEncoded)
    {
        using var request = Request(HttpMethod.Put);
        request.Content = new ByteArrayContent("a=b"u8.ToArray());
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        var told = await ReceiveAsync(request);

        Assert.Equal(isEncoded, told.GetProperty("isBase64Encoded").GetBoolean());
        Assert.Equal(isEncoded ? "YT1i" : "a=b", Text(told, "body"));
    }

    [Fact]
    public async Task A_text_that_is_not_utf_8_comes_in_base64_and_no_body_is_none()
    {
        using var request = Request(HttpMethod.Post);
        request.Content = new ByteArrayContent([0xE9]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        using var empty = Request(HttpMethod.Get);

        Assert.Equal("6Q==", Text(await ReceiveAsync(request), "body"));
        Assert.False((await ReceiveAsync(empty)).TryGetProperty("body", out _));
    }

    [Fact]
    public async Task An_answer_with_a_status_is_the_response()
    {
        using var response = await AnswerAsync(
            """
            {"statusCode": 418, "headers": {"Content-Type": "image/png", "X-Number": 7, "Content-Length": "999", "Connection": "close"},
             "cookies": ["a=1; Path=/", "b=2"], "body": "AP8=", "isBase64Encoded": true}
            """
        );

        Assert.Equal(418, (int)response.StatusCode);
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["7"], response.Headers.GetValues("X-Number"));
        Assert.Equal(["a=1; Path=/", "b=2"], response.Headers.GetValues("Set-Cookie"));
        Assert.Equal([0x00, 0xFF], await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData("""{"message": "é"}""", """{"message": "é"}""")]
    [InlineData("\"text\"", "\"text\"")]
    [InlineData("[1]", "[1]")]
    [InlineData("""{"statusCode": "200", "body": "é"}""", "é")]
    [InlineData("""{"statusCode": 200}""", "")]
    public async Task What_an_answer_leaves_out_has_a_default(string answer, string body)
    {
        using var response = await AnswerAsync(answer);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(body, await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("")]
    [InlineData("""{"statusCode": 99}""")]
    [InlineData("""{"statusCode": 600}""")]
    [InlineData("""{"statusCode": "ok"}""")]
    [InlineData("""{"statusCode": 200, "body": 7}""")]
    [InlineData("""{"statusCode": 200, "body": "?", "isBase64Encoded": true}""")]
    [InlineData("""{"statusCode": 200, "headers": {"X-First": "1", "X-Split": "a\r\nb"}}""")]
    public async Task An_answer_that_is_no_response_is_status_502(string answer)
    {
        using var response = await AnswerAsync(answer);

        await AssertBadGatewayAsync(response);
        Assert.False(response.Headers.Contains("X-First"));
    }

    [Fact]
    public async Task A_function_error_is_status_502_and_tells_nothing()
    {
        var sending = _http.GetAsync(Emulator.FunctionUrl, Token);
        var received = await Runtime.NextAsync(Token);
        await Runtime.FailAsync(received.Id, """{"errorMessage":"secret"}""");

        using var response = await sending;

        await AssertBadGatewayAsync(response);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public async Task A_stream_with_a_prelude_is_sent_on_piece_by_piece(int size)
    {
        var sending = SendAsync(HttpCompletionOption.ResponseHeadersRead);
        var received = await Runtime.NextAsync(Token);
        using var post = await StreamedPost.BeginAsync(Emulator, received.Id, Prelude);
        var first =
            """{"statusCode": 201, "headers": {"Content-Type": "text/html", "X-A": "b"}, "cookies": ["c=d"]}"""
            + PreludeEnd
            + "one";
        foreach (var piece in first.Chunk(size))
        {
            await post.WriteAsync(new string(piece));
        }

        // The head and the first piece are here before the stream has ended.
        using var response = await sending;
        var body = await response.Content.ReadAsStreamAsync(Token);
        var buffer = new byte[3];
        await body.ReadExactlyAsync(buffer, Token).AsTask().Soon();
        await post.WriteAsync("two");
        Assert.Equal(202, (await post.EndAsync()).Status);
        using var rest = new StreamReader(body);

        Assert.Equal("one", Encoding.UTF8.GetString(buffer));
        Assert.Equal("two", await rest.ReadToEndAsync(Token).Soon());
        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["b"], response.Headers.GetValues("X-A"));
        Assert.Equal(["c=d"], response.Headers.GetValues("Set-Cookie"));
    }

    [Fact]
    public async Task A_stream_without_a_prelude_has_its_own_media_type()
    {
        var sending = SendAsync();
        var received = await Runtime.NextAsync(Token);
        using var post = await StreamedPost.BeginAsync(Emulator, received.Id, "text/csv");
        await post.WriteAsync("a,b");
        await post.EndAsync();

        using var response = await sending;

        Assert.Equal(
            (HttpStatusCode.OK, "text/csv"),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType)
        );
        Assert.Equal("a,b", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("""{"statusCode": 200}""")]
    [InlineData("no JSON" + PreludeEnd)]
    [InlineData("[]" + PreludeEnd + "body")]
    public async Task A_stream_whose_prelude_is_none_is_status_502(string stream)
    {
        var sending = SendAsync();
        var received = await Runtime.NextAsync(Token);
        using var post = await StreamedPost.BeginAsync(Emulator, received.Id, Prelude);
        await post.WriteAsync(stream);
        await post.EndAsync();

        using var response = await sending;

        await AssertBadGatewayAsync(response);
    }

    [Fact]
    public async Task A_stream_that_fails_on_its_way_is_seen_to_be_cut()
    {
        var sending = SendAsync(HttpCompletionOption.ResponseHeadersRead);
        var received = await Runtime.NextAsync(Token);
        using var post = await StreamedPost.BeginAsync(Emulator, received.Id, "text/plain");
        await post.WriteAsync("half");
        using var response = await sending;
        await post.EndAsync("Function.Midway", "{}");

        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Token).Soon());
    }

    [Fact]
    public async Task A_body_that_no_event_can_hold_is_status_413()
    {
        using var request = Request(HttpMethod.Post);
        // As base64 it is larger than it is.
        request.Content = new ByteArrayContent(new byte[5 * 1024 * 1024]);

        using var response = await _http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_origin_is_refused_here_too()
    {
        using var request = Request(HttpMethod.Get);
        request.Headers.Add("Origin", "https://evil.example");

        using var response = await _http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Serve_announces_the_url_and_curl_sees_the_response()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler(
            """respond '{"statusCode": 203, "headers": {"x-hello": "there"}, "body": "hello"}'"""
        );
        using var serving = Programs.StartEmulator("serve", "--port", "0", "--url-port", "0", "--", handler.Path);
        await serving.StandardOutput.ReadLineAsync(Token).AsTask().Soon();
        var announced = await serving.StandardOutput.ReadLineAsync(Token).AsTask().Soon();
        Assert.StartsWith("Function URL of function: http://127.0.0.1:", announced, StringComparison.Ordinal);

        var seen = await Programs.CurlAsync("--include", announced!.Split(' ')[^1] + "any/path");

        Assert.StartsWith("HTTP/1.1 203 ", seen.Output, StringComparison.Ordinal);
        Assert.Contains("\r\nx-hello: there\r\n", seen.Output, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nhello", seen.Output, StringComparison.Ordinal);
        serving.Kill();
        await Programs.EndAsync(serving);
    }

    [Fact]
    public async Task Each_function_has_its_url_at_a_port_of_its_own()
    {
        var ran = await Programs.EmulatorAsync("serve", "--port", "0", "--url-port", "9", "a=", "b=");

        Assert.Equal(2, ran.ExitCode);
        Assert.StartsWith("Two functions cannot have their URL at port 9", ran.Error, StringComparison.Ordinal);
    }

    private HttpRequestMessage Request(HttpMethod method, string path = "") =>
        new(method, new Uri($"{Emulator.FunctionUrl}{path}"));

    private async Task<HttpResponseMessage> SendAsync(
        HttpCompletionOption until = HttpCompletionOption.ResponseContentRead
    ) => await _http.GetAsync(Emulator.FunctionUrl, until, Token);

    private async Task<JsonElement> ReceiveAsync(HttpRequestMessage request)
    {
        var sending = _http.SendAsync(request, Token);
        var received = await Runtime.NextAsync(Token);
        await Runtime.RespondAsync(received.Id, "{}");
        using var response = await sending;
        return JsonDocument.Parse(received.Payload).RootElement;
    }

    private async Task<HttpResponseMessage> AnswerAsync(string answer)
    {
        var sending = SendAsync();
        var received = await Runtime.NextAsync(Token);
        await Runtime.RespondAsync(received.Id, answer);
        return await sending;
    }

    private static async Task AssertBadGatewayAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("""{"Message":"Internal Server Error"}""", await response.Content.ReadAsStringAsync(Token));
        Assert.Single(response.Headers.GetValues("x-amzn-RequestId"));
    }

    private static string? Text(JsonElement holder, string name) => holder.GetProperty(name).GetString();
}
