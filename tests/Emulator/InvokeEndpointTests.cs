using System.Net;
using System.Text;
using System.Text.Json;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>The Invoke operation as its HTTP callers see it.</summary>
public sealed class InvokeEndpointTests : EmulatorTest
{
    private const string Path = "2015-03-31/functions/function/invocations";
    private const int SixMegabytes = 6 * 1024 * 1024;

    [Fact]
    public async Task A_response_comes_back_with_the_headers_of_the_service()
    {
        var answering = AnswerAsync(it => Runtime.RespondAsync(it.Id, "[2]", ("Content-Type", "application/json")));
        using var response = await PostAsync(Path, "[1]");
        var received = await answering;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("[1]", received.Text);
        Assert.Equal("[2]", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("$LATEST", Header(response, "X-Amz-Executed-Version"));
        Assert.Equal(received.Id, Header(response, "x-amzn-RequestId"));
        Assert.Null(Header(response, "X-Amz-Function-Error"));
        Assert.Null(Header(response, "X-Amz-Log-Result"));
    }

    [Theory]
    [InlineData("Function.Broken", "Unhandled")]
    [InlineData("Handled", "Handled")]
    public async Task A_function_error_is_status_200_with_a_header(string errorType, string expected)
    {
        var answering = AnswerAsync(it =>
            Runtime.FailAsync(
                it.Id,
                """{"errorType":"T","errorMessage":"m"}""",
                ("Lambda-Runtime-Function-Error-Type", errorType)
            )
        );
        using var response = await PostAsync(Path, "{}");
        await answering;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, Header(response, "X-Amz-Function-Error"));
        Assert.Equal("""{"errorType":"T","errorMessage":"m"}""", await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Client_context_tenant_and_trace_reach_the_runtime()
    {
        const string Context = "{\n  \"custom\": {\"name\":\"Zoë\"}}";
        var answering = AnswerAsync(it => Runtime.RespondAsync(it.Id, "1"));
        using var response = await PostAsync(
            Path,
            "{}",
            ("X-Amz-Client-Context", Convert.ToBase64String(Encoding.UTF8.GetBytes(Context))),
            ("X-Amz-Tenant-Id", "blue"),
            ("X-Amzn-Trace-Id", "Root=1-2-3")
        );
        var received = await answering;

        var bytes = Encoding.Latin1.GetBytes(received["Lambda-Runtime-Client-Context"]!);
        var custom = JsonDocument.Parse(bytes).RootElement.GetProperty("custom");
        Assert.Equal("Zoë", custom.GetProperty("name").GetString());
        Assert.Equal("blue", received["Lambda-Runtime-Aws-Tenant-Id"]);
        Assert.Equal("Root=1-2-3", received["Lambda-Runtime-Trace-Id"]);
    }

    [Fact]
    public async Task An_asynchronous_event_is_accepted_before_anybody_runs_it()
    {
        var ended = new TaskCompletionSource<InvocationOutcome>();
        Emulator.InvocationCompleted += ended.SetResult;

        using var response = await PostAsync(Path, "[1]", ("X-Amz-Invocation-Type", "Event"));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
        var received = await AnswerAsync(it => Runtime.RespondAsync(it.Id, "2"));
        Assert.Equal("[1]", received.Text);
        Assert.Equal(Header(response, "x-amzn-RequestId"), received.Id);
        Assert.Equal("2", Text(await ended.Task.Soon()));
    }

    [Fact]
    public async Task A_dry_run_runs_nothing()
    {
        using var response = await PostAsync(Path, "{}", ("X-Amz-Invocation-Type", "DryRun"));
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);

        var invoked = InvokeAsync("\"real\"");
        var received = await AnswerAsync(it => Runtime.RespondAsync(it.Id, "1"));

        Assert.Equal("\"real\"", received.Text);
        await invoked;
    }

    [Fact]
    public async Task An_empty_body_is_an_empty_object()
    {
        var answering = AnswerAsync(it => Runtime.RespondAsync(it.Id, "1"));
        using var response = await PostAsync(Path, "");

        Assert.Equal("{}", (await answering).Text);
    }

    [Theory]
    [InlineData("function:live", "", "arn:aws:lambda:us-east-1:123456789012:function:function:live", "$LATEST")]
    [InlineData("function", "?Qualifier=7", "arn:aws:lambda:us-east-1:123456789012:function:function:7", "7")]
    [InlineData(
        "function%3A%24LATEST",
        "",
        "arn:aws:lambda:us-east-1:123456789012:function:function:$LATEST",
        "$LATEST"
    )]
    [InlineData(
        "123456789012:function:function",
        "",
        "arn:aws:lambda:us-east-1:123456789012:function:function",
        "$LATEST"
    )]
    [InlineData(
        "arn%3Aaws%3Alambda%3Aeu-west-1%3A210987654321%3Afunction%3Afunction%3A3",
        "",
        "arn:aws:lambda:eu-west-1:210987654321:function:function:3",
        "3"
    )]
    public async Task A_function_may_be_named_in_every_way_the_service_knows(
        string name,
        string query,
        string arn,
        string version
    )
    {
        var answering = AnswerAsync(it => Runtime.RespondAsync(it.Id, "1"));
        using var response = await PostAsync($"2015-03-31/functions/{name}/invocations{query}", "{}");

        Assert.Equal(arn, (await answering)["Lambda-Runtime-Invoked-Function-Arn"]);
        Assert.Equal(version, Header(response, "X-Amz-Executed-Version"));
    }

    [Theory]
    [InlineData("other", 404, "ResourceNotFoundException")]
    [InlineData("function!", 400, "InvalidParameterValueException")]
    [InlineData("function%3A1?Qualifier=2", 400, "InvalidParameterValueException")]
    public async Task A_function_that_is_not_there_is_refused(string name, int status, string type)
    {
        var question = name.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? $"{name}/invocations" : $"{name[..question]}/invocations{name[question..]}";
        using var response = await PostAsync($"2015-03-31/functions/{path}", "{}");

        await AssertRefusedAsync(response, status, type);
    }

    [Theory]
    [InlineData("X-Amz-Client-Context", "not base64", "InvalidRequestContentException")]
    [InlineData("X-Amz-Client-Context", "bm90IGpzb24=", "InvalidRequestContentException")]
    [InlineData("X-Amz-Invocation-Type", "Later", "InvalidParameterValueException")]
    [InlineData("X-Amz-Log-Type", "Head", "InvalidParameterValueException")]
    public async Task A_header_that_makes_no_sense_is_refused(string name, string value, string type)
    {
        using var response = await PostAsync(Path, "{}", (name, value));

        await AssertRefusedAsync(response, 400, type);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("hello")]
    public async Task An_event_that_is_not_json_is_refused(string payload)
    {
        using var response = await PostAsync(Path, payload);

        await AssertRefusedAsync(response, 400, "InvalidRequestContentException");
    }

    [Fact]
    public async Task An_event_of_6_MB_passes_and_one_byte_more_does_not()
    {
        var answering = AnswerAsync(it => Runtime.RespondAsync(it.Id, "1"));
        using var passed = await PostAsync(Path, new string('1', SixMegabytes));
        using var refused = await PostAsync(Path, new string('1', SixMegabytes + 1));

        Assert.Equal(SixMegabytes, (await answering).Payload.Length);
        Assert.Equal(HttpStatusCode.OK, passed.StatusCode);
        await AssertRefusedAsync(refused, 413, "RequestTooLargeException");
    }

    [Fact]
    public async Task An_asynchronous_event_above_1_MB_is_refused()
    {
        using var response = await PostAsync(
            Path,
            new string('1', (1024 * 1024) + 1),
            ("X-Amz-Invocation-Type", "Event")
        );

        await AssertRefusedAsync(response, 413, "RequestTooLargeException");
    }

    [Fact]
    public async Task Other_operations_are_refused()
    {
        using var http = new HttpClient { BaseAddress = Emulator.BaseAddress };
        using var list = await http.GetAsync("2015-03-31/functions", Token);
        using var get = await http.GetAsync(Path, Token);

        await AssertRefusedAsync(list, 404, "UnknownOperationException");
        await AssertRefusedAsync(get, 405, "MethodNotAllowedException");
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;

    private static async Task AssertRefusedAsync(HttpResponseMessage response, int status, string type)
    {
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement;
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, Header(response, "x-amzn-ErrorType"));
        Assert.Equal("User", body.GetProperty("Type").GetString());
        Assert.NotEmpty(body.GetProperty("Message").GetString()!);
        Assert.NotNull(Header(response, "x-amzn-RequestId"));
    }

    private async Task<ReceivedEvent> AnswerAsync(Func<ReceivedEvent, Task<Reply>> answer)
    {
        var received = await Runtime.NextAsync(Token);
        Assert.Equal(202, (await answer(received)).Status);
        return received;
    }

    private async Task<HttpResponseMessage> PostAsync(
        string path,
        string payload,
        params (string Name, string Value)[] headers
    )
    {
        using var http = new HttpClient { Timeout = Waiting.Limit };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Emulator.BaseAddress}{path}")
        {
            Content = new StringContent(payload),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request, Token);
    }
}
