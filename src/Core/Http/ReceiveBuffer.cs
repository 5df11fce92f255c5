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

    // Events that are each a byte longer than the last must not each need a new array.
    private const int Step = 1024 * 1024;

    private byte[] _bytes = [];

    /// <summary>The array; it changes when the buffer grows.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>How many bytes were received.</summary>
    public int Count { get; private set; }

    /// <summary>Room for more bytes; never empty.</summary>
    /// <param name="wanted">How many bytes are known to be missing, or 0 when nobody knows.</param>
    public Memory<byte> Space(int wanted)
    {
        if (!HasRoom(wanted))
        {
            Grow(wanted);
        }

        return _bytes.AsMemory(Count);
    }

    /// <summary>Whether <see cref="Space"/> can be had without a new array.</summary>
    public bool HasRoom(int wanted) => _bytes.Length - Count >= Math.Max(wanted, 1);

    public void Received(int count) => Count += count;

    public void Clear() => Count = 0;

    /// <summary>Gives up the array.</summary>
    public void Release() => Detach();

    /// <summary>Closes the gap between <paramref name="kept"/> and <paramref name="read"/>, where nothing is needed any more.</summary>
    public void RemoveGap(int kept, int read)
    {
        _bytes.AsSpan(read, Count - read).CopyTo(_bytes.AsSpan(kept));
        Count -= read - kept;
    }

    /// <summary>Hands the bytes from <paramref name="start"/> on to a buffer that has room for them.</summary>
    public void MoveTo(ReceiveBuffer other, int start)
    {
        var moved = Count - start;
        _bytes.AsSpan(start, moved).CopyTo(other._bytes);
        other.Count = moved;
        Count = 0;
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
        var needed = Count + (long)Math.Max(wanted, 1);
        var size =
            wanted > 0 && needed > Step ? (needed + Step - 1) / Step * Step : Math.Max(needed, _bytes.Length * 2L);
        var larger = GC.AllocateUninitializedArray<byte>(
            (int)Math.Min(Math.Max(size, FirstSize), Array.MaxLength),
            pinned: true
        );
        _bytes.AsSpan(0, Count).CopyTo(larger);
        _bytes = larger;
    }
}
