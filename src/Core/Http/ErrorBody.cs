using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LambdaClient.Http;

/// <summary>The JSON of errors, both ways: the report this client posts, and the body of a refusal it receives.</summary>
internal static class ErrorBody
{
    // A character takes up to 6 bytes in JSON. A body stays below the 1 MiB that the service takes; a trailer, which is
    // base64 besides, below the 32 KiB that common servers allow for all of them.
    private static readonly Limits Body = new(64 * 1024, 1024, 4 * 1024, 512 * 1024);
    private static readonly Limits Trailer = new(1024, 128, 256, 8 * 1024);

    /// <summary>The body of a report (AWS Lambda Developer Guide, "Runtime API": ErrorRequest).</summary>
    public static ReadOnlyMemory<byte> Write(FunctionError error) => Write(error, Body);

    /// <summary>The same, shorter and in base64, as a trailer carries it.</summary>
    public static byte[] WriteTrailer(FunctionError error) =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(Write(error, Trailer).Span));

    private static ReadOnlyMemory<byte> Write(FunctionError error, Limits limits)
    {
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("errorMessage"u8, Fit(error.Message, limits.MessageChars));
        json.WriteString("errorType"u8, Fit(error.Type, limits.TypeChars));
        json.WriteStartArray("stackTrace"u8);
        var stackStart = json.BytesCommitted + json.BytesPending;
        foreach (var frame in error.StackTrace)
        {
            if (json.BytesCommitted + json.BytesPending - stackStart > limits.StackBytes)
            {
                break;
            }

            json.WriteStringValue(Fit(frame ?? "", limits.FrameChars));
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }

    /// <summary>What the service said: <c>errorType</c> and <c>errorMessage</c>, each null where the body does not have it.</summary>
    public static (string? Type, string? Message) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            string? type = null;
            string? message = null;
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return default;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isType = json.ValueTextEquals("errorType"u8);
                var isMessage = json.ValueTextEquals("errorMessage"u8);
                json.Read();
                if (json.TokenType == JsonTokenType.String && (isType || isMessage))
                {
                    type = isType ? json.GetString() : type;
                    message = isMessage ? json.GetString() : message;
                }

                json.Skip();
            }

            return (type, message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An unreadable body must not hide the status that it came with.
            return default;
        }
    }

    /// <summary>Cut to a length, with every lone surrogate replaced: JSON cannot carry one.</summary>
    private static string Fit(string text, int maxChars)
    {
        var cut = text.Length > maxChars ? text[..maxChars] : text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut));
    }

    private sealed record Limits(int MessageChars, int TypeChars, int FrameChars, int StackBytes);
}
