using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LambdaClient.Emulator.Tests.Support;

/// <summary>A response that a test streams to the service over a connection of its own, chunk by chunk.</summary>
internal sealed class StreamedPost : IDisposable
{
    private readonly TcpClient _client = new() { LingerState = new(true, 0) };

    private StreamedPost() { }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<StreamedPost> BeginAsync(
        LambdaEmulator emulator,
        string id,
        string contentType = "application/octet-stream"
    )
    {
        var post = new StreamedPost();
        await post._client.ConnectAsync(IPEndPoint.Parse(emulator.RuntimeApi), Token);
        await post.SendAsync(
            $"POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: local\r\nConnection: close\r\n"
                + $"Content-Type: {contentType}\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n"
                + "Transfer-Encoding: chunked\r\n"
                + "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n"
        );
        return post;
    }

    public Task WriteAsync(string chunk) => WriteAsync(Encoding.UTF8.GetBytes(chunk));

    /// <summary>Sends one chunk; completes when the system has taken all of it.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> chunk)
    {
        await SendAsync($"{chunk.Length:x}\r\n");
        await _client.GetStream().WriteAsync(chunk, Token);
        await SendAsync("\r\n");
    }

    /// <summary>Sends the last chunk and, if there was an error, the trailers.</summary>
    public async Task<Reply> EndAsync(string? errorType = null, string? errorBody = null)
    {
        var trailers = errorType is null ? "" : $"Lambda-Runtime-Function-Error-Type: {errorType}\r\n";
        if (errorBody is not null)
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(errorBody));
            trailers += $"Lambda-Runtime-Function-Error-Body: {encoded}\r\n";
        }

        await SendAsync($"0\r\n{trailers}\r\n");
        return await ReplyAsync();
    }

    /// <summary>Sends text as it is, well-formed or not.</summary>
    public Task SendAsync(string text) =>
        _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), Token).AsTask().Soon();

    /// <summary>Reads the service's reply, which comes once the response has ended or cannot go on.</summary>
    public async Task<Reply> ReplyAsync()
    {
        using var reader = new StreamReader(_client.GetStream(), leaveOpen: true);
        var text = await reader.ReadToEndAsync(Token).Soon();
        Assert.StartsWith("HTTP/1.1 ", text, StringComparison.Ordinal);
        var body = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return new Reply(int.Parse(text.AsSpan(9, 3), null), MediaType: null, body);
    }

    /// <summary>Closes the connection with a reset, whatever was sent.</summary>
    public void Dispose() => _client.Dispose();
}
