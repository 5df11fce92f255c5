using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace LambdaClient.Emulator.Faults;

/// <summary>
/// A connection of the HTTP server that can be torn at any byte of an answer.
/// </summary>
internal sealed class TearableConnection : IDuplexPipe
{
    private readonly Socket _socket;
    private readonly TearableWriter _writer;

    private TearableConnection(ConnectionContext connection)
    {
        _socket = connection.Features.Get<IConnectionSocketFeature>()!.Socket;
        Closed = connection.ConnectionClosed;
        Input = connection.Transport.Input;
        _writer = new TearableWriter(connection.Transport.Output, SendAsync);
    }

    /// <summary>Cancelled once the other side has closed its end, or the server has given the connection up.</summary>
    public CancellationToken Closed { get; }

    public PipeReader Input { get; }

    public PipeWriter Output => _writer;

    /// <summary>Puts itself between the server and the connection, where requests find it among the features.</summary>
    public static ConnectionDelegate Wrap(ConnectionDelegate next) =>
        connection =>
        {
            var tearable = new TearableConnection(connection);
            connection.Transport = tearable;
            connection.Features.Set(tearable);
            return next(connection);
        };

    /// <summary>Has something done once the answer that follows has come to a certain place.</summary>
    public void Arm(TearPlace place, Func<Task> strike) => _writer.Arm(place, strike);

    /// <summary>Passes everything on again. Whether the place was reached.</summary>
    public bool Disarm() => _writer.Disarm();

    /// <summary>Sends nothing more, and does not say so.</summary>
    public void Silence() => _writer.Drop();

    /// <summary>Says in order that nothing more will be sent.</summary>
    public void Close()
    {
        _writer.Drop();
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other side was quicker.
        }
    }

    /// <summary>Breaks the connection off with a reset.</summary>
    public void Reset()
    {
        _writer.Drop();
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    private async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await _socket.SendAsync(bytes).ConfigureAwait(false)..];
            }

            return true;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Nobody is there to be sent the rest.
            return false;
        }
    }
}
