using System.Runtime.CompilerServices;

namespace LambdaClient.Native.Abi;

/// <summary>Structs that begin with their own size, so that they can grow: the caller's may be older or newer than ours.</summary>
internal static unsafe class SizedStruct
{
    private const int LargestSize = 4096;

    /// <summary>Reads a caller's struct. What it lacks is zero; what it has beyond ours must be zero, or it asks for something unknown.</summary>
    public static Result<T, ApiError> Read<T>(nint pointer, string name)
        where T : unmanaged
    {
        if (CheckSize<T>(pointer, name) is { } refused)
        {
            return refused;
        }

        var size = *(uint*)pointer;
        var known = (int)Math.Min(size, (uint)sizeof(T));
        var beyond = new ReadOnlySpan<byte>((byte*)pointer + known, (int)size - known);
        if (beyond.ContainsAnyExcept((byte)0))
        {
            return new ApiError.Usage(
                ErrorCode.OptionInvalid,
                $"{name}.struct_size",
                $"{size}, with fields set that this version of the library does not know"
            );
        }

        T value = default;
        new ReadOnlySpan<byte>((void*)pointer, known).CopyTo(new Span<byte>(&value, sizeof(T)));
        return value;
    }

    /// <summary>Fills a caller's struct as far as it goes, and leaves its size as it is.</summary>
    public static ApiError? Write<T>(nint pointer, string name, T value)
        where T : unmanaged
    {
        if (CheckSize<T>(pointer, name) is { } refused)
        {
            return refused;
        }

        var size = *(uint*)pointer;
        Unsafe.As<T, uint>(ref value) = size;
        new ReadOnlySpan<byte>(&value, (int)Math.Min(size, (uint)sizeof(T))).CopyTo(
            new Span<byte>((void*)pointer, (int)size)
        );
        return null;
    }

    /// <summary>Whether a caller's struct has all that ours has.</summary>
    public static bool Reaches<T>(nint pointer)
        where T : unmanaged => *(uint*)pointer is var size && size >= sizeof(T) && size <= LargestSize;

    private static ApiError.Usage? CheckSize<T>(nint pointer, string name)
        where T : unmanaged
    {
        if (pointer == 0)
        {
            return new(ErrorCode.ArgumentMissing, name, "NULL");
        }

        var size = *(uint*)pointer;
        return size is < sizeof(uint) * 2 or > LargestSize
            ? new(ErrorCode.OptionInvalid, $"{name}.struct_size", $"{size}")
            : null;
    }
}
