namespace LambdaClient.Http;

/// <summary>Which bytes a header field may hold (RFC 9110 sections 5.1, 5.5 and 5.6.2).</summary>
internal static class FieldSyntax
{
    public static bool IsToken(ReadOnlySpan<byte> name)
    {
        foreach (var b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b != '-' && !"!#$%&'*+.^_`|~"u8.Contains(b))
            {
                return false;
            }
        }

        return name.Length > 0;
    }

    /// <summary>HTAB and every byte from 0x20 but 0x7F; bytes from 0x80 pass as they are.</summary>
    public static bool IsValue(ReadOnlySpan<byte> value)
    {
        // Nearly every value is printable ASCII, and for that one vectorised look is enough.
        var odd = value.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        if (odd < 0)
        {
            return true;
        }

        foreach (var b in value[odd..])
        {
            if (b is < (byte)' ' and not (byte)'\t' or 0x7F)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Printable ASCII, no blanks at either end: what this client writes as a value.</summary>
    public static bool IsPrintable(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[0] != ' ' && text[^1] != ' ' && text.IndexOfAnyExceptInRange(' ', '~') < 0;

    /// <summary>Where a value begins and ends once the blanks around it are left out.</summary>
    public static (int Start, int End) TrimBlanks(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        while (start < bytes.Length && IsBlank(bytes[start]))
        {
            start++;
        }

        var end = bytes.Length;
        while (end > start && IsBlank(bytes[end - 1]))
        {
            end--;
        }

        return (start, end);
    }

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';
}
