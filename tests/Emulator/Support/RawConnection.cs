using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LambdaClient.Emulator.Tests.Support;

/// <summary>A connection on which a test writes what no HTTP library would.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { LingerState = new(true, 0) };
    private StreamReader reader = StreamReader.Null;

    public static async Task<RawConnection> OpenAsync(LambdaEmulator emulator)
    {
        var connection = new RawConnection();
        await connection.socket.ConnectAsync(
            IPEndPoint.Parse(emulator.RuntimeApi),
            TestContext.Current.CancellationToken
        );
        connection.reader = new StreamReader(new NetworkStream(connection.socket));
        return connection;
    }

    public async Task SendAsync(string text) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>Says that nothing more will be sent, and keeps listening.</summary>
    public void FinishSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads one line.</summary>
    public Task<string?> ReadLineAsync() => reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    /// <summary>Reads until the service closes the connection.</summary>
    public Task<string> ReadToEndAsync() => reader.ReadToEndAsync(TestContext.Current.CancellationToken).Soon();

    public void Dispose()
    {
        reader.Dispose();
        socket.Dispose();
    }
}
