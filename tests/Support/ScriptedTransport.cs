using LambdaClient.Transports;

namespace LambdaClient.TestSupport;

/// <summary>What one scripted connection does: the pieces it delivers, and how it ends.</summary>
/// <param name="Pieces">What each read gives, in order.</param>
/// <param name="End">How a read ends once the pieces are used up; Ok with 0 bytes is the end of the stream.</param>
/// <param name="Connect">How the connection attempt ends.</param>
/// <param name="Write">How each write ends; null takes everything.</param>
/// <param name="SeemsAlive">Whether an idle connection that has nothing more to deliver still looks usable.</param>
public sealed record ScriptedConnection(
    IReadOnlyList<ReadOnlyMemory<byte>> Pieces,
    IoResult End = default,
    IoResult Connect = default,
    IoResult? Write = null,
    bool SeemsAlive = false
)
{
    /// <summary>A connection that delivers these bytes in one read and then ends.</summary>
    public static ScriptedConnection Of(byte[] bytes) => new([bytes]);
}

/// <summary>A transport without a network: each connection follows a script, and what the client writes is kept.</summary>
public sealed class ScriptedTransport(params IEnumerable<ScriptedConnection> connections) : Transport
{
    private readonly Queue<ScriptedConnection> _connections = new(connections);
    private readonly List<byte[]> _written = [];
    private ScriptedConnection? _current;
    private int _piece;
    private int _offset;

    /// <summary>Each whole request that was written, in order.</summary>
    public IReadOnlyList<byte[]> Written => _written;

    /// <summary>How many connections were asked for.</summary>
    public int Connects { get; private set; }

    /// <summary>Whether the client holds a connection.</summary>
    public bool IsOpen => _current is not null;

    public override IoResult Connect(Endpoint endpoint, TimeSpan timeout)
    {
        Connects++;
        if (!_connections.TryDequeue(out var next))
        {
            return new IoResult(IoStatus.Refused);
        }

        (_current, _piece, _offset) = (next, 0, 0);
        return next.Connect;
    }

    /// <summary>How many writes there were; one may have held two requests.</summary>
    public int Writes { get; private set; }

    public override IoResult Write(Outgoing bytes, TimeSpan limit)
    {
        Writes++;
        _written.Add([.. bytes.Head.Span, .. bytes.Body.Span]);
        if (!bytes.Tail.IsEmpty)
        {
            _written.Add(bytes.Tail.ToArray());
        }

        return _current!.Write ?? IoResult.Done(bytes);
    }

    public override IoResult Read(Memory<byte> buffer, TimeSpan limit)
    {
        if (_piece == _current!.Pieces.Count)
        {
            return _current.End;
        }

        var rest = _current.Pieces[_piece][_offset..];
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _offset += count;
        if (count == rest.Length)
        {
            (_piece, _offset) = (_piece + 1, 0);
        }

        return IoResult.Done(count);
    }

    /// <summary>How often an idle connection was looked at.</summary>
    public int Looks { get; private set; }

    public override bool IsStale()
    {
        Looks++;
        return _offset > 0 || (_piece == _current!.Pieces.Count && !_current.SeemsAlive);
    }

    public override void Abort() { }

    public override void Close() => _current = null;
}
