using System.Text.Json;

namespace LambdaClient.Emulator.Tests.Support;

/// <summary>What an extension was told.</summary>
internal sealed record ToldEvent(string Id, JsonElement Json)
{
    public string Type => Json.GetProperty("eventType").GetString()!;
}

/// <summary>An extension without a mind of its own: each method is one HTTP request.</summary>
internal sealed class RawExtension : IDisposable
{
    private readonly HttpClient _http;

    public RawExtension(LambdaEmulator emulator)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Waiting.Limit };
        _http.BaseAddress = new Uri(emulator.BaseAddress, "2020-01-01/extension/");
    }

    public string Identifier { get; set; } = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<Reply> RegisterAsync(
        string name,
        string body = """{"events":[]}""",
        params (string Name, string Value)[] headers
    )
    {
        var (reply, message) = await SendAsync(
            HttpMethod.Post,
            "register",
            body,
            [("Lambda-Extension-Name", name), .. headers]
        );
        if (message.Headers.TryGetValues("Lambda-Extension-Identifier", out var values))
        {
            Identifier = values.Single();
        }

        return reply;
    }

    public async Task<ToldEvent> NextAsync()
    {
        var (reply, message) = await TryNextAsync();
        Assert.True(reply.Status == 200, reply.Body);
        return new ToldEvent(
            message.Headers.GetValues("Lambda-Extension-Event-Identifier").Single(),
            JsonDocument.Parse(reply.Body).RootElement
        );
    }

    public Task<(Reply Reply, HttpResponseMessage Message)> TryNextAsync() =>
        SendAsync(HttpMethod.Get, "event/next", null, [("Lambda-Extension-Identifier", Identifier)]);

    public async Task<Reply> FailAsync(string phase, string? errorType = "Extension.Broken")
    {
        (string, string)[] headers = errorType is null ? [] : [("Lambda-Extension-Function-Error-Type", errorType)];
        var (reply, _) = await SendAsync(
            HttpMethod.Post,
            $"{phase}/error",
            "{}",
            [("Lambda-Extension-Identifier", Identifier), .. headers]
        );
        return reply;
    }

    public async Task<(Reply Reply, HttpResponseMessage Message)> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : new StringContent(body),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await _http.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        return (new Reply((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, text), response);
    }

    public void Dispose() => _http.Dispose();
}
