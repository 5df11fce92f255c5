using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace LambdaClient.Emulator.Invoke;

/// <summary>
/// Writes messages of the media type <c>application/vnd.amazon.eventstream</c>: the length of the message, the length of its
/// headers and a check of these two; the headers; the payload; a check of it all. Numbers have their highest byte first.
/// </summary>
internal static class EventStreamMessage
{
    private const int CheckBytes = sizeof(uint);
    private const int PreludeBytes = (2 * sizeof(uint)) + CheckBytes;
    private const byte StringValue = 7;

    /// <summary>Appends one event. The names must be ASCII and shorter than 128 characters.</summary>
    public static void Write(
        IBufferWriter<byte> output,
        string eventType,
        string contentType,
        ReadOnlySpan<byte> payload
    )
    {
        byte[] headers =
        [
            .. Header(":message-type", "event"),
            .. Header(":event-type", eventType),
            .. Header(":content-type", contentType),
        ];
        var length = PreludeBytes + headers.Length + payload.Length + CheckBytes;
        var message = output.GetSpan(length)[..length];
        BinaryPrimitives.WriteInt32BigEndian(message, length);
        BinaryPrimitives.WriteInt32BigEndian(message[sizeof(uint)..], headers.Length);
        WriteCheck(message[..PreludeBytes]);
        headers.CopyTo(message[PreludeBytes..]);
        payload.CopyTo(message[(PreludeBytes + headers.Length)..]);
        WriteCheck(message);
        output.Advance(length);
    }

    private static void WriteCheck(Span<byte> whole) =>
        BinaryPrimitives.WriteUInt32BigEndian(whole[^CheckBytes..], Crc32.Of(whole[..^CheckBytes]));

    // The value's length has two bytes, the name's has one.
    private static byte[] Header(string name, string value) =>
        [
            (byte)name.Length,
            .. Encoding.ASCII.GetBytes(name),
            StringValue,
            0,
            (byte)value.Length,
            .. Encoding.ASCII.GetBytes(value),
        ];
}
