using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LambdaClient.Emulator.Tests.Support;

/// <summary>A connection on which a test writes what no HTTP library would.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { LingerState = new(true, 0) };
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

    /// <summary>Reads until the service closes the connection.</summary>
    public Task<string> ReadToEndAsync() => _reader.ReadToEndAsync(TestContext.Current.CancellationToken).Soon();

    public void Dispose()
    {
        _reader.Dispose();
        _socket.Dispose();
    }
}
