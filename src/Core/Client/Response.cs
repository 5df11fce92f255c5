using System.Text;

namespace LambdaClient;

/// <summary>A handler's answer: bytes and their media type.</summary>
/// <remarks>Immutable as long as the bytes are left alone until it is sent. <c>default</c> is an empty JSON answer.</remarks>
public readonly record struct Response
{
    private readonly string? _contentType;

    private Response(ReadOnlyMemory<byte> payload, string contentType)
    {
        Payload = payload;
        _contentType = contentType;
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The media type, <c>application/json</c> unless chosen.</summary>
    public string ContentType => _contentType ?? "application/json";

    /// <summary>An answer of UTF-8 JSON.</summary>
    /// <param name="utf8">The JSON; sent as it is.</param>
    public static Response Json(ReadOnlyMemory<byte> utf8) => new(utf8, "application/json");

    /// <summary>An answer of JSON.</summary>
    /// <param name="json">The JSON; sent as it is, in UTF-8.</param>
    public static Response Json(string json) => Json(Encoding.UTF8.GetBytes(json ?? ""));

    /// <summary>An answer of plain text.</summary>
    /// <param name="text">The text; sent in UTF-8.</param>
    public static Response Text(string text) => new(Encoding.UTF8.GetBytes(text ?? ""), "text/plain; charset=utf-8");

    /// <summary>An answer of any bytes.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="contentType">Their media type: 1 to 256 printable ASCII characters.</param>
    public static Response Bytes(ReadOnlyMemory<byte> payload, string contentType = "application/octet-stream") =>
        new(payload, contentType);
}
