using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace LambdaClient.Native.Exports;

/// <summary>Fixed texts at fixed addresses.</summary>
internal static unsafe class Constants
{
    // The order matters: the texts go into the block as these fields are set. A pinned array never moves, and a static
    // field keeps it for ever.
    private static readonly byte[] Block = GC.AllocateArray<byte>(4096, pinned: true);
    private static int _used;

    private static readonly nint Unknown = Fix("unknown");

    private static readonly (int Code, nint Name, bool IsFatal)[] Statuses = FixStatuses();

    // By the number of the category, which is the hundreds of a status.
    private static readonly nint[] Categories = FixCategories();

    /// <summary>The library's version, out of the file itself, so that a forked child can read it too; the compiler ends such a literal with a NUL.</summary>
    public static byte* Version => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(LibraryVersion.Utf8));

    /// <summary>The name of a status.</summary>
    public static byte* NameOf(int code) => (byte*)Find(code).Name;

    /// <summary>The name of a status's category.</summary>
    public static byte* CategoryNameOf(int code) =>
        (byte*)(Find(code) is { Code: >= 0 } known ? Categories[known.Code / 100] : Unknown);

    /// <summary>Whether a status ends the runtime; a number that is no status does.</summary>
    public static bool IsFatal(int code) => Find(code).IsFatal;

    /// <summary>Sets the fields now.</summary>
    public static void Prepare() => _ = Unknown;

    private static (int Code, nint Name, bool IsFatal) Find(int code)
    {
        foreach (var status in Statuses)
        {
            if (status.Code == code)
            {
                return status;
            }
        }

        return (-1, Unknown, true);
    }

    private static (int Code, nint Name, bool IsFatal)[] FixStatuses()
    {
        var statuses = new (int Code, nint Name, bool IsFatal)[ErrorTable.All.Count + 1];
        statuses[0] = (0, Fix("ok"), false);
        for (var i = 1; i < statuses.Length; i++)
        {
            var row = ErrorTable.All[i - 1];
            statuses[i] = ((int)row.Code, Fix(row.Name), row.IsFatal);
        }

        return statuses;
    }

    private static nint[] FixCategories()
    {
        var categories = new nint[(int)ErrorTable.All[^1].Category + 1];
        categories[0] = Statuses[0].Name;
        for (var i = 1; i < categories.Length; i++)
        {
            categories[i] = Fix($"{(ErrorCategory)i}".ToLowerInvariant());
        }

        return categories;
    }

    private static nint Fix(string text)
    {
        var start = _used;
        _used += Encoding.ASCII.GetBytes(text, Block.AsSpan(start)) + 1;
        return (nint)Unsafe.AsPointer(ref Block[start]);
    }
}
