namespace LambdaClient.Http;

/// <summary>Received bytes in one growing array. It is pinned for its lifetime, so a native caller may hold its address.</summary>
internal sealed class ReceiveBuffer
{
    // A tiny first buffer in debug builds makes every test pass through every refill path.
#if DEBUG
    private const int FirstSize = 10;
#else
    private const int FirstSize = 16 * 1024;
#endif

    private byte[] _bytes = [];

    /// <summary>The array; it changes when the buffer grows.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>How many bytes were received.</summary>
    public int Count { get; private set; }

    /// <summary>Room for more bytes; never empty.</summary>
    /// <param name="wanted">How many bytes are known to be missing, or 0 when nobody knows.</param>
    public Memory<byte> Space(int wanted)
    {
        var room = _bytes.Length - Count;
        if (room < Math.Max(wanted, 1))
        {
            Grow(wanted);
        }

        return _bytes.AsMemory(Count);
    }

    public void Received(int count) => Count += count;

    public void Clear() => Count = 0;

    /// <summary>Closes the gap between <paramref name="kept"/> and <paramref name="read"/>, where nothing is needed any more.</summary>
    public void RemoveGap(int kept, int read)
    {
        _bytes.AsSpan(read, Count - read).CopyTo(_bytes.AsSpan(kept));
        Count -= read - kept;
    }

    /// <summary>Hands over the array; the buffer starts again with another one.</summary>
    public byte[] Detach()
    {
        var bytes = _bytes;
        _bytes = [];
        Count = 0;
        return bytes;
    }

    private void Grow(int wanted)
    {
        var doubled = (int)Math.Min(_bytes.Length * 2L, Array.MaxLength);
        var size = Math.Max(wanted > 0 ? Count + wanted : doubled, FirstSize);
        var larger = GC.AllocateUninitializedArray<byte>(size, pinned: true);
        _bytes.AsSpan(0, Count).CopyTo(larger);
        _bytes = larger;
    }
}
