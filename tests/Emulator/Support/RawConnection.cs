using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LambdaClient.Emulator.Tests.Support;

/// <summary>A reply as it came over the wire, its body a text of ASCII.</summary>
internal sealed record WireReply(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Id => Headers["Lambda-Runtime-Aws-Request-Id"];

    public string InvocationId => Headers["Lambda-Runtime-Invocation-Id"];

    public bool Closes => Headers.GetValueOrDefault("Connection") == "close";
}

/// <summary>A connection on which a test writes what no HTTP library would. Disposing it resets it.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp)
    {
        LingerState = new(true, 0),
        NoDelay = true,
    };
    private StreamReader _reader = StreamReader.Null;

    public static async Task<RawConnection> OpenAsync(LambdaEmulator emulator)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(
            IPEndPoint.Parse(emulator.RuntimeApi),
            TestContext.Current.CancellationToken
        );
        connection._reader = new StreamReader(new NetworkStream(connection._socket));
        return connection;
    }

    public async Task SendAsync(string text) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>Says that nothing more will be sent, and keeps listening.</summary>
    public void FinishSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads one line.</summary>
    public Task<string?> ReadLineAsync() =>
        _reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    /// <summary>Reads one reply that says how long it is.</summary>
    public async Task<WireReply> ReadReplyAsync()
    {
        var status = await ReadLineAsync();
        Assert.StartsWith("HTTP/1.1 ", status, StringComparison.Ordinal);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = new char[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        var read = await _reader.ReadBlockAsync(body, TestContext.Current.CancellationToken).AsTask().Soon();
        Assert.Equal(body.Length, read);
        return new WireReply(
            int.Parse(status.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture),
            headers,
            new string(body)
        );
    }

    /// <summary>Reads until the service closes the connection.</summary>
    public Task<string> ReadToEndAsync() => _reader.ReadToEndAsync(TestContext.Current.CancellationToken).Soon();

    /// <summary>Reads until the service closes the connection, be it with a reset.</summary>
    public async Task<string> ReadToCloseAsync()
    {
        var text = new StringBuilder();
        try
        {
            while (await ReadLineAsync() is { } line)
            {
                text.Append(line).Append("\r\n");
            }
        }
        catch (IOException)
        {
            // A reset.
        }

        return text.ToString();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _socket.Dispose();
    }
}
