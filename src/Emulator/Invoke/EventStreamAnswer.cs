using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.Invoke;

/// <summary>Writes the HTTP answer of InvokeWithResponseStream: a PayloadChunk event for each chunk, then one InvokeComplete.</summary>
internal sealed class EventStreamAnswer
{
    private const int LargestChunk = 64 * 1024;

    private readonly HttpResponse _response;

    public EventStreamAnswer(HttpResponse response, string executedVersion)
    {
        _response = response;
        response.Headers["X-Amz-Executed-Version"] = executedVersion;
        response.ContentType = "application/vnd.amazon.eventstream";
    }

    /// <summary>
    /// Sends a chunk and waits until the connection has room again. Cannot be cancelled, because the server would close the
    /// connection over it, and the last event could no longer be sent.
    /// </summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> chunk) =>
        SendAsync("PayloadChunk", "application/octet-stream", chunk);

    /// <summary>Sends what has not been sent yet, and how the invocation ended.</summary>
    public async Task CompleteAsync(InvocationOutcome outcome, byte[]? logTail)
    {
        if (outcome.IsSuccess)
        {
            for (var unsent = outcome.Payload; unsent.Length > 0; )
            {
                var chunk = unsent[..Math.Min(unsent.Length, LargestChunk)];
                await WriteAsync(chunk).ConfigureAwait(false);
                unsent = unsent[chunk.Length..];
            }
        }

        var end = Describe(outcome, logTail);
        await SendAsync("InvokeComplete", "application/json", end).ConfigureAwait(false);
    }

    private async ValueTask SendAsync(string eventType, string contentType, ReadOnlyMemory<byte> payload)
    {
        EventStreamMessage.Write(_response.BodyWriter, eventType, contentType, payload.Span);
        await _response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static byte[] Describe(InvocationOutcome outcome, byte[]? logTail)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (!outcome.IsSuccess)
            {
                json.WriteString("ErrorCode", outcome.ErrorType);
                json.WriteString("ErrorDetails", Encoding.UTF8.GetString(outcome.Payload.Span));
            }

            if (logTail is not null)
            {
                json.WriteBase64String("LogResult", logTail);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
