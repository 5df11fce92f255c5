using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LambdaClient.Native.Exports;

/// <summary>Fixed texts at fixed addresses: out of the file itself, each ended by a NUL, so that a forked child can read them too.</summary>
internal static unsafe class Constants
{
    public static byte* Version => At(LibraryVersion.Utf8);

    public static byte* NameOf(int status) => At(StatusTable.NameOf(status));

    public static byte* CategoryNameOf(int status) => At(StatusTable.CategoryNameOf(status));

    public static byte* NoError => At("no error object was given"u8);

    private static byte* At(ReadOnlySpan<byte> literal) =>
        (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));
}
