using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace LambdaClient.Native.Exports;

/// <summary>Fixed texts at fixed addresses.</summary>
internal static unsafe class Constants
{
    private static readonly List<byte[]> Kept = [];

    /// <summary>The library's version, out of the file itself, so that a forked child can read it too; the compiler ends such a literal with a NUL.</summary>
    public static byte* Version => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(LibraryVersion.Utf8));

    private static readonly Dictionary<int, nint> CodeNames = ErrorTable.All.ToDictionary(
        row => (int)row.Code,
        row => (nint)Fix(row.Name)
    );

    private static readonly byte* Ok = Fix("ok");

    private static readonly byte* Unknown = Fix("unknown");

    /// <summary>The name of a status.</summary>
    public static byte* NameOf(int code) =>
        code == 0 ? Ok
        : CodeNames.TryGetValue(code, out var name) ? (byte*)name
        : Unknown;

    // A pinned array never moves, and static fields keep it for ever.
    private static byte* Fix(string text)
    {
        var bytes = GC.AllocateArray<byte>(text.Length + 1, pinned: true);
        Encoding.ASCII.GetBytes(text, bytes);
        Kept.Add(bytes);
        return (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(bytes));
    }
}
