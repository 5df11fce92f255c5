using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LambdaClient.Native.Abi;

/// <summary>Structs that begin with their own size, so that they can grow: the caller's may be older or newer than ours.</summary>
internal static unsafe class SizedStruct
{
    private const int LargestSize = 4096;

    /// <summary>Reads a caller's struct. What it lacks is zero; what it has beyond ours must be zero, or it asks for something unknown.</summary>
    /// <remarks>No <c>Result</c>: each kind of it brings its comparisons and texts into the library, used or not.</remarks>
    public static bool TryRead<T>(nint pointer, string name, out T value, [NotNullWhen(false)] out ApiError? refused)
        where T : unmanaged
    {
        refused = CheckSize(pointer, name) ?? CheckBeyond<T>(pointer, name);
        value = refused is null ? Known<T>(pointer) : default;
        return refused is null;
    }

    /// <summary>What is known of a struct whose size was checked; what it lacks is zero.</summary>
    public static T Known<T>(nint pointer)
        where T : unmanaged
    {
        T value = default;
        new ReadOnlySpan<byte>((void*)pointer, KnownBytes<T>(pointer)).CopyTo(new Span<byte>(&value, sizeof(T)));
        return value;
    }

    /// <summary>Why a struct whose size was checked asks for something unknown; null where it does not.</summary>
    public static ApiError.Usage? CheckBeyond<T>(nint pointer, string name)
        where T : unmanaged
    {
        var known = KnownBytes<T>(pointer);
        var beyond = new ReadOnlySpan<byte>((byte*)pointer + known, (int)*(uint*)pointer - known);
        return beyond.ContainsAnyExcept((byte)0)
            ? new(
                ErrorCode.OptionInvalid,
                $"{name}.struct_size",
                $"{*(uint*)pointer}, with fields set that this version of the library does not know"
            )
            : null;
    }

    /// <summary>Fills a caller's struct as far as it goes, and leaves its size as it is.</summary>
    public static ApiError? Write<T>(nint pointer, string name, T value)
        where T : unmanaged
    {
        if (CheckSize(pointer, name) is { } refused)
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
        if (!IsOfKnownSize(pointer))
        {
            return (int)(pointer == 0 ? ErrorCode.ArgumentMissing : ErrorCode.OptionInvalid);
        }

        Fill(pointer, value);
        return 0;
    }

    /// <summary>Why a struct cannot be looked at: it is NULL, or its size is out of range.</summary>
    public static ApiError.Usage? CheckSize(nint pointer, string name) =>
        IsOfKnownSize(pointer) ? null
        : pointer == 0 ? Boundary.Missing(name)
        : new(ErrorCode.OptionInvalid, $"{name}.struct_size", $"{*(uint*)pointer}");

    private static bool IsOfKnownSize(nint pointer) =>
        pointer != 0 && *(uint*)pointer is >= sizeof(uint) * 2 and <= LargestSize;

    private static int KnownBytes<T>(nint pointer)
        where T : unmanaged => (int)Math.Min(*(uint*)pointer, (uint)sizeof(T));

    private static void Fill<T>(nint pointer, T value)
        where T : unmanaged
    {
        Unsafe.As<T, uint>(ref value) = *(uint*)pointer;
        new ReadOnlySpan<byte>(&value, KnownBytes<T>(pointer)).CopyTo(
            new Span<byte>((void*)pointer, (int)*(uint*)pointer)
        );
    }
}
