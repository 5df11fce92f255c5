using System.Buffers;
using System.Text.Json;

namespace LambdaClient.RuntimeApi;

/// <summary>
/// The value of <c>Lambda-Runtime-Function-XRay-Error-Cause</c>: JSON on one line of printable ASCII, cut where it is too long.
/// </summary>
/// <remarks>
/// A cut is a number of items to keep, and the largest number that fits is searched for by halves. A try ends as soon as it has
/// written too much, so the time depends on the room and not on the size of the cause.
/// </remarks>
internal static class CauseHeader
{
    /// <summary>A longer one the service crops by itself.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int LongText = 4096;

    /// <summary>The value; empty where there is nothing to say, or no room to say it. The service ignores what says nothing.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="room">How many bytes the value may take.</param>
    public static ReadOnlyMemory<byte> Write(ErrorCause cause, int room)
    {
        if (cause.IsEmpty)
        {
            return default;
        }

        room = Math.Clamp(room, 0, MaxBytes);
        var whole = new Cut(room, room, room, room);
        if (TryWrite(cause, whole, room) is { } all)
        {
            return all;
        }

        // From the least useful part to the most useful one. Where no count fits, the last one tried, the least, stays. Paths that
        // are all there is stay, too: a cause without anything is none.
        var hasMore = !(cause with { Paths = [] }).IsEmpty;
        var cut = whole with { Chars = LongText };
        return Largest(hasMore ? 0 : 1, room, count => cut = cut with { Paths = count })
            ?? Largest(0, room, count => cut = cut with { Frames = count })
            ?? Largest(1, room, count => cut = cut with { Exceptions = count })
            ?? Largest(1, LongText, count => cut = cut with { Chars = count })
            ?? default(ReadOnlyMemory<byte>);

        ReadOnlyMemory<byte>? Largest(int least, int most, Func<int, Cut> of)
        {
            ReadOnlyMemory<byte>? best = null;
            while (least <= most)
            {
                var middle = least + ((most - least) / 2);
                if (TryWrite(cause, of(middle), room) is { } written)
                {
                    best = written;
                    least = middle + 1;
                }
                else
                {
                    most = middle - 1;
                }
            }

            return best;
        }
    }

    /// <summary>The value; null where it does not fit, empty where nothing is left to say.</summary>
    private static ReadOnlyMemory<byte>? TryWrite(ErrorCause cause, Cut cut, int room)
    {
        var directory = ReportText.Fit(cause.WorkingDirectory, cut.Chars);
        var message = ReportText.Fit(cause.Message, cut.Chars);
        var exceptions = Kept(cause.Exceptions, cut.Exceptions);
        var paths = Kept(cause.Paths, cut.Paths);
        if (directory.Length == 0 && message.Length == 0 && exceptions.IsEmpty && paths.IsEmpty)
        {
            return default(ReadOnlyMemory<byte>);
        }

        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteString("working_directory"u8, directory);
        json.WriteStartArray("exceptions"u8);
        foreach (var exception in exceptions)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, ReportText.Fit(exception.Type, cut.Chars));
            json.WriteString("message"u8, ReportText.Fit(exception.Message, cut.Chars));
            json.WriteStartArray("stack"u8);
            foreach (var frame in Kept(exception.Stack, cut.Frames))
            {
                json.WriteStartObject();
                json.WriteString("path"u8, ReportText.Fit(frame.Path, cut.Chars));
                json.WriteNumber("line"u8, frame.Line);
                json.WriteString("label"u8, ReportText.Fit(frame.Label, cut.Chars));
                json.WriteEndObject();
                if (IsOver())
                {
                    return null;
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
            if (IsOver())
            {
                return null;
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("paths"u8);
        foreach (var path in paths)
        {
            json.WriteStringValue(ReportText.Fit(path, cut.Chars));
            if (IsOver())
            {
                return null;
            }
        }

        json.WriteEndArray();
        if (message.Length > 0)
        {
            json.WriteString("message"u8, message);
        }

        json.WriteEndObject();
        if (IsOver())
        {
            return null;
        }

        json.Flush();
        return bytes.WrittenMemory;

        bool IsOver() => json.BytesCommitted + json.BytesPending > room;
    }

    private static ReadOnlySpan<T> Kept<T>(System.Collections.Immutable.ImmutableArray<T> items, int count) =>
        items.AsSpan()[..Math.Min(items.Length, count)];

    /// <summary>How much is kept: of each text, of the list of paths, of each stack, of the list of exceptions.</summary>
    private readonly record struct Cut(int Chars, int Paths, int Frames, int Exceptions);
}
