using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace LambdaClient.Emulator;

/// <summary>Checks JSON that comes from outside: one rule for an event on every way in.</summary>
internal static class Json
{
    // Jackson's limit, which the service has.
    public const int MostDepth = 1000;

    public static bool IsValid(ReadOnlySpan<byte> text) => Fault(text) is null;

    /// <summary>What is wrong with the text, to follow its name in a sentence; null if it is one JSON value in UTF-8.</summary>
    public static string? Fault(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(Encoding.UTF8.Preamble))
        {
            return "begins with a byte order mark; save it as UTF-8 without one";
        }

        if (!text.ContainsAnyExcept(" \t\r\n"u8))
        {
            return "is empty";
        }

        if (!Utf8.IsValid(text))
        {
            var place = InvalidUtf8(text);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"is not valid UTF-8 at {Position(text[..place])}: the byte 0x{text[place]:X2}"
            );
        }

        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MostDepth });
        try
        {
            while (reader.Read()) { }

            return null;
        }
        catch (JsonException fault)
        {
            return $"is not valid JSON at {Position(Before(text, fault))}: {Reason(fault)}";
        }
    }

    /// <summary>Where the bytes end, counted from 1, in lines and characters.</summary>
    private static string Position(ReadOnlySpan<byte> before)
    {
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}");
    }

    private static ReadOnlySpan<byte> Before(ReadOnlySpan<byte> text, JsonException fault)
    {
        var start = 0;
        for (var line = 0L; line < fault.LineNumber; line++)
        {
            start += text[start..].IndexOf((byte)'\n') + 1;
        }

        return text[..Math.Min(text.Length, start + (int)(fault.BytePositionInLine ?? 0))];
    }

    // The exception has the position in its message as well, in other words.
    private static string Reason(JsonException fault) =>
        fault.Message.Split(" LineNumber:")[0].TrimEnd('.').Replace("\n", "\\n", StringComparison.Ordinal);

    private static int InvalidUtf8(ReadOnlySpan<byte> text)
    {
        var place = 0;
        while (Rune.DecodeFromUtf8(text[place..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            place += length;
        }

        return place;
    }
}
