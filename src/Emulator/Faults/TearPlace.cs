namespace LambdaClient.Emulator.Faults;

/// <summary>A place in an answer: after so many bytes, or after the head.</summary>
/// <param name="Bytes">The number of bytes, or null for the end of the head.</param>
internal readonly record struct TearPlace(long? Bytes)
{
    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    /// <summary>How many of the bytes that follow those already sent come before the place; null if all of them do and more.</summary>
    public int? In(ReadOnlySpan<byte> bytes, long sent)
    {
        if (Bytes is { } count)
        {
            return count <= sent + bytes.Length ? (int)(count - sent) : null;
        }

        var end = bytes.IndexOf(EndOfHead);
        return end < 0 ? null : end + EndOfHead.Length;
    }
}
