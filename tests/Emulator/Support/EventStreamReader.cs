using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace LambdaClient.Emulator.Tests.Support;

/// <summary>One event of an event stream.</summary>
internal sealed record StreamedEvent(IReadOnlyDictionary<string, string> Headers, byte[] Payload)
{
    public string Type => Headers[":event-type"];

    public string Text => Encoding.UTF8.GetString(Payload);

    public string? Field(string name) =>
        JsonDocument.Parse(Payload).RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>Reads an event stream as an SDK does, checks included.</summary>
internal sealed class EventStreamReader(Stream stream)
{
    private const int PreludeBytes = 12;

    /// <summary>The next event, or null at the end of the stream.</summary>
    public async Task<StreamedEvent?> ReadAsync()
    {
        var token = TestContext.Current.CancellationToken;
        var prelude = new byte[PreludeBytes];
        var count = await stream
            .ReadAtLeastAsync(prelude, PreludeBytes, throwOnEndOfStream: false, token)
            .AsTask()
            .Soon();
        if (count == 0)
        {
            return null;
        }

        Assert.Equal(PreludeBytes, count);
        var length = BinaryPrimitives.ReadInt32BigEndian(prelude);
        var headersLength = BinaryPrimitives.ReadInt32BigEndian(prelude.AsSpan(4));
        var message = new byte[length];
        prelude.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(PreludeBytes), token).AsTask().Soon();
        AssertChecked(prelude);
        AssertChecked(message);
        return new StreamedEvent(
            Headers(message.AsSpan(PreludeBytes, headersLength)),
            message[(PreludeBytes + headersLength)..^4]
        );
    }

    /// <summary>All events that are left.</summary>
    public async Task<List<StreamedEvent>> ReadToEndAsync()
    {
        var events = new List<StreamedEvent>();
        while (await ReadAsync() is { } read)
        {
            events.Add(read);
        }

        return events;
    }

    private static Dictionary<string, string> Headers(ReadOnlySpan<byte> bytes)
    {
        var headers = new Dictionary<string, string>();
        while (bytes.Length > 0)
        {
            var name = Encoding.UTF8.GetString(bytes.Slice(1, bytes[0]));
            bytes = bytes[(1 + bytes[0])..];
            Assert.Equal(7, bytes[0]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]);
            headers.Add(name, Encoding.UTF8.GetString(bytes.Slice(3, length)));
            bytes = bytes[(3 + length)..];
        }

        return headers;
    }

    private static void AssertChecked(ReadOnlySpan<byte> bytes) =>
        Assert.Equal(Check(bytes[..^4]), BinaryPrimitives.ReadUInt32BigEndian(bytes[^4..]));

    // CRC-32 straight from its definition, one bit after the other.
    private static uint Check(ReadOnlySpan<byte> bytes)
    {
        var check = 0xFFFFFFFF;
        foreach (var value in bytes)
        {
            check ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                check = (check & 1) == 0 ? check >> 1 : (check >> 1) ^ 0xEDB88320;
            }
        }

        return check ^ 0xFFFFFFFF;
    }
}
