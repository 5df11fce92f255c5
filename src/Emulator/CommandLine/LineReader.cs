namespace LambdaClient.Emulator.CommandLine;

/// <summary>Reads the bytes of a stream, line by line or all at once, but not many more than it may.</summary>
internal sealed class LineReader(Stream stream, int limit) : IDisposable
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _next;
    private int _end;

    /// <summary>The next line without its end, or null; one that exceeds the limit is cut behind it.</summary>
    public byte[]? ReadLine()
    {
        using var line = new MemoryStream();
        var any = false;
        while (Fill())
        {
            any = true;
            var rest = _buffer.AsSpan(_next, _end - _next);
            var end = rest.IndexOf((byte)'\n');
            Keep(line, end < 0 ? rest : rest[..end]);
            _next += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
            {
                break;
            }
        }

        return any ? line.ToArray() : null;
    }

    /// <summary>All that is left; what exceeds the limit is cut behind it.</summary>
    public byte[] ReadToEnd()
    {
        using var all = new MemoryStream();
        while (Fill())
        {
            Keep(all, _buffer.AsSpan(_next, _end - _next));
            _next = _end;
        }

        return all.ToArray();
    }

    public void Dispose() => stream.Dispose();

    private void Keep(MemoryStream kept, ReadOnlySpan<byte> bytes)
    {
        // One byte more than fits tells that it does not.
        var room = limit + 1 - (int)kept.Length;
        kept.Write(bytes[..Math.Min(bytes.Length, room)]);
    }

    private bool Fill()
    {
        if (_next == _end)
        {
            _next = 0;
            _end = stream.Read(_buffer);
        }

        return _end > 0;
    }
}
