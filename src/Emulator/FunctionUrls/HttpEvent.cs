using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using LambdaClient.Emulator.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace LambdaClient.Emulator.FunctionUrls;

/// <summary>
/// Turns an HTTP request into the event that a function URL makes of it: payload format 2.0, which API Gateway's HTTP APIs have too
/// (AWS Lambda Developer Guide, Invoking Lambda function URLs).
/// </summary>
internal static class HttpEvent
{
    private const string Route = "$default";

    // Whose bodies come as text; all others come in base64.
    private static readonly string[] TextTypes =
    [
        "text/",
        "application/json",
        "application/javascript",
        "application/xml",
    ];

    public static byte[] Of(
        HttpRequest request,
        RequestPath path,
        ReadOnlySpan<byte> body,
        string requestId,
        DateTimeOffset now
    )
    {
        var target = path.Target.Split('?', 2);
        var query = target.Length > 1 ? target[1] : "";
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("version", "2.0");
            json.WriteString("routeKey", Route);
            json.WriteString("rawPath", target[0]);
            json.WriteString("rawQueryString", query);
            WriteCookies(json, request);
            json.WriteStartObject("headers");
            foreach (var header in request.Headers.Where(header => !IsCookie(header.Key)))
            {
                json.WriteString(header.Key.ToLowerInvariant(), string.Join(',', header.Value.ToArray()));
            }

            json.WriteEndObject();
            if (query.Length > 0)
            {
                json.WriteStartObject("queryStringParameters");
                foreach (var (name, values) in QueryHelpers.ParseQuery(query))
                {
                    json.WriteString(name, string.Join(',', values.ToArray()));
                }

                json.WriteEndObject();
            }

            WriteContext(json, request, target[0], requestId, now);
            WriteBody(json, request, body);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteCookies(Utf8JsonWriter json, HttpRequest request)
    {
        if (request.Headers.Cookie.Count == 0)
        {
            return;
        }

        json.WriteStartArray("cookies");
        foreach (var cookie in request.Headers.Cookie.SelectMany(it => it!.Split(';', StringSplitOptions.TrimEntries)))
        {
            json.WriteStringValue(cookie);
        }

        json.WriteEndArray();
    }

    private static void WriteContext(
        Utf8JsonWriter json,
        HttpRequest request,
        string path,
        string requestId,
        DateTimeOffset now
    )
    {
        json.WriteStartObject("requestContext");
        json.WriteString("accountId", "anonymous");
        json.WriteString("apiId", request.Host.Host);
        json.WriteString("domainName", request.Host.Host);
        json.WriteString("domainPrefix", request.Host.Host.Split('.')[0]);
        json.WriteStartObject("http");
        json.WriteString("method", request.Method);
        json.WriteString("path", path);
        json.WriteString("protocol", request.Protocol);
        json.WriteString("sourceIp", request.HttpContext.Connection.RemoteIpAddress?.ToString());
        json.WriteString("userAgent", request.Headers.UserAgent.ToString());
        json.WriteEndObject();
        json.WriteString("requestId", requestId);
        json.WriteString("routeKey", Route);
        json.WriteString("stage", Route);
        json.WriteString("time", now.UtcDateTime.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture));
        json.WriteNumber("timeEpoch", now.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, HttpRequest request, ReadOnlySpan<byte> body)
    {
        var type = request.ContentType ?? "";
        var isText =
            Array.Exists(TextTypes, text => type.StartsWith(text, StringComparison.OrdinalIgnoreCase))
            && Utf8.IsValid(body);
        if (body.Length > 0)
        {
            json.WriteString("body", isText ? Encoding.UTF8.GetString(body) : Convert.ToBase64String(body));
        }

        json.WriteBoolean("isBase64Encoded", body.Length > 0 && !isText);
    }

    private static bool IsCookie(string name) => string.Equals(name, "Cookie", StringComparison.OrdinalIgnoreCase);
}
