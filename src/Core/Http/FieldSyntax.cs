using System.Buffers;

namespace LambdaClient.Http;

/// <summary>Which bytes a header field may hold (RFC 9110 sections 5.1, 5.5 and 5.6.2).</summary>
internal static class FieldSyntax
{
    private static readonly SearchValues<byte> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8
    );

    private static readonly SearchValues<byte> NotInValue = SearchValues.Create(ControlsButTab());

    public static bool IsToken(ReadOnlySpan<byte> name) => name.Length > 0 && name.IndexOfAnyExcept(Token) < 0;

    /// <summary>HTAB and every byte from 0x20 but 0x7F; bytes from 0x80 pass as they are.</summary>
    public static bool IsValue(ReadOnlySpan<byte> value) => value.IndexOfAny(NotInValue) < 0;

    /// <summary>Printable ASCII, no blanks at either end: what this client writes as a value.</summary>
    public static bool IsPrintable(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[0] != ' ' && text[^1] != ' ' && text.IndexOfAnyExceptInRange(' ', '~') < 0;

    public static ReadOnlySpan<byte> TrimBlanks(ReadOnlySpan<byte> value) => value.Trim(" \t"u8);

    private static byte[] ControlsButTab() =>
        [.. Enumerable.Range(0, 0x20).Where(b => b != '\t').Append(0x7F).Select(b => (byte)b)];
}
