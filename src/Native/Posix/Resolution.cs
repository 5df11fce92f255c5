using System.Text;

namespace LambdaClient.Native.Posix;

/// <summary>
/// A host name that is being resolved. Nothing can stop <c>getaddrinfo</c>, so a thread of its own calls it, and may outlive the
/// call that waits for it.
/// </summary>
/// <param name="gate">What to lock; pulsed at the end.</param>
/// <param name="host">The name.</param>
internal sealed unsafe class Resolution(object gate, string host)
{
    private readonly List<byte[]> _addresses = [];

    /// <summary>Whether it is over; read inside the gate.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The resolver's number (<c>EAI_…</c>), or 0.</summary>
    public int Error { get; private set; }

    /// <summary>The host's socket addresses without a port, in the order to try them.</summary>
    public IReadOnlyList<byte[]> Addresses => _addresses;

    public void Start() => new Thread(Resolve) { IsBackground = true }.Start();

    private void Resolve()
    {
        var error = LibC.ResolverMemory;
        try
        {
            error = Ask();
        }
        catch (OutOfMemoryException)
        {
            // The addresses did not fit.
        }

        lock (gate)
        {
            (Error, IsOver) = (error, true);
            Monitor.PulseAll(gate);
        }
    }

    private int Ask()
    {
        var hints = new LibC.AddressInfo { SocketType = LibC.SocketStream };
        LibC.AddressInfo* first = null;
        int error;
        fixed (byte* name = Encoding.ASCII.GetBytes(host + "\0"))
        {
            error = LibC.GetAddressInfo(name, null, &hints, &first);
        }

        for (var info = error == 0 ? first : null; info != null; info = info->Next)
        {
            _addresses.Add(new ReadOnlySpan<byte>(info->Address, (int)info->AddressLength).ToArray());
        }

        if (error == 0)
        {
            LibC.FreeAddressInfo(first);
        }

        return error;
    }
}
