using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LambdaClient.Emulator.Tests.Support;

/// <summary>An event as it came over the wire.</summary>
internal sealed record ReceivedEvent(HttpResponseMessage Message, byte[] Payload)
{
    public string Id => this["Lambda-Runtime-Aws-Request-Id"]!;

    public string InvocationId => this["Lambda-Runtime-Invocation-Id"]!;

    public string Text => Encoding.UTF8.GetString(Payload);

    public string? this[string header] =>
        Message.Headers.TryGetValues(header, out var values) ? string.Join(",", values) : null;
}

/// <summary>The service's reply to a post.</summary>
internal sealed record Reply(int Status, string? MediaType, string Body)
{
    public string? ErrorType => Field("errorType");

    public string? ErrorMessage => Field("errorMessage");

    private string? Field(string name) =>
        JsonDocument.Parse(Body).RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>A runtime without a mind of its own: each method is one HTTP request.</summary>
internal sealed class RawRuntime : IDisposable
{
    private readonly HttpClient _http;

    public RawRuntime(LambdaEmulator emulator)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Waiting.Limit };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("raw-runtime", "1"));
        _http.BaseAddress = new Uri(emulator.BaseAddress, "2018-06-01/");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<ReceivedEvent> NextAsync(CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Token);
        var message = await _http.GetAsync("runtime/invocation/next", either.Token);
        Assert.True(message.IsSuccessStatusCode, await message.Content.ReadAsStringAsync(Token));
        return new ReceivedEvent(message, await message.Content.ReadAsByteArrayAsync(Token));
    }

    public Task<Reply> TryNextAsync() => SendAsync(HttpMethod.Get, "runtime/invocation/next", null);

    public Task<Reply> RespondAsync(string id, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, $"runtime/invocation/{id}/response", new StringContent(body), headers);

    public Task<Reply> RespondAsync(string id, HttpContent body) =>
        SendAsync(HttpMethod.Post, $"runtime/invocation/{id}/response", body);

    public Task<Reply> FailAsync(string id, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, $"runtime/invocation/{id}/error", new StringContent(body), headers);

    public Task<Reply> FailInitAsync(string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "runtime/init/error", new StringContent(body), headers);

    public async Task<Reply> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? body,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers)
        {
            if (name == "Content-Type")
            {
                body!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _http.SendAsync(request, Token);
        return new Reply(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(Token)
        );
    }

    public void Dispose() => _http.Dispose();
}
