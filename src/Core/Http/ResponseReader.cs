using System.Buffers.Text;
using System.Diagnostics;

namespace LambdaClient.Http;

/// <summary>
/// Turns received bytes into one response: strict HTTP/1.1 as RFC 9112 has it, and only what widely used clients agree on.
/// It touches no socket, never throws, and gives the same result however the bytes were cut into pieces.
/// </summary>
/// <remarks>
/// Chunks are joined in place, so a body is always one run of bytes. Not safe for use by two threads at once.
/// </remarks>
internal sealed class ResponseReader
{
    public const int MaxHeadBytes = 64 * 1024;
    public const int MaxInterims = 8;
    public const int MaxExtensionBytes = 256;
    public const int MaxTrailerBytes = 8 * 1024;
    private const int MaxChunkDigits = 16;
    private const int LineEnd = 2;

    private enum Part
    {
        StatusLine,
        Fields,
        SizedBody,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
        Done,
        Refused,
    }

    private readonly FieldNames _names;
    private ReceiveBuffer _buffer;
    private Part _part;
    private ResponseHead _head;
    private Refusal _refusal;
    private long _bodyLimit;
    private int _start;
    private int _headStart;
    private int _headEnd;
    private int _next;
    private int _scanned;
    private int _interims;
    private int _bodyStart;
    private int _bodyLength;
    private long _missing;
    private int _extensionBytes;
    private int _trailerStart;

    /// <summary>Makes a reader.</summary>
    /// <param name="buffer">Where the bytes come.</param>
    /// <param name="names">The fields whose values are remembered.</param>
    public ResponseReader(ReceiveBuffer buffer, FieldNames names) => (_buffer, _names) = (buffer, names);

    /// <summary>Where the bytes are.</summary>
    public ReceiveBuffer Buffer => _buffer;

    public int Status => _head.Status;

    public KnownFields Fields => _head.Fields;

    public bool IsKeepAlive => _head.IsKeepAlive;

    public Refusal Refusal => _refusal;

    /// <summary>The final response's head, from its status line to the empty line.</summary>
    public Slice Head => new(_headStart, _headEnd - _headStart);

    public Slice Body => new(_bodyStart, _bodyLength);

    /// <summary>Where the bytes after this message begin.</summary>
    public int End => _next;

    /// <summary>Whether a byte of this message was received.</summary>
    public bool HasBegun => _buffer.Count > _start;

    /// <summary>Whether all that was received of this message are interim responses.</summary>
    public bool IsBeforeStatusLine => _part == Part.StatusLine && _next == _buffer.Count;

    /// <summary>How many bytes the body is known to lack; 0 when nobody knows.</summary>
    public int Wanted => _part == Part.SizedBody ? (int)(_missing - (_buffer.Count - _next)) : 0;

    /// <summary>Begins with an empty buffer.</summary>
    /// <param name="buffer">The buffer, whose bytes are given up.</param>
    /// <param name="bodyLimit">How many bytes the message's body may have.</param>
    public void Begin(ReceiveBuffer buffer, int bodyLimit)
    {
        _buffer = buffer;
        _buffer.Clear();
        BeginAt(0, bodyLimit);
    }

    /// <summary>Begins with the bytes behind the message that was read last.</summary>
    /// <param name="bodyLimit">How many bytes the message's body may have.</param>
    public void BeginNext(int bodyLimit) => BeginAt(_next, bodyLimit);

    /// <summary>Goes on in another buffer, which has room for what is here of this message.</summary>
    public void MoveTo(ReceiveBuffer other)
    {
        var distance = _start;
        _buffer.MoveTo(other, distance);
        _buffer = other;
        _start = 0;
        _headStart -= distance;
        _headEnd -= distance;
        _next -= distance;
        _scanned = Math.Max(0, _scanned - distance);
        _bodyStart -= distance;
        _trailerStart -= distance;
        _head.Fields = _head.Fields.MovedBack(distance);
    }

    private void BeginAt(int start, int bodyLimit)
    {
        _part = Part.StatusLine;
        _head = default;
        _refusal = default;
        _bodyLimit = bodyLimit;
        _start = _headStart = _headEnd = _next = _scanned = start;
        _interims = 0;
        (_bodyStart, _bodyLength) = (start, 0);
        _missing = 0;
        _extensionBytes = 0;
    }

