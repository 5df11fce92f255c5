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

    /// <summary>The value; empty where there is nothing to say, or no room to say it.</summary>
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

        // From the least useful part to the most useful one. Where no count fits, the last one tried, the least, stays.
        var cut = whole with
        {
            Chars = LongText,
        };
        return Largest(0, room, count => cut = cut with { Paths = count })
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

    private static ReadOnlyMemory<byte>? TryWrite(ErrorCause cause, Cut cut, int room)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteString("working_directory"u8, JsonText.Fit(cause.WorkingDirectory, cut.Chars));
        json.WriteStartArray("exceptions"u8);
        foreach (var exception in Kept(cause.Exceptions, cut.Exceptions))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, JsonText.Fit(exception.Type, cut.Chars));
            json.WriteString("message"u8, JsonText.Fit(exception.Message, cut.Chars));
            json.WriteStartArray("stack"u8);
            foreach (var frame in Kept(exception.Stack, cut.Frames))
            {
                json.WriteStartObject();
                json.WriteString("path"u8, JsonText.Fit(frame.Path, cut.Chars));
                json.WriteNumber("line"u8, frame.Line);
                json.WriteString("label"u8, JsonText.Fit(frame.Label, cut.Chars));
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
        foreach (var path in Kept(cause.Paths, cut.Paths))
        {
            json.WriteStringValue(JsonText.Fit(path, cut.Chars));
            if (IsOver())
            {
                return null;
            }
        }

        json.WriteEndArray();
        if (cause.Message.Length > 0)
        {
            json.WriteString("message"u8, JsonText.Fit(cause.Message, cut.Chars));
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
