using System.Buffers;
using LambdaClient.Native.Abi;

namespace LambdaClient.Native.Client;

/// <summary>A caller's bytes as memory, without a copy, for the length of one call.</summary>
internal sealed unsafe class BorrowedMemory : MemoryManager<byte>
{
    [ThreadStatic]
    private static BorrowedMemory? _ofThread;

    private View _view;

    /// <summary>The one that a thread uses for its present call.</summary>
    public static BorrowedMemory OfThread => _ofThread ??= new();

    /// <summary>The bytes; not to be kept after the call.</summary>
    public ReadOnlyMemory<byte> Borrow(View view)
    {
        _view = view;
        return Memory;
    }

    public override Span<byte> GetSpan() => new(_view.Data, (int)_view.Size);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_view.Data + elementIndex);

    public override void Unpin() { }

    protected override void Dispose(bool disposing) { }
}