    /// <summary>Reads as far as the received bytes go.</summary>
    public ReadStatus Advance()
    {
        while (Step()) { }

        return _part switch
        {
            Part.Done => ReadStatus.Done,
            Part.Refused => ReadStatus.Refused,
            _ => ReadStatus.NeedMore,
        };
    }

    /// <summary>Gives back room that joined chunks left behind, when that is worth moving bytes for.</summary>
    public void Reclaim()
    {
        var kept = _bodyStart + _bodyLength;
        if (_part is not (Part.ChunkSize or Part.ChunkData or Part.ChunkEnd) || _next - kept < _buffer.Bytes.Length / 4)
        {
            return;
        }

        _buffer.RemoveGap(kept, _next);
        _scanned -= _next - kept;
        _next = kept;
    }

    private bool Step() =>
        _part switch
        {
            Part.StatusLine => ReadStatusLine(),
            Part.Fields => ReadFieldLine(),
            Part.SizedBody => ReadSizedBody(),
            Part.ChunkSize => ReadChunkSize(),
            Part.ChunkData => ReadChunkData(),
            Part.ChunkEnd => ReadChunkEnd(),
            Part.Trailers => ReadTrailerLine(),
            _ => false,
        };

    private bool ReadStatusLine()
    {
        // Something that is no HTTP at all is refused at once: its line might never end.
        var begun = Unread;
        var prefix = "HTTP/1."u8;
        var shared = Math.Min(begun.Length, prefix.Length);
        if (!begun[..shared].SequenceEqual(prefix[..shared]))
        {
            return Refuse(new(ErrorCode.StatusLineInvalid, "not HTTP/1.0 or HTTP/1.1"));
        }

        if (!TryTakeLine(_headStart + MaxHeadBytes, ErrorCode.HeadTooLarge, "more than 64 KiB", out var line))
        {
            return false;
        }

        return Accept(_head.ReadStatusLine(line), Part.Fields);
    }

    private bool ReadFieldLine()
    {
        var start = _next;
        if (!TryTakeLine(_headStart + MaxHeadBytes, ErrorCode.HeadTooLarge, "more than 64 KiB", out var line))
        {
            return false;
        }

        return line.IsEmpty ? EndHead() : Accept(_head.ReadField(line, start, _names), Part.Fields);
    }

    private bool EndHead()
    {
        _headEnd = _next;
        if (_head.IsInterim)
        {
            return EndInterim();
        }

        if (_head.CheckFraming() is { } refusal)
        {
            return Refuse(refusal);
        }

        _bodyStart = _next;
        if (_head.HasNoBody)
        {
            return Enter(Part.Done);
        }

        if (_head.IsChunked)
        {
            return Enter(Part.ChunkSize);
        }

        _missing = _head.ContentLength;
        return _missing > _bodyLimit ? Refuse(BodyTooLarge) : Enter(Part.SizedBody);
    }

    private bool EndInterim()
    {
        if (_head.Status == 101)
        {
            return Refuse(new(ErrorCode.InterimInvalid, "101 Switching Protocols"));
        }

        if (++_interims > MaxInterims)
        {
            return Refuse(new(ErrorCode.InterimInvalid, "more than 8 interim responses"));
        }

        _head = default;
        _headStart = _next;
        return Enter(Part.StatusLine);
    }

    private bool ReadSizedBody()
    {
        if (_buffer.Count - _next < _missing)
        {
            return false;
        }

        _bodyLength = (int)_missing;
        _next += _bodyLength;
        return Enter(Part.Done);
    }

    private bool ReadChunkSize()
    {
        var limit = _next + MaxChunkDigits + 1 + MaxExtensionBytes + LineEnd;
        if (!TryTakeLine(limit, ErrorCode.ChunkOverheadTooLarge, "a chunk size line over 275 bytes", out var line))
        {
            return false;
        }

        var digits = line.IndexOf((byte)';') is var semicolon and >= 0 ? line[..semicolon] : line;
        var extension = line[digits.Length..];
        _extensionBytes += extension.Length;
        if (_extensionBytes > MaxExtensionBytes)
        {
            return Refuse(new(ErrorCode.ChunkOverheadTooLarge, "more than 256 bytes of chunk extensions"));
        }

        if (!TryParseHex(digits, out var size) || !FieldSyntax.IsValue(extension))
        {
            return Refuse(new(ErrorCode.ChunkInvalid, "a chunk size that is not 1 to 16 hexadecimal digits"));
        }

        if (size > (ulong)(_bodyLimit - _bodyLength))
        {
            return Refuse(BodyTooLarge);
        }

        // A body of one chunk stays where it is: it begins behind its size line.
        _bodyStart = _bodyLength == 0 ? _next : _bodyStart;
        _missing = (long)size;
        _trailerStart = _next;
        return Enter(size == 0 ? Part.Trailers : Part.ChunkData);
    }

