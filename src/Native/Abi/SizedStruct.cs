using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LambdaClient.Native.Abi;

/// <summary>Structs that begin with their own size, so that they can grow: the caller's may be newer than ours.</summary>
/// <remarks>No release had a smaller one. A struct that grows has to accept the exact sizes of the releases before it (docs/abi.md).</remarks>
internal static unsafe class SizedStruct
{
    private const int LargestSize = 4096;

    /// <summary>Reads a caller's struct. What it has beyond ours must be zero, or it asks for something unknown.</summary>
    /// <remarks>No <c>Result</c>: each kind of it brings its comparisons and texts into the library, used or not.</remarks>
    public static bool TryRead<T>(nint pointer, string name, out T value, [NotNullWhen(false)] out ApiError? refused)
        where T : unmanaged
    {
        refused = CheckSize<T>(pointer, name) ?? CheckBeyond<T>(pointer, name);
        value = refused is null ? Known<T>(pointer) : default;
        return refused is null;
    }

    /// <summary>What is known of a struct whose size was checked.</summary>
    public static T Known<T>(nint pointer)
        where T : unmanaged => Unsafe.ReadUnaligned<T>((void*)pointer);

    /// <summary>Why a struct whose size was checked asks for something unknown; null where it does not.</summary>
    public static ApiError.Usage? CheckBeyond<T>(nint pointer, string name)
        where T : unmanaged
    {
        var beyond = new ReadOnlySpan<byte>((byte*)pointer + sizeof(T), (int)*(uint*)pointer - sizeof(T));
        return beyond.ContainsAnyExcept((byte)0)
            ? new(
                ErrorCode.OptionInvalid,
                $"{name}.struct_size",
                $"{*(uint*)pointer}, with fields set that this version of the library does not know"
            )
            : null;
    }

    /// <summary>Zeroes everything but the size, of a struct of any kind.</summary>
    public static ApiError? Reset(nint pointer, string name)
    {
        if (CheckSize<ulong>(pointer, name) is { } refused)
        {
            return refused;
        }

        var size = (int)*(uint*)pointer;
        new Span<byte>((byte*)pointer + sizeof(uint), size - sizeof(uint)).Clear();
        return null;
    }

    /// <summary>Why a reserved field is refused: a later version may give the value a meaning; null where it is 0.</summary>
    public static ApiError.Usage? CheckReserved(uint value, string name) =>
        value == 0 ? null : new(ErrorCode.OptionInvalid, $"{name}.reserved", $"{value}");

    /// <summary>Fills a caller's struct, and writes back the size of what was filled.</summary>
    public static ApiError? Write<T>(nint pointer, string name, T value)
        where T : unmanaged
    {
        if (CheckSize<T>(pointer, name) is { } refused)
        {
            return refused;
        }

        Fill(pointer, value);
        return null;
    }

    /// <summary>As <see cref="Write"/>, where nothing may be allocated: no error, but its code; 0 on success.</summary>
    public static int TryWrite<T>(nint pointer, T value)
        where T : unmanaged
    {
        if (!IsOfKnownSize<T>(pointer))
        {
            return (int)(pointer == 0 ? ErrorCode.ArgumentMissing : ErrorCode.OptionInvalid);
        }

        Fill(pointer, value);
        return 0;
    }

    /// <summary>Why a struct cannot be looked at: it is NULL, or its size is none that a header gives it.</summary>
    public static ApiError.Usage? CheckSize<T>(nint pointer, string name)
        where T : unmanaged =>
        IsOfKnownSize<T>(pointer) ? null
        : pointer == 0 ? Boundary.Missing(name)
        : new(ErrorCode.OptionInvalid, $"{name}.struct_size", $"{*(uint*)pointer}");

    private static bool IsOfKnownSize<T>(nint pointer)
        where T : unmanaged =>
        pointer != 0
        && *(uint*)pointer is <= LargestSize and var size
        && size >= sizeof(T)
        && size % sizeof(ulong) == 0;

    private static void Fill<T>(nint pointer, T value)
        where T : unmanaged
    {
        Unsafe.As<T, uint>(ref value) = (uint)sizeof(T);
        Unsafe.WriteUnaligned((void*)pointer, value);
    }
}
