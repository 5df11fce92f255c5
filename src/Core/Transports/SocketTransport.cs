using System.Net.Sockets;

namespace LambdaClient.Transports;

/// <summary>A TCP connection over the framework's sockets: the transport of managed programs.</summary>
internal sealed class SocketTransport : Transport
{
    // What fits is sent in one piece: one system call.
    private const int PieceBytes = 64 * 1024;

    private readonly byte[] _piece = new byte[PieceBytes];
    private volatile Socket? _socket;
    private volatile bool _isAborted;

    public override IoResult Connect(Endpoint endpoint, TimeSpan timeout)
    {
        var expired = 0;
        try
        {
            var socket = Open(endpoint);
            using var limit = new Timer(
                _ =>
                {
                    Interlocked.Exchange(ref expired, 1);
                    socket.Dispose();
                },
                null,
                timeout,
                Timeout.InfiniteTimeSpan
            );
            ConnectTo(socket, endpoint);
            return IoResult.Done();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Volatile.Read(ref expired) == 1 ? new IoResult(IoStatus.TimedOut) : Failure(e);
        }
    }

    public override IoResult Write(Outgoing bytes, TimeSpan limit)
    {
        var sent = 0;
        while (bytes.Length > 0)
        {
            var result = Send(TakePiece(ref bytes).Span);
            if (result.Status != IoStatus.Ok)
            {
                return result with { Count = sent > 0 ? sent : null };
            }

            sent += result.Count ?? 0;
        }

        return IoResult.Done(sent);
    }

    public override IoResult Read(Memory<byte> buffer, TimeSpan limit)
    {
        try
        {
            var count = Connected.Receive(buffer.Span, SocketFlags.None, out var error);
            return error == SocketError.Success ? IoResult.Done(count) : Failure(error);
        }
        catch (ObjectDisposedException e)
        {
            return Failure(e);
        }
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
        _socket?.Dispose();
    }

    public override void Close()
    {
        _socket?.Dispose();
        _socket = null;
        _isAborted = false;
    }

    public override async ValueTask<IoResult> ConnectAsync(
        Endpoint endpoint,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            var socket = Open(endpoint);
            if (endpoint.Address is { } address)
            {
                await socket.ConnectAsync(address, endpoint.Port, limit.Token).ConfigureAwait(false);
            }
            else
            {
                await socket.ConnectAsync(endpoint.Host, endpoint.Port, limit.Token).ConfigureAwait(false);
            }

            return IoResult.Done();
        }
        catch (OperationCanceledException)
        {
            return new(cancellation.IsCancellationRequested ? IoStatus.Cancelled : IoStatus.TimedOut);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Failure(e);
        }
    }

    public override async ValueTask<IoResult> WriteAsync(Outgoing bytes, TimeSpan limit, CancellationToken cancellation)
    {
        var sent = 0;
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

            return IoResult.Done(sent);
        }
        catch (OperationCanceledException)
        {
            return new(IoStatus.Cancelled, sent);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Failure(e) with { Count = sent > 0 ? sent : null };
        }
    }

    public override async ValueTask<IoResult> ReadAsync(
        Memory<byte> buffer,
        TimeSpan limit,
        CancellationToken cancellation
    )
    {
        try
        {
            return IoResult.Done(await Connected.ReceiveAsync(buffer, cancellation).ConfigureAwait(false));
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

    private Socket Connected => _socket ?? throw new ObjectDisposedException(nameof(SocketTransport));

    private Socket Open(Endpoint endpoint)
    {
        var socket = endpoint.Address is { } address
            ? new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        _socket = socket;
        if (_isAborted)
        {
            // The abort came before there was anything to end.
            socket.Dispose();
        }

        return socket;
    }

    private static void ConnectTo(Socket socket, Endpoint endpoint)
    {
        if (endpoint.Address is { } address)
        {
            socket.Connect(address, endpoint.Port);
        }
        else
        {
            socket.Connect(endpoint.Host, endpoint.Port);
        }
    }

    private IoResult Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var count = Connected.Send(bytes, SocketFlags.None, out var error);
            return error == SocketError.Success ? IoResult.Done(count) : Failure(error) with { Count = null };
        }
        catch (ObjectDisposedException e)
        {
            return Failure(e) with { Count = null };
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