    private bool ReadChunkData()
    {
        var taken = (int)Math.Min(_missing, _buffer.Count - _next);
        var target = _bodyStart + _bodyLength;
        if (target != _next)
        {
            _buffer.Bytes.AsSpan(_next, taken).CopyTo(_buffer.Bytes.AsSpan(target));
        }

        _bodyLength += taken;
        _next += taken;
        _missing -= taken;
        return _missing == 0 && Enter(Part.ChunkEnd);
    }

    private bool ReadChunkEnd()
    {
        var unread = Unread;
        if (unread.Length > 0 && unread[0] != '\r' || unread.Length > 1 && unread[1] != '\n')
        {
            return Refuse(new(ErrorCode.ChunkInvalid, "chunk data that does not end with CR LF"));
        }

        if (unread.Length < LineEnd)
        {
            return false;
        }

        _next += LineEnd;
        return Enter(Part.ChunkSize);
    }

    private bool ReadTrailerLine()
    {
        var limit = _trailerStart + MaxTrailerBytes;
        if (!TryTakeLine(limit, ErrorCode.ChunkOverheadTooLarge, "more than 8 KiB of trailers", out var line))
        {
            return false;
        }

        return line.IsEmpty ? Enter(Part.Done) : Accept(ResponseHead.CheckTrailer(line), Part.Trailers);
    }

    /// <summary>Takes one line, which must end with CR LF before <paramref name="limit"/>; false when it is not whole or refused.</summary>
    private bool TryTakeLine(int limit, ErrorCode tooLong, string reason, out ReadOnlySpan<byte> line)
    {
        line = default;
        var from = Math.Max(_scanned, _next);
        var end = Math.Min(_buffer.Count, limit);
        var feed = _buffer.Bytes.AsSpan(from, Math.Max(0, end - from)).IndexOf((byte)'\n');
        if (feed < 0)
        {
            _scanned = end;
            if (_buffer.Count >= limit)
            {
                Refuse(new(tooLong, reason));
            }

            return false;
        }

        var lineFeed = from + feed;
        if (lineFeed == _next || _buffer.Bytes[lineFeed - 1] != '\r')
        {
            return Refuse(new(BareLineFeedCode, "a line that does not end with CR LF"));
        }

        line = _buffer.Bytes.AsSpan(_next, lineFeed - 1 - _next);
        _next = _scanned = lineFeed + 1;
        return true;
    }

    private ErrorCode BareLineFeedCode =>
        _part switch
        {
            Part.StatusLine => ErrorCode.StatusLineInvalid,
            Part.ChunkSize => ErrorCode.ChunkInvalid,
            _ => ErrorCode.FieldInvalid,
        };

    private Refusal BodyTooLarge => new(ErrorCode.BodyTooLarge, $"more than {_bodyLimit} bytes");

    private ReadOnlySpan<byte> Unread => _buffer.Bytes.AsSpan(_next, _buffer.Count - _next);

    private bool Accept(Refusal? refusal, Part next) => refusal is { } reason ? Refuse(reason) : Enter(next);

    private bool Enter(Part part)
    {
        _part = part;
        return part != Part.Done;
    }

    private bool Refuse(Refusal refusal)
    {
        Debug.Assert(_part != Part.Done, "a message that was read is never refused");
        _refusal = refusal;
        _part = Part.Refused;
        return false;
    }

    private static bool TryParseHex(ReadOnlySpan<byte> digits, out ulong value)
    {
        value = 0;
        return digits.Length is > 0 and <= MaxChunkDigits
            && Utf8Parser.TryParse(digits, out value, out var used, 'x')
            && used == digits.Length;
    }
}
