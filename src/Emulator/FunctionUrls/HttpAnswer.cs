using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.FunctionUrls;

/// <summary>
/// Turns a function's answer into an HTTP response: a JSON object with a <c>statusCode</c>, any other JSON as a body, or a stream, with
/// or without a prelude that says what comes first.
/// </summary>
internal sealed class HttpAnswer(HttpResponse response)
{
    private const string PreludeType = "application/vnd.awslambda.http-integration-response";
    private const int LargestPrelude = 1024 * 1024;

    // These are about the connection to the caller, which the server knows better.
    private static readonly HashSet<string> NotTheFunctions = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection",
        "Content-Length",
        "Keep-Alive",
        "Transfer-Encoding",
    };

    private static readonly byte[] PreludeEnd = new byte[8];

    private readonly List<byte> _prelude = [];
    private bool _awaitsPrelude;
    private bool _isStream;

    /// <summary>What was wrong with the answer, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>A stream begins.</summary>
    public void Begin(string contentType)
    {
        _isStream = true;
        _awaitsPrelude = contentType.StartsWith(PreludeType, StringComparison.OrdinalIgnoreCase);
        if (!_awaitsPrelude)
        {
            response.ContentType = contentType;
        }
    }

    /// <summary>Sends a piece of a stream on, once the prelude is there. Throws if it is none, and the rest is not wanted.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        if (_awaitsPrelude)
        {
            var searched = Math.Max(0, _prelude.Count - PreludeEnd.Length + 1);
            _prelude.AddRange(chunk.Span);
            byte[] soFar = [.. _prelude];
            var end = soFar.AsSpan(searched).IndexOf(PreludeEnd);
            if (end < 0)
            {
                _ = soFar.Length > LargestPrelude ? throw Refuse("its prelude has no end") : 0;
                return;
            }

            end += searched;
            _awaitsPrelude = false;
            using var prelude = Parse(soFar.AsMemory(0, end), "its prelude");
            SetHead(prelude.RootElement);
            chunk = soFar.AsMemory(end + PreludeEnd.Length);
        }

        await SendAsync(chunk, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends what has not been sent. False if there is a fault, of which the caller is to be told.</summary>
    public async Task<bool> TryCompleteAsync(InvocationOutcome outcome)
    {
        if (!outcome.IsSuccess)
        {
            Fault ??= $"the function failed with {outcome.ErrorType}";
        }
        else if (Fault is null)
        {
            try
            {
                if (!_isStream && outcome.ContentType.StartsWith(PreludeType, StringComparison.OrdinalIgnoreCase))
                {
                    Begin(outcome.ContentType);
                    await WriteAsync(outcome.Payload, CancellationToken.None).ConfigureAwait(false);
                }

                if (!_isStream)
                {
                    await SendBufferedAsync(outcome.Payload).ConfigureAwait(false);
                }
                else if (_awaitsPrelude)
                {
                    throw Refuse("its stream ended within the prelude");
                }
            }
            catch (FormatException)
            {
                // The fault says it.
            }
        }

        return Fault is null;
    }

    private async Task SendBufferedAsync(ReadOnlyMemory<byte> payload)
    {
        using var answer = Parse(payload, "it");
        var root = answer.RootElement;
        var body = payload;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("statusCode", out _))
        {
            body = Body(root);
            SetHead(root);
        }

        response.ContentType ??= "application/json";
        await SendAsync(body, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!HasNoBody)
        {
            await response.Body.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool HasNoBody => response.StatusCode is 204 or 205 or 304;

    private void SetHead(JsonElement head)
    {
        if (head.ValueKind != JsonValueKind.Object)
        {
            throw Refuse("its prelude is not a JSON object");
        }

        if (head.TryGetProperty("statusCode", out var status))
        {
            var code = 0;
            var isCode =
                status.ValueKind == JsonValueKind.String
                    ? int.TryParse(status.GetString(), out code)
                    : status.ValueKind == JsonValueKind.Number && status.TryGetInt32(out code);
            response.StatusCode =
                isCode && code is >= 200 and <= 599 ? code : throw Refuse("its statusCode is not from 200 to 599");
        }

        try
        {
            foreach (var header in Members(head, "headers").Where(it => !NotTheFunctions.Contains(it.Name)))
            {
                response.Headers[header.Name] = header.Value.ToString();
            }

            if (head.TryGetProperty("cookies", out var cookies) && cookies.ValueKind == JsonValueKind.Array)
            {
                response.Headers.SetCookie = cookies.EnumerateArray().Select(cookie => cookie.ToString()).ToArray();
            }
        }
        catch (InvalidOperationException)
        {
            // What the server throws at a character that no header may have.
            throw Refuse("a header of it has a character that no header may have");
        }
    }

    private static IEnumerable<JsonProperty> Members(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var members) && members.ValueKind == JsonValueKind.Object
            ? members.EnumerateObject()
            : Enumerable.Empty<JsonProperty>();

    private byte[] Body(JsonElement answer)
    {
        if (!answer.TryGetProperty("body", out var body) || body.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (body.ValueKind != JsonValueKind.String)
        {
            throw Refuse("its body is not a string");
        }

        if (!answer.TryGetProperty("isBase64Encoded", out var encoded) || encoded.ValueKind != JsonValueKind.True)
        {
            return Encoding.UTF8.GetBytes(body.GetString()!);
        }

        return body.TryGetBytesFromBase64(out var bytes) ? bytes : throw Refuse("its body is not base64");
    }

    private JsonDocument Parse(ReadOnlyMemory<byte> text, string name)
    {
        if (Json.Fault(text.Span) is { } fault)
        {
            throw Refuse($"{name} {fault}");
        }

        return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Json.MostDepth });
    }

    private FormatException Refuse(string why)
    {
        Fault = $"the answer cannot be turned into a response: {why}";
        return new FormatException(why);
    }
}
