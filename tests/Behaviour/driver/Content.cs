using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace LambdaClient.Behaviour;

/// <summary>
/// Bytes as the scenarios write them: a text, a list of lines, <c>{"hex": "00ff"}</c>, <c>{"bytes": 5}</c> (five that differ), or
/// <c>{"x": 5}</c> (five times that letter). Where it is an expectation, a star in a text or in lines stands for any text and a
/// question mark for any one character.
/// </summary>
[JsonConverter(typeof(ContentConverter))]
internal sealed class Content(byte[] bytes, bool isText)
{
    private const int Shown = 1000;

    public byte[] Bytes { get; } = bytes;

    /// <summary>Why these bytes are not what was expected, or null if they are.</summary>
    public string? Compare(ReadOnlyMemory<byte> actual)
    {
        if (actual.Span.SequenceEqual(Bytes))
        {
            return null;
        }

        var expected = Encoding.UTF8.GetString(Bytes);
        return isText && Matches(expected, Encoding.UTF8.GetString(actual.Span))
            ? null
            : $"{Show(actual.Span)} instead of {Show(Bytes)}";
    }

    /// <summary>Whether a text is as expected, where a star stands for any text and a question mark for one character.</summary>
    public static bool Matches(string expected, string actual) =>
        Regex.IsMatch(actual, $"^{Pattern(expected)}\\z", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    private static string Pattern(string expected) =>
        Regex
            .Escape(expected)
            .Replace("\\*", ".*", StringComparison.Ordinal)
            .Replace("\\?", ".", StringComparison.Ordinal);

    private static string Show(ReadOnlySpan<byte> bytes) =>
        $"{bytes.Length} bytes \"{Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, Shown)])}\"";
}

/// <summary>Reads the forms that a content can have.</summary>
internal sealed class ContentConverter : JsonConverter<Content>
{
    public override Content Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return new Content(Encoding.UTF8.GetBytes(json.GetString()!), isText: true);
            case JsonValueKind.Array:
                var lines = string.Join('\n', json.EnumerateArray().Select(line => line.GetString()));
                return new Content(Encoding.UTF8.GetBytes(lines), isText: true);
            case JsonValueKind.Object when json.TryGetProperty("hex", out var hex):
                return new Content(Convert.FromHexString(hex.GetString()!), isText: false);
            case JsonValueKind.Object when json.TryGetProperty("bytes", out var count):
                return new Content(Different(count.GetInt32()), isText: false);
            case JsonValueKind.Object when json.TryGetProperty("x", out var count):
                var bytes = new byte[count.GetInt32()];
                Array.Fill(bytes, (byte)'x');
                return new Content(bytes, isText: false);
            default:
                throw new JsonException($"{json.GetRawText()} is none of the forms of a content.");
        }
    }

    public override void Write(Utf8JsonWriter writer, Content value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Contents are only read.");

    // Every byte occurs, and what is shifted, doubled or lost shows: the period is a prime.
    private static byte[] Different(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)(i % 65_521 % 256);
        }

        return bytes;
    }
}
