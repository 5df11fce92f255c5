using System.Buffers;
using System.Text;

namespace LambdaClient;

/// <summary>
/// Makes any text one that can be reported: what no encoding carries becomes U+FFFD, what is too long is cut, and nothing is refused.
/// </summary>
internal static class ReportText
{
    /// <summary>The most that is read of one text: no log line and no report holds more.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\u000E\u000F"
            + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F"
            + "\u007F\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008A\u008B\u008C\u008D\u008E\u008F"
            + "\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009A\u009B\u009C\u009D\u009E\u009F"
    );

    /// <summary>Bytes as text, cut between two characters; bytes that are not UTF-8 are replaced.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="maxBytes">How many of them are read at most.</param>
    public static string Decode(ReadOnlySpan<byte> utf8, int maxBytes = MaxBytes) =>
        Encoding.UTF8.GetString(utf8[..EndOfCut(utf8, maxBytes)]);

    /// <summary>Text cut to a length, between two characters, with every lone surrogate replaced: JSON cannot carry one.</summary>
    public static string Fit(string text, int maxChars)
    {
        var cut = Cut(text, maxChars);
        return cut.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut))
            : cut;
    }

    /// <summary>Text cut to a length, but never inside a surrogate pair.</summary>
    public static string Cut(string text, int maxChars)
    {
        if (text.Length <= maxChars)
        {
            return text;
        }

        var splitsPair = maxChars > 0 && char.IsSurrogatePair(text, maxChars - 1);
        return text[..(splitsPair ? maxChars - 1 : maxChars)];
    }

    /// <summary>Where the first control character is that a terminal or a reader of lines may act on; tabs and line breaks are none.</summary>
    public static int IndexOfControl(ReadOnlySpan<char> text) => text.IndexOfAny(Controls);

    private static int EndOfCut(ReadOnlySpan<byte> utf8, int maxBytes)
    {
        if (utf8.Length <= maxBytes)
        {
            return utf8.Length;
        }

        // A character has up to three bytes behind its first; more of them are not UTF-8, and may be cut anywhere.
        var end = maxBytes;
        while (end > Math.Max(0, maxBytes - 3) && (utf8[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return end;
    }
}
