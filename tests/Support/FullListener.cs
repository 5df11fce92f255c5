using System.Net;
using System.Net.Sockets;

namespace LambdaClient.TestSupport;

/// <summary>A listener whose queue is full: Linux drops further attempts, and they wait.</summary>
public sealed class FullListener : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _queued = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Where it listens.</summary>
    public string Endpoint => $"{_listener.LocalEndPoint}";

    /// <summary>Listens, and fills the queue.</summary>
    public static async Task<FullListener> Fill()
    {
        var full = new FullListener();
        full._listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full._listener.Listen(0);
        await full._queued.ConnectAsync(full._listener.LocalEndPoint!).Within();
        return full;
    }

    public void Dispose()
    {
        _queued.Dispose();
        _listener.Dispose();
    }
}
