using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.Hosting;

/// <summary>
/// Counts the bytes of a connection, to tell which requests are pipelined: there before the reply to the one before them is begun, as
/// when both are sent in one write. And it keeps the other side's end from the server, which would drop requests that arrived whole
/// before it.
/// </summary>
/// <remarks>The kernel says what has arrived, because the server takes it in blocks and when it likes.</remarks>
internal sealed class Arrivals : PipeReader, IDuplexPipe
{
    private readonly CancellationTokenSource _ended;
    private readonly Socket _socket;
    private readonly PipeReader _inner;
    private ReadOnlySequence<byte> _read;
    private long _known;
    private bool _stopped;
    private long _consumed;
    private long _arrivedBeforeReply;
    private int _closed;

    private Arrivals(ConnectionContext connection, CancellationTokenSource ended)
    {
        _ended = ended;
        _socket = connection.Features.Get<IConnectionSocketFeature>()!.Socket;
        _inner = connection.Transport.Input;
        Output = connection.Transport.Output;
    }

    /// <summary>Cancelled once the other side has closed its end and all it sent before is read, or the connection is gone.</summary>
    public CancellationToken Ended => _ended.Token;

    public PipeReader Input => this;

    public PipeWriter Output { get; }

    /// <summary>Puts itself between the server and the connection, where requests find it among the features.</summary>
    public static ConnectionDelegate Wrap(ConnectionDelegate next) =>
        async connection =>
        {
            using var ended = new CancellationTokenSource();
            var arrivals = new Arrivals(connection, ended);
            using var closed = connection.ConnectionClosed.Register(arrivals.OnClosed);
            connection.Transport = arrivals;
            connection.ConnectionClosed = CancellationToken.None;
            connection.Features.Set(arrivals);
            await next(connection).ConfigureAwait(false);
        };

    /// <summary>The head of a request is read. Whether all of it had arrived before the reply to the previous request was begun.</summary>
    public bool IsPipelined(HttpResponse reply)
    {
        var pipelined = Interlocked.Read(ref _consumed) <= _arrivedBeforeReply;
        reply.OnStarting(() =>
        {
            _arrivedBeforeReply = Look().Arrived;
            return Task.CompletedTask;
        });
        return pipelined;
    }

    /// <summary>Keeps from the server what follows: it would go on with requests that it has, even after it gave the connection up.</summary>
    public void Stop() => _stopped = true;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await _inner.ReadAsync(cancellationToken).ConfigureAwait(false);
        return Note(result);
    }

    public override bool TryRead(out ReadResult result)
    {
        var read = _inner.TryRead(out result);
        result = read ? Note(result) : result;
        return read;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        Interlocked.Add(ref _consumed, _read.Slice(0, consumed).Length);
        _known = _read.Slice(examined).IsEmpty ? _read.Slice(consumed).Length : 0;
        _read = default;
        _inner.AdvanceTo(consumed, examined);
        EndIfRead();
    }

    public override void CancelPendingRead() => _inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _inner.CompleteAsync(exception);

    /// <summary>Hides the end of the connection for as long as there are bytes that the server has not seen.</summary>
    private ReadResult Note(ReadResult result)
    {
        _read = _stopped ? result.Buffer.Slice(result.Buffer.End) : result.Buffer;
        var completed = _stopped || (result.IsCompleted && _read.Length <= _known);
        return new ReadResult(_read, result.IsCanceled, completed);
    }

    private void OnClosed()
    {
        Interlocked.Exchange(ref _closed, 1);
        EndIfRead();
    }

    private void EndIfRead()
    {
        if (Volatile.Read(ref _closed) == 0)
        {
            return;
        }

        var (arrived, reset) = Look();
        // The kernel counts the end as a byte.
        if (reset || Interlocked.Read(ref _consumed) >= arrived - 1)
        {
            _ended.Cancel();
        }
    }

    /// <summary>How many bytes the kernel has received, and whether the connection is gone both ways.</summary>
    private (long Arrived, bool IsReset) Look()
    {
        // From linux/tcp.h: the option, the offset of tcpi_bytes_received, and a value of tcpi_state, which comes first.
        const int TcpInfo = 11;
        const int BytesReceived = 128;
        const int Closed = 7;
        Span<byte> info = stackalloc byte[BytesReceived + sizeof(long)];
        try
        {
            var length = _socket.GetRawSocketOption((int)ProtocolType.Tcp, TcpInfo, info);
            return length == info.Length
                ? (BinaryPrimitives.ReadInt64LittleEndian(info[BytesReceived..]), info[0] == Closed)
                : (0, true);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return (0, true);
        }
    }
}
