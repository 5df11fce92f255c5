using System.Buffers.Text;
using LambdaClient.RuntimeApi;

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
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (deadlineMs <= now)
        {
            return TimeSpan.Zero;
        }

        // Unsigned, because a clock before 1970 is further from the last deadline than a long can say.
        var left = unchecked((ulong)deadlineMs - (ulong)now);
        return left < (ulong)TimeSpan.MaxValue.TotalMilliseconds
            ? TimeSpan.FromMilliseconds((long)left)
            : TimeSpan.MaxValue;
    }

    /// <summary>
    /// How long until a margin before an invocation's deadline; null where it has none, and where the margin has begun already: there
    /// was never time to keep.
    /// </summary>
    public static TimeSpan? Until(TimeSpan margin, Invocation invocation, TimeProvider clock)
    {
        if (invocation.Data is not { } data || Parse(data.Field(EventField.Deadline)) is not { } deadline)
        {
            return null;
        }

        var left = Remaining(deadline, clock);
        return left > margin ? left - margin : null;
    }
}
