using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using LambdaClient.Transports;

namespace LambdaClient.Native.Posix;

/// <summary>An endpoint as the socket addresses that <c>connect</c> takes.</summary>
internal static unsafe class SocketAddress
{
    private const int Inet6Length = 28;
    private const int InetLength = 16;

    /// <summary>The addresses to try, in order; none where the host's name is not known.</summary>
    public static List<byte[]> Of(Endpoint endpoint) =>
        endpoint.Address is null ? Resolve(endpoint) : [OfNumber(endpoint)];

    public static int Family(ReadOnlySpan<byte> address) => BitConverter.ToUInt16(address);

    private static byte[] OfNumber(Endpoint endpoint)
    {
        var isInet6 = endpoint.Address!.AddressFamily == AddressFamily.InterNetworkV6;
        var address = new byte[isInet6 ? Inet6Length : InetLength];
        BitConverter.TryWriteBytes(address, (ushort)(isInet6 ? LibC.AddressFamilyInet6 : LibC.AddressFamilyInet));
        BinaryPrimitives.WriteUInt16BigEndian(address.AsSpan(2), (ushort)endpoint.Port);
        endpoint.Address.TryWriteBytes(address.AsSpan(isInet6 ? 8 : 4), out _);
        return address;
    }

    private static List<byte[]> Resolve(Endpoint endpoint)
    {
        var addresses = new List<byte[]>();
        var hints = new LibC.AddressInfo { SocketType = LibC.SocketStream };
        LibC.AddressInfo* first = null;
        fixed (byte* host = Encoding.ASCII.GetBytes(endpoint.Host + "\0"))
        {
            if (LibC.GetAddressInfo(host, null, &hints, &first) != 0)
            {
                return addresses;
            }
        }

        for (var info = first; info != null; info = info->Next)
        {
            var address = new ReadOnlySpan<byte>(info->Address, (int)info->AddressLength).ToArray();
            BinaryPrimitives.WriteUInt16BigEndian(address.AsSpan(2), (ushort)endpoint.Port);
            addresses.Add(address);
        }

        LibC.FreeAddressInfo(first);
        return addresses;
    }
}
