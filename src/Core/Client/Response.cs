using System.Text;

namespace LambdaClient;

/// <summary>A handler's answer: bytes and their media type, or a stream of them.</summary>
/// <remarks>Immutable as long as the bytes are left alone until it is sent. <c>default</c> is an empty JSON answer.</remarks>
public readonly record struct Response
{
    private readonly string? _contentType;

    private Response(ReadOnlyMemory<byte> payload, string contentType, StreamedBody? body = null)
    {
        Payload = payload;
        _contentType = contentType;
        Body = body;
    }

    /// <summary>The bytes; empty where they are made while they are sent.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The media type, <c>application/json</c> unless chosen.</summary>
    public string ContentType => _contentType ?? "application/json";

    internal StreamedBody? Body { get; }

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

    /// <summary>
    /// An answer that is sent while it is made, for handlers that a loop runs. Each write waits until the service takes the bytes.
    /// </summary>
    /// <param name="write">
    /// Writes the whole answer on the stream it is given: with the stream itself, a <c>PipeWriter</c> made over it, or
    /// <c>source.CopyToAsync</c>. An exception ends the answer with a failure that its caller gets behind what was sent.
    /// </param>
    /// <param name="contentType">The media type: 1 to 256 printable ASCII characters.</param>
    public static Response Streamed(
        Func<Stream, CancellationToken, Task> write,
        string contentType = "application/octet-stream"
    ) => new(default, contentType, new StreamedBody((client, event_) => client.OpenStream(event_, contentType), write));

    /// <summary>As the form with a content type, as an HTTP response.</summary>
    /// <param name="write">Writes the whole body.</param>
    /// <param name="prelude">The status, header fields and cookies.</param>
    public static Response Streamed(Func<Stream, CancellationToken, Task> write, HttpPrelude prelude) =>
        new(
            default,
            HttpPrelude.ContentType,
            new StreamedBody((client, event_) => client.OpenStream(event_, prelude), write)
        );

    /// <summary>An answer that is sent piece by piece, as the pieces come.</summary>
    /// <param name="pieces">The pieces; each is left alone once the next one is asked for.</param>
    /// <param name="contentType">The media type: 1 to 256 printable ASCII characters.</param>
    public static Response Streamed(
        IAsyncEnumerable<ReadOnlyMemory<byte>> pieces,
        string contentType = "application/octet-stream"
    ) => Streamed(StreamedBody.Writer(pieces), contentType);

    /// <summary>As the form with a content type, as an HTTP response.</summary>
    /// <param name="pieces">The pieces of the body.</param>
    /// <param name="prelude">The status, header fields and cookies.</param>
    public static Response Streamed(IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, HttpPrelude prelude) =>
        Streamed(StreamedBody.Writer(pieces), prelude);
}
