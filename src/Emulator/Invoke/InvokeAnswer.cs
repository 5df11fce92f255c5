using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.Invoke;

/// <summary>Writes the HTTP answers of Invoke.</summary>
internal static class InvokeAnswer
{
    public static async Task WriteAsync(HttpResponse response, InvocationOutcome outcome, byte[]? logTail)
    {
        response.Headers["X-Amz-Executed-Version"] = outcome.ExecutedVersion;
        if (!outcome.IsSuccess)
        {
            var handled = outcome.Status == InvocationStatus.HandledError;
            response.Headers["X-Amz-Function-Error"] = handled ? "Handled" : "Unhandled";
        }

        if (logTail is not null)
        {
            response.Headers["X-Amz-Log-Result"] = Convert.ToBase64String(logTail);
        }

        response.ContentType = outcome.ContentType;
        response.ContentLength = outcome.Payload.Length;
        await response.Body.WriteAsync(outcome.Payload).ConfigureAwait(false);
    }

    public static async Task WriteErrorAsync(HttpResponse response, InvokeException refused)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("Type", "User");
            json.WriteString("Message", refused.Message);
            json.WriteEndObject();
        }

        response.StatusCode = refused.Status;
        response.Headers["x-amzn-ErrorType"] = refused.Type;
        response.ContentType = "application/json";
        response.ContentLength = buffer.Length;
        await response.Body.WriteAsync(buffer.ToArray()).ConfigureAwait(false);
    }
}
