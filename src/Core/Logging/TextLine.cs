namespace LambdaClient.Logging;

/// <summary>A line of text: time, request id, tenant id where there is one, level and message, then the error.</summary>
internal static class TextLine
{
    private static ReadOnlySpan<byte> CutMark => " [truncated]"u8;

    /// <param name="buffer">Takes the line, without a line break at its end.</param>
    /// <param name="line">What it tells.</param>
    /// <param name="breaks">What becomes of line breaks inside the line.</param>
    public static void Write(LogBuffer buffer, in LogEvent line, InnerBreaks breaks)
    {
        var start = buffer.Count;
        Span<byte> time = stackalloc byte[32];
        buffer.Add(line.WriteTime(time));
        AddColumn(buffer, line.Ids.RequestId ?? "-");
        if (line.Ids.TenantId is { } tenant)
        {
            AddColumn(buffer, tenant);
        }

        buffer.Add("\t"u8);
        buffer.Add(line.LevelName);
        AddColumn(buffer, line.Message);
        if (line.Error is { } error)
        {
            AddError(buffer, error, start);
        }

        Cut(buffer, start);
        if (breaks == InnerBreaks.CarriageReturn)
        {
            buffer.Written[start..].Replace((byte)'\n', (byte)'\r');
        }
        else if (breaks == InnerBreaks.LineFeed)
        {
            buffer.Cut(start + FeedLines(buffer.Written[start..]));
        }
    }

    /// <summary>Makes each line break, CR LF among them, one line feed; gives how many bytes that leaves.</summary>
    private static int FeedLines(Span<byte> text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n';
            if (!isPair)
            {
                text[count++] = text[i] == '\r' ? (byte)'\n' : text[i];
            }
        }

        return count;
    }

    private static void AddError(LogBuffer buffer, FunctionError error, int start)
    {
        buffer.Add("\n"u8);
        AddPart(buffer, error.Type);
        buffer.Add(": "u8);
        AddPart(buffer, error.Message);
        foreach (var frame in error.StackTrace)
        {
            if (buffer.Count - start > LogEvent.MaxBytes)
            {
                break;
            }

            buffer.Add("\n    "u8);
            AddPart(buffer, frame ?? "");
        }
    }

    private static void AddColumn(LogBuffer buffer, string text)
    {
        buffer.Add("\t"u8);
        AddPart(buffer, text);
    }

    private static void AddPart(LogBuffer buffer, string text)
    {
        // A character takes a byte at least, so the rest of a longer text would be cut in any case.
        var rest = text.AsSpan(0, Math.Min(text.Length, LogEvent.MaxBytes));
        while (ReportText.IndexOfControl(rest) is >= 0 and var control)
        {
            buffer.Add(rest[..control]);
            buffer.Add("\uFFFD"u8);
            rest = rest[(control + 1)..];
        }

        buffer.Add(rest);
    }

    private static void Cut(LogBuffer buffer, int start)
    {
        if (buffer.Count - start <= LogEvent.MaxBytes)
        {
            return;
        }

        var end = start + LogEvent.MaxBytes - CutMark.Length;
        while (IsInsideCharacter(buffer.Written[end]))
        {
            end--;
        }

        buffer.Cut(end);
        buffer.Add(CutMark);
    }

    private static bool IsInsideCharacter(byte utf8) => (utf8 & 0xC0) == 0x80;
}
