using System.Runtime.InteropServices;

namespace LambdaClient.Logging;

/// <summary>
/// Writes to a descriptor by number. Not over a stream of the framework's: that keeps a position of its own, and
/// overwrites what others write to the same file.
/// </summary>
internal static class Descriptor
{
    public const int StandardOutput = 1;

    private const int GetFlags = 3;
    private const int AccessMode = 3;
    private const int ReadOnly = 0;
    private const int PathOnly = 0x200000;
    private const int Interrupted = 4;
    private const short Writable = 4;

    private static readonly int WouldBlock = OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>Whether the number is that of an open descriptor that takes writes.</summary>
    public static bool IsWritable(int descriptor)
    {
        var flags = GetStatus(descriptor, GetFlags);
        return flags >= 0 && (flags & AccessMode) != ReadOnly && (flags & PathOnly) == 0;
    }

    /// <summary>Whether the descriptor is that of a terminal.</summary>
    public static bool IsTerminal(int descriptor) => !OperatingSystem.IsWindows() && IsTerminalType(descriptor) == 1;

    /// <summary>Writes all of it; false where that cannot be done.</summary>
    public static bool Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Write(descriptor, in MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);
            if (count >= 0)
            {
                bytes = bytes[(int)count..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == WouldBlock)
            {
                // Somebody made it non-blocking, for everybody who shares it.
                var target = new PollTarget { Descriptor = descriptor, Events = Writable };
                _ = Wait(ref target, 1, -1);
            }
            else if (error != Interrupted)
            {
                return false;
            }
        }

        return true;
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetStatus(int descriptor, int command);

    [DllImport("libc", EntryPoint = "isatty")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int IsTerminalType(int descriptor);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, in byte bytes, nuint count);

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Wait(ref PollTarget target, nuint count, int timeoutMs);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollTarget
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
