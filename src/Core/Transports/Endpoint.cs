using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LambdaClient.Transports;

/// <summary>Where the Runtime API listens: a host and a port.</summary>
/// <remarks>Immutable; safe on any thread.</remarks>
public sealed record Endpoint
{
    /// <summary>The environment variable that names the endpoint (AWS Lambda Developer Guide, "Runtime API").</summary>
    public const string Variable = "AWS_LAMBDA_RUNTIME_API";

    private const int MaxHostChars = 253;

    private static readonly SearchValues<char> HostChars = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"
    );

    private Endpoint(string host, int port, IPAddress? address)
    {
        Host = host;
        Port = port;
        Address = address;
    }

    /// <summary>The host: a name or an IP address, without brackets.</summary>
    public string Host { get; }

    /// <summary>The port, 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>The host as an IP address; null where it is a name.</summary>
    public IPAddress? Address { get; }

    /// <summary><c>host:port</c>, with brackets around an IPv6 address.</summary>
    public string Authority =>
        Address?.AddressFamily == AddressFamily.InterNetworkV6
            ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
            : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Reads <c>host:port</c>, <c>[ipv6]:port</c> or <c>http://host:port</c>.</summary>
    /// <param name="text">The text; <c>http://host:port</c> may end with a slash.</param>
    /// <returns>The endpoint, <see cref="ErrorCode.EndpointMalformed"/>, or <see cref="ErrorCode.EndpointMissing"/> for null and empty text.</returns>
    public static Result<Endpoint, ApiError> Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new ApiError.Environment(ErrorCode.EndpointMissing, Variable, null);
        }

        return TryParse(text, out var endpoint)
            ? endpoint
            : new ApiError.Environment(ErrorCode.EndpointMalformed, Variable, text);
    }

    /// <summary>The same as <see cref="Authority"/>.</summary>
    public override string ToString() => Authority;

    private static bool TryParse(string text, [NotNullWhen(true)] out Endpoint? endpoint)
    {
        endpoint = null;
        var rest = text.AsSpan();
        if (rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest["http://".Length..];
            rest = rest.EndsWith('/') ? rest[..^1] : rest;
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
                endpoint = new(inner.ToString(), port, address);
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

        endpoint = new(host.ToString(), port, v4);
        return true;
    }
}
