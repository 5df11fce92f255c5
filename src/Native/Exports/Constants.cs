using System.Runtime.InteropServices;
using System.Text;

namespace LambdaClient.Native.Exports;

/// <summary>Fixed texts at fixed addresses.</summary>
internal static unsafe class Constants
{
    /// <summary>The library's version.</summary>
    public static readonly byte* Version = Fix(LibraryVersion.Text);

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

    private static byte* Fix(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text + "\0");
        var memory = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        return memory;
    }
}
