using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LambdaClient.Emulator.Hosting;

/// <summary>
/// A request's path, split at its slashes before it is decoded: a slash that somebody percent-encoded belongs to a name and
/// separates nothing. Taken from the request line itself, because the server's own view has dot segments folded already.
/// </summary>
internal sealed class RequestPath
{
    private RequestPath(string target, string[] segments)
    {
        Target = target;
        Segments = segments;
    }

    /// <summary>The request target as it was sent.</summary>
    public string Target { get; }

    /// <summary>The decoded parts between the slashes.</summary>
    public string[] Segments { get; }

    public static RequestPath Of(HttpRequest request)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        var segments = path.StartsWith('/') ? path[1..].Split('/') : [];
        return new RequestPath(target, Array.ConvertAll(segments, Uri.UnescapeDataString));
    }

    /// <summary>The path behind its first part.</summary>
    public RequestPath WithoutFirst() => new(Target, Segments[1..]);

    public bool StartsWith(string segment) => Segments.Length > 0 && Segments[0] == segment;
}
