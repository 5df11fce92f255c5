using System.Text;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.Invoke;

/// <summary>How the caller wants the event handled.</summary>
internal enum InvocationType
{
    RequestResponse,
    Event,
    DryRun,
}

/// <summary>Reads the request headers of Invoke.</summary>
internal static class InvokeHeaders
{
    private const int LongestClientContext = 3583;

    public static string? Optional(IHeaderDictionary headers, string name)
    {
        var value = headers[name].ToString();
        return value.Length == 0 ? null : value;
    }

    public static InvocationType InvocationType(IHeaderDictionary headers) =>
        Optional(headers, "X-Amz-Invocation-Type") switch
        {
            null or "RequestResponse" => Invoke.InvocationType.RequestResponse,
            "Event" => Invoke.InvocationType.Event,
            "DryRun" => Invoke.InvocationType.DryRun,
            var other => throw InvokeException.InvalidParameter(
                $"The invocation type '{Shown.Short(other)}' does not exist; use RequestResponse, Event or DryRun."
            ),
        };

    public static bool WantsLogTail(IHeaderDictionary headers) =>
        Optional(headers, "X-Amz-Log-Type") switch
        {
            null or "None" => false,
            "Tail" => true,
            var other => throw InvokeException.InvalidParameter(
                $"The log type '{Shown.Short(other)}' does not exist; use None or Tail."
            ),
        };

    /// <summary>The client context as the runtime gets it: JSON text, no longer base64, on one line.</summary>
    public static string? ClientContext(IHeaderDictionary headers)
    {
        if (Optional(headers, "X-Amz-Client-Context") is not { } encoded)
        {
            return null;
        }

        if (encoded.Length > LongestClientContext)
        {
            throw InvokeException.InvalidContent(
                $"The client context has {encoded.Length} characters of base64; the most is {LongestClientContext}."
            );
        }

        var decoded = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, decoded, out var length))
        {
            throw InvokeException.InvalidContent("The client context is not base64; encode its JSON text.");
        }

        return Json.Fault(decoded.AsSpan(0, length)) is { } fault
            ? throw InvokeException.InvalidContent($"The client context inside its base64 {fault}.")
            : OneLine(Encoding.UTF8.GetString(decoded, 0, length));
    }

    // A JSON text has control characters only between its tokens, where a blank does as well.
    internal static string OneLine(string json) => json.ReplaceLineEndings(" ").Replace('\t', ' ');
}
