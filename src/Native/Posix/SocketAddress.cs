using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace LambdaClient.Native.Posix;

/// <summary>Socket addresses as <c>connect</c> takes them.</summary>
internal static class SocketAddress
{
    private const int Inet6Length = 28;
    private const int InetLength = 16;

    public static int Family(ReadOnlySpan<byte> address) => BitConverter.ToUInt16(address);

    /// <summary>The address of a number and a port.</summary>
    public static byte[] Of(IPAddress number, int port)
    {
        var isInet6 = number.AddressFamily == AddressFamily.InterNetworkV6;
        var address = new byte[isInet6 ? Inet6Length : InetLength];
        BitConverter.TryWriteBytes(address, (ushort)(isInet6 ? LibC.AddressFamilyInet6 : LibC.AddressFamilyInet));
        number.TryWriteBytes(address.AsSpan(isInet6 ? 8 : 4), out _);
        SetPort(address, port);
        return address;
    }

    public static void SetPort(byte[] address, int port) =>
        BinaryPrimitives.WriteUInt16BigEndian(address.AsSpan(2), (ushort)port);
}
