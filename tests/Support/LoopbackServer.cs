using System.Net;
using System.Net.Sockets;

namespace LambdaClient.TestSupport;

/// <summary>
/// A service on a real loopback socket whose every byte is scripted: connection after connection follows its script, the
/// last script serves all further ones, and a connection is closed where its script ends.
/// </summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly List<ReceivedRequest> _requests = [];
    private readonly List<Exception> _faults = [];
    private readonly IReadOnlyList<Func<LoopbackConnection, Task>> _scripts;
    private readonly Task _accepting;
    private int _accepted;

    public LoopbackServer(params IReadOnlyList<Func<LoopbackConnection, Task>> scripts)
        : this(0, scripts) { }

    /// <summary>Listens on a port that another server had before.</summary>
    public LoopbackServer(int port, params IReadOnlyList<Func<LoopbackConnection, Task>> scripts)
    {
        _scripts = scripts;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Accept();
    }

    public int Port { get; }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint => $"127.0.0.1:{Port}";

    /// <summary>How many connections were accepted.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Every whole request so far, in the order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>A port of the loopback interface on which nothing listens.</summary>
    public static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Accepts no more: from here on a connection attempt is refused.</summary>
    public void StopListening() => _listener.Stop();

    /// <summary>Ends all scripts; throws what went wrong inside one, other than a lost connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.Within();
        _end.Dispose();
        if (_faults.Count > 0)
        {
            throw new AggregateException("a script of the loopback server failed", _faults);
        }
    }

    private async Task Accept()
    {
        List<Task> running = [];
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_end.Token);
                var number = Interlocked.Increment(ref _accepted) - 1;
                running.Add(Serve(new LoopbackConnection(number, socket, Log, _end.Token)));
            }
        }
        catch (Exception e) when (IsEnd(e) || e is InvalidOperationException)
        {
            // The listener was stopped, before or while it waited.
            await Task.WhenAll(running);
        }
    }

    private async Task Serve(LoopbackConnection connection)
    {
        using (connection)
        {
            try
            {
                await _scripts[Math.Min(connection.Number, _scripts.Count - 1)](connection);
            }
            catch (Exception e) when (IsEnd(e))
            {
                // A client that leaves ends the script.
                return;
            }
            catch (Exception e)
            {
                lock (_faults)
                {
                    _faults.Add(e);
                }
            }
        }
    }

    private void Log(ReceivedRequest request)
    {
        lock (_requests)
        {
            _requests.Add(request);
        }
    }

    private static bool IsEnd(Exception e) =>
        e is IOException or SocketException or OperationCanceledException or ObjectDisposedException;
}
