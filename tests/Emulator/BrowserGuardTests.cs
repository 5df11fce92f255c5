using System.Net;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>Web pages in a browser on this machine: none may call the emulator unless its origin is allowed.</summary>
public sealed class BrowserGuardTests
{
    private const string Allowed = "http://app.example:3000";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Endpoints =>
        new()
        {
            { "POST", "2015-03-31/functions/function/invocations" },
            { "POST", "2021-11-15/functions/function/response-streaming-invocations" },
            { "POST", "emulator/faults" },
            { "DELETE", "emulator/faults" },
            { "GET", "2018-06-01/runtime/invocation/next" },
            { "POST", "2018-06-01/runtime/init/error" },
            { "POST", "2020-01-01/extension/register" },
            { "OPTIONS", "2015-03-31/functions/function/invocations" },
            { "GET", "nothing/here" },
        };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_page_of_another_origin_is_refused_everywhere_and_nothing_happens(string method, string path)
    {
        await using var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions { AllowedOrigins = [Allowed] },
            Token
        );
        (string, string)[][] pages =
        [
            [("Origin", "https://evil.example")],
            [("Origin", "null")],
            [("Origin", "http://app.example")],
            [("Sec-Fetch-Site", "cross-site")],
            [("Sec-Fetch-Site", "same-site")],
            [("Host", "evil.example:9001")],
            [("Host", "evil.example"), ("Origin", "http://evil.example")],
            [("Host", "127.0.0.1.evil.example")],
        ];

        foreach (var page in pages)
        {
            using var response = await SendAsync(emulator, method, path, page);

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            var said = await response.Content.ReadAsStringAsync(Token);
            Assert.Contains("\"errorType\":\"Forbidden\"", said, StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }

        Assert.Empty(emulator.Calls);
        Assert.Empty(emulator.Faults.Snapshot());
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Host", "localhost")]
    [InlineData("Host", "function.localhost:80")]
    [InlineData("Host", "[::1]:9001")]
    [InlineData("Host", "192.168.0.7")]
    [InlineData("Host", "lambda:9001")]
    [InlineData("Host", "host.docker.internal:9001")]
    [InlineData("Host", "app.example")]
    public async Task Callers_that_are_no_foreign_page_are_served(string header, string value)
    {
        await using var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions { AllowedOrigins = [Allowed] },
            Token
        );

        using var response = await SendAsync(emulator, "GET", "2018-06-01/ping", (header, value));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_page_of_the_same_origin_is_served()
    {
        await using var emulator = await LambdaEmulator.StartAsync(cancellationToken: Token);

        using var response = await SendAsync(
            emulator,
            "GET",
            "2018-06-01/ping",
            ("Origin", $"http://{emulator.RuntimeApi}")
        );

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(Allowed, Allowed)]
    [InlineData("*", "https://evil.example")]
    [InlineData("null", "null")]
    public async Task An_allowed_origin_gets_what_cors_asks_for(string allowed, string origin)
    {
        await using var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions { AllowedOrigins = [allowed] },
            Token
        );
        const string Path = "2015-03-31/functions/function/invocations";

        using var preflight = await SendAsync(
            emulator,
            "OPTIONS",
            Path,
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "x-amz-log-type")
        );
        using var invoked = await SendAsync(
            emulator,
            "POST",
            Path,
            ("Origin", origin),
            ("Sec-Fetch-Site", "cross-site"),
            ("X-Amz-Invocation-Type", "DryRun")
        );

        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal(["POST"], preflight.Headers.GetValues("Access-Control-Allow-Methods"));
        Assert.Equal(["x-amz-log-type"], preflight.Headers.GetValues("Access-Control-Allow-Headers"));
        Assert.Equal(HttpStatusCode.NoContent, invoked.StatusCode);
        Assert.Contains(
            "X-Amz-Function-Error",
            string.Join(',', invoked.Headers.GetValues("Access-Control-Expose-Headers")),
            StringComparison.Ordinal
        );
        Assert.All(
            [preflight, invoked],
            reply => Assert.Equal([origin], reply.Headers.GetValues("Access-Control-Allow-Origin"))
        );
    }

    [Theory]
    [InlineData("localhost:3000")]
    [InlineData("http://localhost:3000/")]
    [InlineData("http://localhost:3000/page")]
    [InlineData("")]
    public async Task What_is_no_origin_cannot_be_allowed(string origin)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() =>
            LambdaEmulator.StartAsync(new EmulatorOptions { AllowedOrigins = [origin] }, Token)
        );

        Assert.Contains($"'{origin}' is not an origin", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        LambdaEmulator emulator,
        string method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Waiting.Limit };
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(emulator.BaseAddress, path));
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await http.SendAsync(request, Token);
    }
}
