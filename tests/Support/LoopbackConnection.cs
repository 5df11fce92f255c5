using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LambdaClient.TestSupport;

/// <summary>The service's end of one connection, driven step by step by a script.</summary>
public sealed class LoopbackConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly Action<ReceivedRequest> _received;
    private readonly CancellationToken _end;
    private readonly List<byte> _unread = [];

    internal LoopbackConnection(int number, Socket socket, Action<ReceivedRequest> received, CancellationToken end)
    {
        Number = number;
        _socket = socket;
        _socket.NoDelay = true;
        _received = received;
        _end = end;
    }

    /// <summary>Which connection this is, from 0.</summary>
    public int Number { get; }

    /// <summary>From here on, keeps a small segment back until the one before it is acknowledged (RFC 896).</summary>
    public void UseNagle() => _socket.NoDelay = false;

    /// <summary>Waits for one whole request and adds it to the server's log.</summary>
    public async Task<ReceivedRequest> ReadRequest()
    {
        var head = await ReadHead();
        var request = new ReceivedRequest(Number, head, []);
        var length = int.Parse(request.Field("Content-Length") ?? "0", CultureInfo.InvariantCulture);
        request = request with { Body = await Take(length) };
        _received(request);
        return request;
    }

    /// <summary>Waits for a request's head and leaves its body unread; nothing is logged.</summary>
    public async Task<string> ReadHead()
    {
        var end = -1;
        while ((end = Encoding.Latin1.GetString([.. _unread]).IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            await Fill(4096);
        }

        return Encoding.Latin1.GetString(await Take(end + 4));
    }

    /// <summary>Waits for this many bytes, whatever they are.</summary>
    public async Task<byte[]> Take(int count)
    {
        while (_unread.Count < count)
        {
            await Fill(count - _unread.Count);
        }

        byte[] taken = [.. _unread[..count]];
        _unread.RemoveRange(0, count);
        return taken;
    }

    /// <summary>Sends bytes.</summary>
    public async Task Send(ReadOnlyMemory<byte> bytes)
    {
        for (var sent = 0; sent < bytes.Length; )
        {
            sent += await _socket.SendAsync(bytes[sent..], _end);
        }
    }

    /// <summary>Reads a request and sends this answer to it, for each of the answers.</summary>
    public async Task Answer(params IReadOnlyList<byte[]> answers)
    {
        foreach (var answer in answers)
        {
            await ReadRequest();
            await Send(answer);
        }
    }

    /// <summary>Serves every request: an event for a poll, an acceptance for a post.</summary>
    public async Task Serve()
    {
        while (true)
        {
            var request = await ReadRequest();
            await Send(request.Call.StartsWith("GET", StringComparison.Ordinal) ? Wire.Event() : Wire.Accepted);
        }
    }

    /// <summary>Waits until the client closes or resets the connection.</summary>
    public async Task ClosedByClient()
    {
        try
        {
            while (true)
            {
                await Fill(4096);
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return;
        }
    }

    /// <summary>Closes: FIN, or RST where the client sent something that was not read.</summary>
    public void Close() => _socket.Close();

    /// <summary>Resets: RST at once.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private async Task Fill(int atMost)
    {
        var buffer = new byte[Math.Min(atMost, 1024 * 1024)];
        var count = await _socket.ReceiveAsync(buffer, _end);
        if (count == 0)
        {
            throw new EndOfStreamException("the client closed the connection");
        }

        _unread.AddRange(buffer.AsSpan(0, count));
    }
}
