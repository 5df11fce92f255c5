using System.Net;
using LambdaClient.Emulator.Function;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.Hosting;

/// <summary>
/// Keeps web pages out, which a browser on this machine lets call any port of it: a page of another origin is refused, and so is
/// one whose host name was made to mean this machine. Pages of allowed origins get what CORS asks for.
/// </summary>
internal sealed class BrowserGuard(IReadOnlyList<string> allowedOrigins)
{
    private const string Anything = "*";

    private const string ReadableHeaders =
        "x-amzn-RequestId, x-amzn-ErrorType, X-Amz-Function-Error, X-Amz-Executed-Version, X-Amz-Log-Result";

    private readonly string[] _allowedHosts =
    [
        .. allowedOrigins
            .Select(origin => Uri.TryCreate(origin, UriKind.Absolute, out var parsed) ? parsed.Host : null)
            .OfType<string>(),
    ];

    private bool AllowsAll => allowedOrigins.Contains(Anything);

    /// <summary>What is wrong with an origin to allow, or null.</summary>
    public static string? Misfit(string origin) =>
        origin is Anything or "null"
        || (
            Uri.TryCreate(origin, UriKind.Absolute, out var parsed)
            && string.Equals(parsed.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase)
        )
            ? null
            : $"'{Shown.Short(origin)}' is not an origin; give SCHEME://HOST:PORT without a path, or '*' for any.";

    /// <summary>Looks at a request before anything else does.</summary>
    /// <returns>Why it is refused; null if it may go on.</returns>
    public Refusal? Check(HttpContext context)
    {
        var request = context.Request;
        var host = request.Host.Host;
        if (!AllowsAll && !IsOwnName(host) && !_allowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase))
        {
            return Forbidden(
                $"The emulator does not know itself by the name '{Shown.Short(host)}'; call it at 127.0.0.1 or localhost, "
                    + $"or start it with --allow-origin http://{Shown.Short(request.Host.Value ?? host)}."
            );
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && !AllowsAll
                ? Forbidden("A web page of another origin may not call the emulator.")
                : null;
        }

        if (IsAllowed(origin))
        {
            AllowReading(context.Response, origin);
            return null;
        }

        return string.Equals(origin, $"http://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)
            ? null
            : Forbidden(
                $"The web page at '{Shown.Short(origin)}' may not call the emulator; start it with --allow-origin "
                    + $"{Shown.Short(origin)} to let it."
            );
    }

    /// <summary>Answers the question that a browser asks before it sends a page's request, if it is that.</summary>
    /// <returns>Whether it was.</returns>
    public static bool TryAnswerPreflight(HttpContext context)
    {
        var asked = context.Request.Headers;
        if (
            !HttpMethods.IsOptions(context.Request.Method)
            || asked.Origin.Count == 0
            || asked.AccessControlRequestMethod.Count == 0
        )
        {
            return false;
        }

        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = asked.AccessControlRequestMethod;
        headers.AccessControlAllowHeaders = asked.AccessControlRequestHeaders;
        headers["Access-Control-Allow-Private-Network"] = "true";
        headers.AccessControlMaxAge = "60";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }

    private bool IsAllowed(string origin) =>
        AllowsAll || allowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);

    private static void AllowReading(HttpResponse response, string origin)
    {
        response.Headers.AccessControlAllowOrigin = origin;
        response.Headers.AccessControlExposeHeaders = ReadableHeaders;
        response.Headers.Vary = "Origin";
    }

    /// <summary>Whether nobody can make the name mean this machine but its owner: an address, or a name that public DNS does not have.</summary>
    private static bool IsOwnName(string host) =>
        !host.Contains('.', StringComparison.Ordinal)
        || IPAddress.TryParse(host, out _)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase);

    private static Refusal Forbidden(string why) => new(StatusCodes.Status403Forbidden, "Forbidden", why);
}
