using System.Buffers.Binary;

namespace LambdaClient.Logging;

/// <summary>
/// What stands before a line on the telemetry descriptor, big-endian: 4 bytes type, 4 bytes length of the line, 8 bytes
/// microseconds since 1970. The type is 0xA55A0000, the level from bit 2, bit 1 for the time, bit 0 for text.
/// </summary>
internal static class LogFrame
{
    public const int HeadBytes = 16;

    private const uint Mark = 0xA55A0000;
    private const uint HasTime = 2;
    private const uint IsText = 1;

    public static void Reserve(LogBuffer buffer)
    {
        buffer.GetSpan(HeadBytes);
        buffer.Advance(HeadBytes);
    }

    public static void Complete(Span<byte> frame, in LogEvent line, FunctionLogFormat format)
    {
        var type = Mark | (uint)line.Level << 2 | HasTime | (format == FunctionLogFormat.Text ? IsText : 0);
        var microseconds = (line.Time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        BinaryPrimitives.WriteUInt32BigEndian(frame, type);
        BinaryPrimitives.WriteInt32BigEndian(frame[4..], frame.Length - HeadBytes);
        BinaryPrimitives.WriteInt64BigEndian(frame[8..], microseconds);
    }
}
