using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LambdaClient.Native.Tests;

/// <summary>A service that hands out one event for ever and accepts every answer, on a thread of its own.</summary>
internal sealed class EchoService : IDisposable
{
    private static readonly byte[] Event = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: 8476a536\r\n"
            + "Lambda-Runtime-Deadline-Ms: 4102444800000\r\nLambda-Runtime-Invocation-Id: attempt\r\n"
            + "Content-Length: 16\r\n\r\n{\"name\": \"John\"}"
    );

    private static readonly byte[] Accepted = Encoding.ASCII.GetBytes(
        "HTTP/1.1 202 Accepted\r\nContent-Length: 15\r\n\r\n{\"status\":\"OK\"}"
    );

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Thread _thread;

    public EchoService()
    {
        _listener.Start();
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public string Endpoint => _listener.LocalEndpoint.ToString()!;

    public void Dispose()
    {
        _listener.Stop();
        _thread.Join();
    }

    private void Serve()
    {
        try
        {
            using var connection = _listener.AcceptSocket();
            connection.NoDelay = true;
            var buffer = new byte[64 * 1024];
            while (connection.Receive(buffer) is > 0 and var count)
            {
                // The requests of this test are small and written in one piece.
                connection.Send(buffer.AsSpan(0, count).StartsWith("GET "u8) ? Event : Accepted);
            }
        }
        catch (SocketException)
        {
            // The test ended.
        }
    }
}
