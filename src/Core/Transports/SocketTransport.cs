using System.Net;
using System.Net.Sockets;

namespace LambdaClient.Transports;

/// <summary>A TCP connection over the framework's sockets: the transport of managed programs.</summary>
/// <param name="keepAlive">How long the connection may be silent before the peer is probed.</param>
/// <param name="clock">The clock of the time limits.</param>
/// <param name="resolve">Resolves a host name; the task never fails.</param>
internal sealed class SocketTransport(TimeSpan keepAlive, TimeProvider clock, Func<string, Task<Resolved>> resolve)
    : Transport
{
    // What fits is sent in one piece: one system call.
    private const int PieceBytes = 64 * 1024;

    // A reader that is woken after this time had nothing to do, so it costs nothing that matters.
    private const int AcknowledgeAfterMs = 2;

    private readonly byte[] _piece = new byte[PieceBytes];
    private volatile Socket? _socket;
    private volatile bool _isAborted;
    private volatile bool _isConnected;
    private volatile TaskCompletionSource? _resolvingEnd;
    private Task<Resolved>? _resolving;
    private Watch? _watch;

    // Whether a second request left with the last one, so that two replies come.
    private bool _isFollowed;

    // Whether the socket's receive timeout is set.
    private bool _wakesReader;

    public SocketTransport(TimeSpan keepAlive, TimeProvider clock)
        : this(keepAlive, clock, Resolver.Resolve) { }

    public override IoResult Connect(Endpoint endpoint, TimeSpan timeout)
    {
        Limit.Begin(timeout);
        return Ended(ConnectNow(endpoint));
    }

    public override IoResult Write(Outgoing bytes, TimeSpan limit)
    {
        _isFollowed = !bytes.Tail.IsEmpty;
        Limit.Begin(limit);
        return Ended(WriteNow(bytes));
    }

    public override IoResult Read(Memory<byte> buffer, TimeSpan limit)
    {
        Limit.Begin(limit);
        return Ended(ReadNow(buffer, limit));
    }

    public override bool IsStale()
    {
        try
        {
            return Connected.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    public override void Abort()
    {
        _isAborted = true;
        _resolvingEnd?.TrySetResult();
        _socket?.Dispose();
    }

    public override void Close()
    {
        _socket?.Dispose();
        _socket = null;
        _watch?.Stop();
        (_isAborted, _isConnected) = (false, false);
    }

    public override async ValueTask<IoResult> ConnectAsync(
        Endpoint endpoint,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        Limit.Begin(timeout);
        return Ended(await ConnectNowAsync(endpoint, cancellation).ConfigureAwait(false));
    }

    public override async ValueTask<IoResult> WriteAsync(Outgoing bytes, TimeSpan limit, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return new(IoStatus.Cancelled);
        }

        _isFollowed = !bytes.Tail.IsEmpty;
        Limit.Begin(limit);
        return Ended(await WriteNowAsync(bytes, cancellation).ConfigureAwait(false));
    }

    public override async ValueTask<IoResult> ReadAsync(
        Memory<byte> buffer,
        TimeSpan limit,
        CancellationToken cancellation
    )
    {
        Limit.Begin(limit);
        return Ended(await ReadNowAsync(buffer, limit, cancellation).ConfigureAwait(false));
    }

    private Watch Limit => _watch ??= new(clock, Expire);

    private Socket Connected => _socket ?? throw new ObjectDisposedException(nameof(SocketTransport));

    /// <summary>
    /// The result of a call, or that its time is up. What came before that was noticed counts: after a freeze both are found at once.
    /// </summary>
    private IoResult Ended(IoResult result) =>
        Limit.End() && result is not { Status: IoStatus.Ok, Count: > 0 } and not { Status: IoStatus.Cancelled }
            ? new(IoStatus.TimedOut, result.Count)
            : result;

    private void Expire()
    {
        if (!_isConnected)
        {
            Abort();
            return;
        }

        try
        {
            // Not disposed: what the peer said before, such as an early refusal, can still be read.
            _socket?.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It ended by itself.
        }
    }

    private IoResult ConnectNow(Endpoint endpoint)
    {
        try
        {
            if (endpoint.Address is { } address)
            {
                Open(new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)).Connect(address, endpoint.Port);
            }
            else
            {
                Resolving(endpoint.Host).Wait();
                if (!TakeResolved(out var addresses, out var failure))
                {
                    return failure;
                }

                Open(new(SocketType.Stream, ProtocolType.Tcp)).Connect(addresses, endpoint.Port);
            }

            _isConnected = true;
            return IoResult.Done();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Failure(e);
        }
    }

    private async ValueTask<IoResult> ConnectNowAsync(Endpoint endpoint, CancellationToken cancellation)
    {
        try
        {
            if (endpoint.Address is { } address)
            {
                await Open(new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp))
                    .ConnectAsync(address, endpoint.Port, cancellation)
                    .ConfigureAwait(false);
            }
            else
            {
                await Resolving(endpoint.Host).WaitAsync(cancellation).ConfigureAwait(false);
                if (!TakeResolved(out var addresses, out var failure))
                {
                    return failure;
                }

                await Open(new(SocketType.Stream, ProtocolType.Tcp))
                    .ConnectAsync(addresses, endpoint.Port, cancellation)
                    .ConfigureAwait(false);
            }

            _isConnected = true;
            return IoResult.Done();
        }
        catch (OperationCanceledException)
        {
            return new(IoStatus.Cancelled);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Failure(e);
        }
    }

    private IoResult WriteNow(Outgoing bytes)
    {
        var sent = 0L;
        while (bytes.Length > 0)
        {
            var piece = TakePiece(ref bytes);
            if (Send(piece.Span) is { } failure)
            {
                return failure with { Count = Known(sent) };
            }

            sent += piece.Length;
        }

        return new(IoStatus.Ok, Saturated(sent));
    }

    private async ValueTask<IoResult> WriteNowAsync(Outgoing bytes, CancellationToken cancellation)
    {
        var sent = 0L;
        try
        {
            while (bytes.Length > 0)
            {
                for (var piece = TakePiece(ref bytes); !piece.IsEmpty; )
                {
                    var count = await Connected.SendAsync(piece, cancellation).ConfigureAwait(false);
                    piece = piece[count..];
                    sent += count;
                }
            }

            return new(IoStatus.Ok, Saturated(sent));
        }
        catch (OperationCanceledException)
        {
            return new(IoStatus.Cancelled, Known(sent));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Failure(e) with { Count = Known(sent) };
        }
    }

    private IoResult ReadNow(Memory<byte> buffer, TimeSpan limit)
    {
        try
        {
            if (_isFollowed && !_wakesReader && limit != Timeout.InfiniteTimeSpan)
            {
                WakeReader(true);
            }

            while (true)
            {
                var count = Connected.Receive(buffer.Span, SocketFlags.None, out var error);
                if (error == SocketError.Success)
                {
                    return IoResult.Done(count);
                }

                if (error != SocketError.TimedOut || !_wakesReader)
                {
                    return Failure(error);
                }

                WakeReader(false);
                AcknowledgeNow();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Failure(e);
        }
    }

    private async ValueTask<IoResult> ReadNowAsync(Memory<byte> buffer, TimeSpan limit, CancellationToken cancellation)
    {
        try
        {
            var receiving = Connected.ReceiveAsync(buffer, cancellation);
            if (_isFollowed && !receiving.IsCompleted && limit == Timeout.InfiniteTimeSpan)
            {
                AcknowledgeNow();
            }

            return IoResult.Done(await receiving.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return new(IoStatus.Cancelled);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Failure(e);
        }
    }

    /// <summary>
    /// Sets the socket's receive timeout, or takes it away. It stays from call to call until it wakes a reader, so under load it costs
    /// no system call.
    /// </summary>
    private void WakeReader(bool wakes)
    {
        Connected.ReceiveTimeout = wakes ? AcknowledgeAfterMs : 0;
        _wakesReader = wakes;
    }

    /// <summary>
    /// Acknowledges what was received (tcp(7), TCP_QUICKACK). A service with Nagle's algorithm (RFC 896) keeps an event back until the
    /// reply before it is acknowledged, which the system delays by 40 ms.
    /// </summary>
    private void AcknowledgeNow()
    {
        const int Tcp = 6;
        const int QuickAcknowledge = 12;
        if (OperatingSystem.IsLinux())
        {
            Connected.SetRawSocketOption(Tcp, QuickAcknowledge, [1, 0, 0, 0]);
        }
    }

    private Socket Open(Socket socket)
    {
        _socket = socket;
        if (_isAborted)
        {
            // The abort came before there was anything to end.
            socket.Dispose();
        }

        _wakesReader = false;
        socket.NoDelay = true;
        if (keepAlive != Timeout.InfiniteTimeSpan)
        {
            var seconds = KeepAlive.Seconds(keepAlive);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, seconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAlive.Probes);
        }

        return socket;
    }

    /// <summary>
    /// Ends when the host is resolved, the call is aborted or its time is up. The system's resolver cannot be stopped: one that
    /// goes on serves the next call.
    /// </summary>
    private Task Resolving(string host)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _resolvingEnd = end;
        if (_isAborted)
        {
            end.SetResult();
        }

        _resolving ??= resolve(host);
        return Task.WhenAny(_resolving, end.Task);
    }

    private bool TakeResolved(out IPAddress[] addresses, out IoResult failure)
    {
        (addresses, failure) = ([], new(IoStatus.Failed));
        if (_resolving is not { IsCompletedSuccessfully: true })
        {
            return false;
        }

        (addresses, var error) = _resolving.Result;
        _resolving = null;
        failure = new(IoStatus.HostUnknown, SystemError: error);
        return error == 0;
    }

    /// <summary>Sends a piece; null where all of it left. The framework does not tell how much left before a failure.</summary>
    private IoResult? Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Connected.Send(bytes, SocketFlags.None, out var error);
            return error == SocketError.Success ? null : Failure(error);
        }
        catch (ObjectDisposedException e)
        {
            return Failure(e);
        }
    }

    /// <summary>What to send next: the parts together as far as they fit, or a large part as it is.</summary>
    private ReadOnlyMemory<byte> TakePiece(ref Outgoing rest)
    {
        if (rest.Head.IsEmpty && (rest.Tail.IsEmpty || rest.Body.Length >= PieceBytes))
        {
            var body = rest.Body;
            rest = rest with { Body = default };
            return body;
        }

        var free = _piece.AsMemory();
        rest = new(Move(rest.Head, ref free), Move(rest.Body, ref free), Move(rest.Tail, ref free));
        return _piece.AsMemory(0, PieceBytes - free.Length);
    }

    /// <summary>Copies as much as is free; what is left of the part.</summary>
    private static ReadOnlyMemory<byte> Move(ReadOnlyMemory<byte> part, ref Memory<byte> free)
    {
        var count = Math.Min(part.Length, free.Length);
        part[..count].CopyTo(free);
        free = free[count..];
        return part[count..];
    }

    /// <summary>The count of a write that failed: null where nothing is known to have left.</summary>
    private static int? Known(long sent) => sent > 0 ? Saturated(sent) : null;

    private static int Saturated(long count) => (int)Math.Min(count, int.MaxValue);

    private static IoResult Failure(Exception exception) =>
        exception is SocketException socket ? Failure(socket.SocketErrorCode) : new(IoStatus.Failed);

    private static IoResult Failure(SocketError error)
    {
        var number = new SocketException((int)error).NativeErrorCode;
        return error switch
        {
            SocketError.ConnectionRefused => new(IoStatus.Refused, SystemError: number),
            SocketError.TimedOut => new(IoStatus.TimedOut, SystemError: number),
            _ => new(IoStatus.Failed, SystemError: number),
        };
    }
}
