using System.Text;

namespace LambdaClient.TestSupport;

/// <summary>Answers of the Runtime API as bytes.</summary>
public static class Wire
{
    /// <summary>The request id of an event, unless another is given.</summary>
    public const string Id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";

    /// <summary>The service took the post.</summary>
    public static byte[] Accepted { get; } = Answer(202, """{"status":"OK"}""");

    /// <summary>An event that carries nothing but its id.</summary>
    public static byte[] Event(string payload = "{}", string id = Id, params IEnumerable<string> fields) =>
        Event(Encoding.UTF8.GetBytes(payload), id, fields);

    /// <summary>An event that carries nothing but its id.</summary>
    public static byte[] Event(byte[] payload, string id = Id, params IEnumerable<string> fields) =>
        Sized(200, payload, [$"Lambda-Runtime-Aws-Request-Id: {id}", .. fields]);

    /// <summary>The same event, its payload in chunks of this size.</summary>
    public static byte[] ChunkedEvent(byte[] payload, int chunk, string id = Id)
    {
        var bytes = new MemoryStream();
        bytes.Write(Head(200, [$"Lambda-Runtime-Aws-Request-Id: {id}", "Transfer-Encoding: chunked"]));
        foreach (var part in payload.Chunk(chunk))
        {
            bytes.Write(Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"));
            bytes.Write(part);
            bytes.Write("\r\n"u8);
        }

        bytes.Write("0\r\n\r\n"u8);
        return bytes.ToArray();
    }

    /// <summary>An answer with a body of JSON.</summary>
    public static byte[] Answer(int status, string json = "", params IEnumerable<string> fields) =>
        Sized(status, Encoding.UTF8.GetBytes(json), fields);

    /// <summary>A refusal as the service words it.</summary>
    public static byte[] Refusal(int status, string errorType, string errorMessage = "refused") =>
        Answer(status, $$"""{"errorMessage":"{{errorMessage}}","errorType":"{{errorType}}"}""");

    private static byte[] Sized(int status, byte[] body, IEnumerable<string> fields) =>
        [.. Head(status, [.. fields, $"Content-Length: {body.Length}"]), .. body];

    private static byte[] Head(int status, IEnumerable<string> fields) =>
        Encoding.UTF8.GetBytes(
            string.Concat([$"HTTP/1.1 {status} Reason\r\n", .. fields.Select(field => field + "\r\n"), "\r\n"])
        );
}
