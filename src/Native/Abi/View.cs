using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LambdaClient.Http;

namespace LambdaClient.Native.Abi;

/// <summary>
/// Borrowed bytes: an address and a length. Not ended by a NUL unless a function says so. Absent text is {NULL, 0}; an
/// address of NULL with a length other than 0 is refused.
/// </summary>
[CStruct("lambdaclient_view_t")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct View
{
    /// <summary>The first byte, or NULL.</summary>
    public byte* Data;

    /// <summary>The number of bytes.</summary>
    public nuint Size;

    internal readonly bool IsAbsent => Size == 0;

    internal readonly ReadOnlySpan<byte> AsSpan() => new(Data, (int)Size);

    /// <summary>A view of text that ends with a NUL.</summary>
    internal static View OfText(byte* text)
    {
        if (text == null || *text == 0)
        {
            return default;
        }

        var end = text;
        while (*end != 0)
        {
            end++;
        }

        return new() { Data = text, Size = (nuint)(end - text) };
    }

    /// <summary>A view of a text out of the file itself.</summary>
    internal static View OfLiteral(ReadOnlySpan<byte> literal) =>
        new() { Data = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal)), Size = (nuint)literal.Length };

    /// <summary>A view of bytes that are pinned and outlive it.</summary>
    internal static View Of(byte[] pinned, Slice slice) =>
        slice.Length == 0
            ? default
            : new()
            {
                Data = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned)) + slice.Start,
                Size = (nuint)slice.Length,
            };
}
