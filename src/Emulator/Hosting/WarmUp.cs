using System.Net;
using System.Net.Sockets;
using System.Text;
using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.Handler;

namespace LambdaClient.Emulator.Hosting;

/// <summary>
/// Plays one event through a server of its own before the first handler program is started, so that what is compiled and loaded on
/// first use is not counted as the handler's init and duration.
/// </summary>
internal static class WarmUp
{
    private const string Api = "/2018-06-01/runtime/invocation";

    private static readonly Lazy<Task> Once = new(PlayAsync);

    /// <summary>Completes when this process has done it.</summary>
    public static Task DoneAsync() => Once.Value;

    private static async Task PlayAsync()
    {
        var options = new EmulatorOptions { Address = IPAddress.Loopback };
        var service = new FunctionService(options);
        await using var serving = service.ConfigureAwait(false);
        var host = await EmulatorHost.StartAsync(options, [service], CancellationToken.None).ConfigureAwait(false);
        await using var hosting = host.ConfigureAwait(false);
        service.Start(host.Endpoint.ToString());
        var request = new InvocationRequest { RequestId = "warm-up" };
        ProcessMemory.PeakMb(Environment.ProcessId);
        using var runtime = new TcpClient();
        await runtime.ConnectAsync(host.Endpoint).ConfigureAwait(false);
        // The second time, the environment is there already, as it is in all events but the first.
        for (var i = 0; i < 2; i++)
        {
            var polled = ExchangeAsync(runtime, $"GET {Api}/next HTTP/1.1\r\nHost: {host.Endpoint}\r\n\r\n");
            var invoked = service.InvokeAsync(request, CancellationToken.None);
            await polled.ConfigureAwait(false);
            await ExchangeAsync(
                    runtime,
                    $"POST {Api}/{request.RequestId}/response HTTP/1.1\r\nHost: {host.Endpoint}\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                )
                .ConfigureAwait(false);
            await invoked.ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request and reads its reply, whose end is the end of its JSON object.</summary>
    private static async Task ExchangeAsync(TcpClient runtime, string request)
    {
        var stream = runtime.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request)).ConfigureAwait(false);
        var buffer = new byte[4096];
        var length = 0;
        do
        {
            length += await stream.ReadAtLeastAsync(buffer.AsMemory(length), 1).ConfigureAwait(false);
        } while (!buffer.AsSpan(0, length).TrimEnd((byte)'\n').EndsWith("}"u8));
    }
}
