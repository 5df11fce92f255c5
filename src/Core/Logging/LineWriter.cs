namespace LambdaClient.Logging;

/// <summary>Makes lines in buffers that a thread uses again and again.</summary>
internal sealed class LineWriter
{
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static LineWriter? _spare;

    private readonly LogBuffer _buffer = new();
    private readonly JsonLine _json;

    private LineWriter() => _json = new JsonLine(_buffer);

    /// <summary>Taken out while it is used, because what a line asks for its text may log itself.</summary>
    public static LineWriter Take()
    {
        var taken = _spare ?? new LineWriter();
        _spare = null;
        return taken;
    }

    public void Return() => _spare = _buffer.Capacity > LargestKept ? null : this;

    /// <summary>The whole line or frame, valid until the next one is made.</summary>
    public ReadOnlySpan<byte> Make(in LogEvent line, FunctionLogFormat format, bool isFramed, bool isTerminal)
    {
        _buffer.Cut(0);
        if (isFramed)
        {
            LogFrame.Reserve(_buffer);
        }

        if (format == FunctionLogFormat.Json)
        {
            _json.Write(line);
        }
        else
        {
            TextLine.Write(
                _buffer,
                line,
                isFramed ? InnerBreaks.Keep
                    : isTerminal ? InnerBreaks.LineFeed
                    : InnerBreaks.CarriageReturn
            );
        }

        if (isFramed)
        {
            LogFrame.Complete(_buffer.Written, line, format);
        }
        else
        {
            _buffer.Add("\n"u8);
        }

        return _buffer.Written;
    }
}
