using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace LambdaClient;

/// <summary>JSON of any origin.</summary>
internal static class JsonText
{
    private const int EscapeBytes = 6;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    /// <summary>Whether the bytes are one whole JSON value in UTF-8, however deep (RFC 8259 sections 2 and 8.1).</summary>
    public static bool IsOneValue(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = json.Length });
            while (reader.Read()) { }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// The same JSON, in which what no text can hold is U+FFFD: bytes that are not UTF-8, and escapes of half a surrogate pair.
    /// </summary>
    public static ReadOnlySpan<byte> Mend(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        }

        byte[]? mended = null;
        for (var at = 0; json[at..].IndexOf((byte)'\\') is >= 0 and var distance; )
        {
            at += distance;
            var unit = EscapedUnit(json[at..]);
            if (unit is null)
            {
                // Any other escape, which may be a backslash.
                at = Math.Min(at + 2, json.Length);
            }
            else if (IsPair(unit, json[(at + EscapeBytes)..]))
            {
                at += 2 * EscapeBytes;
            }
            else
            {
                if (char.IsSurrogate(unit.Value))
                {
                    mended ??= json.ToArray();
                    "\\uFFFD"u8.CopyTo(mended.AsSpan(at));
                }

                at += EscapeBytes;
            }
        }

        return mended ?? json;
    }

    private static bool IsPair(char? high, ReadOnlySpan<byte> rest) =>
        high is { } first
        && char.IsHighSurrogate(first)
        && EscapedUnit(rest) is { } second
        && char.IsLowSurrogate(second);

    /// <summary>The UTF-16 unit of an escape such as <c>\u00e9</c>; null where none begins here.</summary>
    private static char? EscapedUnit(ReadOnlySpan<byte> json) =>
        json.StartsWith("\\u"u8) && json.Length >= EscapeBytes && !json[2..EscapeBytes].ContainsAnyExcept(HexDigits)
            ? (char)(Digit(json[2]) << 12 | Digit(json[3]) << 8 | Digit(json[4]) << 4 | Digit(json[5]))
            : null;

    private static int Digit(byte hex) => char.IsAsciiDigit((char)hex) ? hex - '0' : (hex | 0x20) - 'a' + 10;
}
