using System.Buffers.Text;

namespace LambdaClient;

/// <summary>Reads a deadline and tells what is left of it.</summary>
internal static class Deadlines
{
    /// <summary>Milliseconds since 1970; null for anything that is no decimal number of that size.</summary>
    public static long? Parse(ReadOnlySpan<byte> text) =>
        text.Length > 0
        && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
        && Utf8Parser.TryParse(text, out long value, out var used)
        && used == text.Length
            ? value
            : null;

    /// <summary>Never below zero; at most <see cref="TimeSpan.MaxValue"/>.</summary>
    public static TimeSpan Remaining(long deadlineMs, TimeProvider clock)
    {
        var left = deadlineMs - clock.GetUtcNow().ToUnixTimeMilliseconds();
        return left <= 0 ? TimeSpan.Zero
            : left >= TimeSpan.MaxValue.TotalMilliseconds ? TimeSpan.MaxValue
            : TimeSpan.FromMilliseconds(left);
    }
}
