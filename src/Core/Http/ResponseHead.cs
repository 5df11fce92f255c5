using System.Buffers.Text;
using System.Text;

namespace LambdaClient.Http;

/// <summary>One response head, filled line by line: the status, how the body is framed, and the known fields.</summary>
internal struct ResponseHead
{
    public const int MaxFields = 128;

    private long _contentLength;
    private bool _hasContentLength;
    private bool _isHttp10;
    private bool _isClose;
    private int _fieldCount;
    private uint _seen;

    public int Status;
    public KnownFields Fields;

    public readonly bool IsInterim => Status < 200;

    public readonly bool HasNoBody => Status is 204 or 304;

    /// <summary>Whether the connection can carry another response: not where bytes may follow that nobody will read.</summary>
    public readonly bool IsKeepAlive => !_isHttp10 && !_isClose && !(HasNoBody && (IsChunked || _contentLength > 0));

    public bool IsChunked { get; private set; }

    public readonly long ContentLength => _contentLength;

    /// <summary>
    /// Reads <c>HTTP/1.x SP 3DIGIT SP [reason]</c> (RFC 9112 section 4). Some servers leave the last blank out with the reason;
    /// common clients accept that.
    /// </summary>
    public Refusal? ReadStatusLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || line[7] is not ((byte)'0' or (byte)'1'))
        {
            return new(ErrorCode.StatusLineInvalid, "not HTTP/1.0 or HTTP/1.1");
        }

        _isHttp10 = line[7] == '0';
        if (
            line[8] != ' '
            || (line.Length > 12 && line[12] != ' ')
            || !Utf8Parser.TryParse(line[9..12], out int status, out var used)
            || used != 3
            || line[9] is < (byte)'1' or > (byte)'5'
        )
        {
            return new(ErrorCode.StatusLineInvalid, "no status from 100 to 599");
        }

        if (line.Length > 13 && !FieldSyntax.IsValue(line[13..]))
        {
            return new(ErrorCode.StatusLineInvalid, "a control character in the reason");
        }

        Status = status;
        return null;
    }

    /// <summary>Reads one <c>name: value</c> line that begins at <paramref name="start"/> of the receive buffer.</summary>
    public Refusal? ReadField(ReadOnlySpan<byte> line, int start, FieldNames names)
    {
        if (++_fieldCount > MaxFields)
        {
            return new(ErrorCode.HeadTooLarge, "more than 128 fields");
        }

        var colon = line.IndexOf((byte)':');
        var name = line[..Math.Max(colon, 0)];
        var field = names.Find(name);
        if (field == FieldNames.Unknown && CheckName(line, colon) is { } refusal)
        {
            return refusal;
        }

        var untrimmed = line[(colon + 1)..];
        var (first, end) = FieldSyntax.TrimBlanks(untrimmed);
        var value = untrimmed[first..end];
        if (!FieldSyntax.IsValue(value))
        {
            return ControlInValue;
        }

        if (field != FieldNames.Unknown)
        {
            return Remember(field, new Slice(start + colon + 1 + first, value.Length), names);
        }

        return name.Length switch
        {
            14 when Ascii.EqualsIgnoreCase(name, "Content-Length"u8) => ReadContentLength(value),
            17 when Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8) => ReadTransferEncoding(value),
            10 when Ascii.EqualsIgnoreCase(name, "Connection"u8) => ReadConnection(value),
            _ => null,
        };
    }

    /// <summary>What is wrong with a trailer line; null when nothing is.</summary>
    public static Refusal? CheckTrailer(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        return CheckName(line, colon) ?? (FieldSyntax.IsValue(line[(colon + 1)..]) ? null : ControlInValue);
    }

    /// <summary>What is wrong with the framing of a final response, once all its fields are read.</summary>
    public readonly Refusal? CheckFraming()
    {
        if (IsChunked && _hasContentLength)
        {
            return new(ErrorCode.FramingInvalid, "both Content-Length and Transfer-Encoding");
        }

        if (IsChunked && _isHttp10)
        {
            return new(ErrorCode.FramingInvalid, "Transfer-Encoding in HTTP/1.0");
        }

        return IsChunked || _hasContentLength || HasNoBody
            ? null
            : new(ErrorCode.FramingInvalid, "neither Content-Length nor Transfer-Encoding: the body may be torn");
    }

    private static Refusal ControlInValue => new(ErrorCode.FieldInvalid, "a control character in a value");

    private static Refusal? CheckName(ReadOnlySpan<byte> line, int colon)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            return new(ErrorCode.FieldInvalid, "a folded line");
        }

        return colon >= 0 && FieldSyntax.IsToken(line[..colon])
            ? null
            : new(ErrorCode.FieldInvalid, "a name that is not a token followed by a colon");
    }

    private Refusal? Remember(int field, Slice value, FieldNames names)
    {
        var bit = 1u << field;
        if ((_seen & bit) != 0)
        {
            return names.MayRepeat(field) ? null : new(ErrorCode.FieldInvalid, "a repeated field that must come once");
        }

        _seen |= bit;
        Fields[field] = value;
        return null;
    }

    private Refusal? ReadContentLength(ReadOnlySpan<byte> value)
    {
        if (_hasContentLength)
        {
            return new(ErrorCode.FramingInvalid, "Content-Length twice");
        }

        if (
            value.Length is < 1 or > 19
            || value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0
            || !Utf8Parser.TryParse(value, out _contentLength, out var used)
            || used != value.Length
        )
        {
            return new(ErrorCode.FramingInvalid, "a Content-Length that is not a number of 1 to 19 digits");
        }

        _hasContentLength = true;
        return null;
    }

    private Refusal? ReadTransferEncoding(ReadOnlySpan<byte> value)
    {
        if (IsChunked)
        {
            return new(ErrorCode.FramingInvalid, "Transfer-Encoding twice");
        }

        IsChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
        return IsChunked ? null : new(ErrorCode.FramingInvalid, "a Transfer-Encoding other than chunked");
    }

    private Refusal? ReadConnection(ReadOnlySpan<byte> value)
    {
        while (!value.IsEmpty)
        {
            var comma = value.IndexOf((byte)',');
            var option = comma < 0 ? value : value[..comma];
            var (start, end) = FieldSyntax.TrimBlanks(option);
            _isClose |= Ascii.EqualsIgnoreCase(option[start..end], "close"u8);
            value = comma < 0 ? default : value[(comma + 1)..];
        }

        return null;
    }
}
