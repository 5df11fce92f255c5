using System.Buffers;
using System.Text;

namespace LambdaClient.Logging;

/// <summary>The bytes of a line while it is made; grows as it must, and can be cut.</summary>
internal sealed class LogBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[1024];

    public int Count { get; private set; }

    public int Capacity => _bytes.Length;

    public Span<byte> Written => _bytes.AsSpan(0, Count);

    public void Cut(int count) => Count = count;

    public void Advance(int count) => Count += count;

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = Count + Math.Max(sizeHint, 1);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        }

        return _bytes.AsMemory(Count);
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Count += bytes.Length;
    }

    /// <summary>Text as UTF-8, each lone surrogate replaced.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var span = GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        Count += Encoding.UTF8.GetBytes(text, span);
    }
}
