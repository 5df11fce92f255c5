using System.Runtime.InteropServices;

namespace LambdaClient.Native.Posix;

/// <summary>
/// The environment variable that libraries for tracing read, as C code sees it. glibc's <c>setenv</c> keeps every value that it
/// was ever given, so the entry is this class's own memory, changed in place.
/// </summary>
internal static unsafe class TraceVariable
{
    private static readonly Lock Gate = new();
    private static byte* _entry;
    private static int _capacity;

    private static ReadOnlySpan<byte> Assignment => "_X_AMZN_TRACE_ID="u8;

    // A UTF-8 literal ends with a NUL behind its last byte.
    private static ReadOnlySpan<byte> Name => "_X_AMZN_TRACE_ID"u8;

    /// <summary>Sets the variable, or removes it where there is no value.</summary>
    public static void Set(ReadOnlySpan<byte> value)
    {
        lock (Gate)
        {
            fixed (byte* name = Name)
            {
                _ = LibC.UnsetVariable(name);
            }

            if (value.IsEmpty)
            {
                return;
            }

            var length = Assignment.Length + value.Length + 1;
            if (length > _capacity)
            {
                // The former entry may still be read by whoever asked for it: it stays.
                _capacity = Math.Max(length, _capacity * 2);
                _entry = (byte*)NativeMemory.Alloc((nuint)_capacity);
            }

            var entry = new Span<byte>(_entry, _capacity);
            Assignment.CopyTo(entry);
            value.CopyTo(entry[Assignment.Length..]);
            entry[length - 1] = 0;
            _ = LibC.PutVariable(_entry);
        }
    }
}
