using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LambdaClient.Emulator.Tests.Support;

/// <summary>A connection on which a test writes what no HTTP library would.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { LingerState = new(true, 0) };

    public static async Task<RawConnection> OpenAsync(LambdaEmulator emulator)
    {
        var connection = new RawConnection();
        await connection.socket.ConnectAsync(IPEndPoint.Parse(emulator.RuntimeApi), TestContext.Current.CancellationToken);
        return connection;
    }

    public async Task SendAsync(string text) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>Says that nothing more will be sent, and keeps listening.</summary>
    public void FinishSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads until the service closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken).Soon();
    }

    public void Dispose() => socket.Dispose();
}
