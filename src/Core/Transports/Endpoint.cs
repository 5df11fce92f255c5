using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LambdaClient.Transports;

/// <summary>Where the Runtime API listens: a host, a port and, with some local tools, a path.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
public sealed record Endpoint
{
    /// <summary>The environment variable that names the endpoint (AWS Lambda Developer Guide, "Runtime API").</summary>
    public const string Variable = "AWS_LAMBDA_RUNTIME_API";

    private const int MaxHostChars = 253;
    private const int MaxPathChars = 1024;

    private static readonly SearchValues<char> HostChars = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"
    );

    // What a path's segment may hold without encoding (RFC 3986 section 3.3).
    private static readonly SearchValues<char> PathChars = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/"
    );

    private Endpoint(string host, int port, IPAddress? address, string path)
    {
        Host = host;
        Port = port;
        Address = address;
        Path = path;
    }

    /// <summary>The host: a name or an IP address, without brackets.</summary>
    public string Host { get; }

    /// <summary>The port, 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>The host as an IP address; null where it is a name.</summary>
    public IPAddress? Address { get; }

    /// <summary>What goes before the path of every request, such as <c>/Shop</c>; empty on AWS.</summary>
    public string Path { get; }

    /// <summary><c>host:port</c>, with brackets around an IPv6 address.</summary>
    public string Authority =>
        Address?.AddressFamily == AddressFamily.InterNetworkV6
            ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
            : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Reads <c>host:port</c> or <c>[ipv6]:port</c>, with <c>http://</c> before it or a path after it.</summary>
    /// <param name="text">
    /// The text. Its path has at most 1024 characters, no query, fragment or dot segment, and nothing that needs escaping. A slash
    /// at the end is ignored.
    /// </param>
    /// <returns>The endpoint, <see cref="ErrorCode.EndpointInvalid"/>, or <see cref="ErrorCode.EndpointMissing"/> for null and empty text.</returns>
    public static Result<Endpoint, ApiError> Parse(string? text) => Parse(text, "endpoint");

    /// <summary>Like the public form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name of the option or variable it comes from.</param>
    internal static Result<Endpoint, ApiError> Parse(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new ApiError.Environment(ErrorCode.EndpointMissing, name, text);
        }

        return TryParse(text, out var endpoint)
            ? endpoint
            : new ApiError.Environment(ErrorCode.EndpointInvalid, name, text);
    }

    /// <summary><see cref="Authority"/> and <see cref="Path"/>.</summary>
    public override string ToString() => Authority + Path;

    private static bool TryParse(string text, [NotNullWhen(true)] out Endpoint? endpoint)
    {
        endpoint = null;
        var rest = text.AsSpan();
        if (rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest["http://".Length..];
        }

        var slash = rest.IndexOf('/');
        var path = slash < 0 ? default : rest[slash..];
        rest = slash < 0 ? rest : rest[..slash];
        path = path.EndsWith('/') ? path[..^1] : path;
        if (!IsUsablePath(path))
        {
            return false;
        }

        var colon = rest.LastIndexOf(':');
        if (
            colon < 0
            || !int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535
        )
        {
            return false;
        }

        var host = rest[..colon];
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            var inner = host[1..^1];
            if (inner.IndexOfAny("[]%") < 0 && inner.Contains(':') && IPAddress.TryParse(inner, out var address))
            {
                endpoint = new(inner.ToString(), port, address, path.ToString());
            }

            return endpoint is not null;
        }

        if (host.Length is 0 or > MaxHostChars || host.IndexOfAnyExcept(HostChars) >= 0)
        {
            return false;
        }

        // Resolvers differ on "1", "127.1" and "010.0.0.1": only the plain spelling of an address is taken.
        if (IPAddress.TryParse(host, out var v4) && !host.SequenceEqual(v4.ToString()))
        {
            return false;
        }

        endpoint = new(host.ToString(), port, v4, path.ToString());
        return true;
    }

    /// <summary>Whether a path is empty, or segments that need no escaping and that no server takes for steps.</summary>
    private static bool IsUsablePath(ReadOnlySpan<char> path)
    {
        if (path.Length > MaxPathChars || path.IndexOfAnyExcept(PathChars) >= 0)
        {
            return false;
        }

        while (!path.IsEmpty)
        {
            var rest = path[1..];
            var end = rest.IndexOf('/');
            var segment = end < 0 ? rest : rest[..end];
            if (segment is "" or "." or "..")
            {
                return false;
            }

            path = end < 0 ? default : rest[end..];
        }

        return true;
    }
}
