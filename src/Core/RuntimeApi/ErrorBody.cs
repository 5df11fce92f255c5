using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace LambdaClient.RuntimeApi;

/// <summary>The JSON of errors, both ways: the report this client posts, and the body of a refusal it receives.</summary>
internal static class ErrorBody
{
    // A character takes up to 6 bytes in JSON. A body stays below the 1 MiB that the service takes; a trailer, which is
    // base64 besides, below the 32 KiB that common servers allow for all of them.
    private static readonly Limits Body = new(64 * 1024, 1024, 4 * 1024, 512 * 1024)
    {
        InnerBytes = 44 * 1024,
        OwnBytes = (1024 * 1024) - 1,
        OwnExcerptBytes = 4 * 1024,
    };

    private static readonly Limits Trailer = new(1024, 128, 256, 8 * 1024)
    {
        OwnBytes = 16 * 1024,
        OwnExcerptBytes = 512,
    };

    private static readonly Limits Inner = new(1024, 256, 512, 4 * 1024);

    /// <summary>The body of a report (AWS Lambda Developer Guide, "Runtime API": ErrorRequest).</summary>
    public static ReadOnlyMemory<byte> Write(FunctionError error) => Write(error, Body);

    /// <summary>The same, shorter and in base64, as a trailer carries it.</summary>
    public static byte[] WriteTrailer(FunctionError error) =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(Write(error, Trailer).Span));

    private static ReadOnlyMemory<byte> Write(FunctionError error, Limits limits)
    {
        var own = error.Json;
        if (!own.IsEmpty && own.Length <= limits.OwnBytes && JsonText.IsOneValue(own.Span))
        {
            return own;
        }

        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        WriteException(json, error.Type, error.Message, error.StackTrace, limits);
        if (!error.InnerExceptions.IsEmpty && limits.InnerBytes > 0)
        {
            WriteInner(json, error.InnerExceptions, limits.InnerBytes);
        }

        if (!own.IsEmpty)
        {
            json.WriteString("givenJson"u8, ReportText.Decode(own.Span, limits.OwnExcerptBytes));
        }

        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }

    private static void WriteInner(Utf8JsonWriter json, ImmutableArray<ExceptionInfo> exceptions, int maxBytes)
    {
        json.WriteStartArray("causes"u8);
        var start = Position(json);
        foreach (var exception in exceptions)
        {
            if (Position(json) - start > maxBytes)
            {
                break;
            }

            json.WriteStartObject();
            WriteException(json, exception.Type, exception.Message, exception.Stack, Inner);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteException<TFrame>(
        Utf8JsonWriter json,
        string type,
        string message,
        ImmutableArray<TFrame> stackTrace,
        Limits limits
    )
        where TFrame : class
    {
        json.WriteString("errorMessage"u8, ReportText.Fit(message, limits.MessageChars));
        json.WriteString("errorType"u8, ReportText.Fit(type, limits.TypeChars));
        json.WriteStartArray("stackTrace"u8);
        var start = Position(json);
        foreach (var frame in stackTrace)
        {
            if (Position(json) - start > limits.StackBytes)
            {
                break;
            }

            json.WriteStringValue(ReportText.Fit(frame?.ToString() ?? "", limits.FrameChars));
        }

        json.WriteEndArray();
    }

    private static long Position(Utf8JsonWriter json) => json.BytesCommitted + json.BytesPending;

    /// <summary>What the service said: <c>errorType</c> and <c>errorMessage</c>, each null where the body does not have it.</summary>
    public static (string? Type, string? Message) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(JsonText.Mend(body));
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
        catch (JsonException)
        {
            // An unreadable body must not hide the status that it came with.
            return default;
        }
    }

    /// <summary>How much of a report is sent; of a list, all up to the item that passes its bytes.</summary>
    private sealed record Limits(int MessageChars, int TypeChars, int FrameChars, int StackBytes)
    {
        public int InnerBytes { get; init; }

        public int OwnBytes { get; init; }

        public int OwnExcerptBytes { get; init; }
    }
}
