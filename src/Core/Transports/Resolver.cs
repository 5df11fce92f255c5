using System.Net;
using System.Net.Sockets;

namespace LambdaClient.Transports;

/// <summary>What became of a host name.</summary>
/// <param name="Addresses">Its addresses, in the order to try them; empty with an error.</param>
/// <param name="Error">The resolver's number (<c>EAI_…</c>), or 0.</param>
internal readonly record struct Resolved(IPAddress[] Addresses, int Error);

/// <summary>Resolves host names. The numbers of its errors are glibc's on every system, so that messages can name them.</summary>
internal static class Resolver
{
    public const int NameUnknown = -2;
    public const int TryAgain = -3;
    public const int Failure = -4;
    public const int NoData = -5;

    /// <summary>The addresses of a host; the task never fails.</summary>
    public static async Task<Resolved> Resolve(string host)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host).ConfigureAwait(false);
            return new(addresses, addresses.Length == 0 ? NoData : 0);
        }
        catch (SocketException e)
        {
            return new([], NumberOf(e.SocketErrorCode));
        }
        catch (ArgumentException)
        {
            // .NET refuses some names before it asks.
            return new([], NameUnknown);
        }
    }

    /// <summary>The name of a resolver's error, such as <c>EAI_NONAME</c>.</summary>
    public static string NameOf(int error) =>
        error switch
        {
            -1 => "EAI_BADFLAGS",
            NameUnknown => "EAI_NONAME",
            TryAgain => "EAI_AGAIN",
            Failure => "EAI_FAIL",
            NoData => "EAI_NODATA",
            -6 => "EAI_FAMILY",
            -7 => "EAI_SOCKTYPE",
            -8 => "EAI_SERVICE",
            -9 => "EAI_ADDRFAMILY",
            -10 => "EAI_MEMORY",
            -11 => "EAI_SYSTEM",
            -12 => "EAI_OVERFLOW",
            _ => $"EAI {error}",
        };

    private static int NumberOf(SocketError error) =>
        error switch
        {
            SocketError.TryAgain => TryAgain,
            SocketError.NoRecovery => Failure,
            SocketError.NoData => NoData,
            _ => NameUnknown,
        };
}
