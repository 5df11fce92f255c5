using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LambdaClient.Emulator.Handler;

/// <summary>The few system calls that the framework does not offer.</summary>
internal static partial class LibC
{
    private const short PollIn = 0x0001;

    public const int SigTerm = 15;
    public const int SigKill = 9;

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int processId, int signal);

    /// <summary>Blocks until one of the pipes has bytes, or its end, to read.</summary>
    public static void WaitReadable(ReadOnlySpan<SafePipeHandle> pipes) => Poll(pipes, timeoutMs: -1);

    /// <summary>Whether the pipe has bytes, or its end, to read right now.</summary>
    public static bool IsReadable(SafePipeHandle pipe) => Poll([pipe], timeoutMs: 0) > 0;

    /// <summary>Reads what the pipe holds; 0 at its end, negative on an error.</summary>
    public static unsafe int Read(SafePipeHandle pipe, Span<byte> into)
    {
        fixed (byte* start = into)
        {
            return (int)Read((int)pipe.DangerousGetHandle(), start, (nuint)into.Length);
        }
    }

    private static unsafe int Poll(ReadOnlySpan<SafePipeHandle> pipes, int timeoutMs)
    {
        Span<PollTarget> targets = stackalloc PollTarget[pipes.Length];
        for (var i = 0; i < pipes.Length; i++)
        {
            targets[i] = new PollTarget { FileDescriptor = (int)pipes[i].DangerousGetHandle(), Events = PollIn };
        }

        fixed (PollTarget* first = targets)
        {
            return Poll(first, (nuint)targets.Length, timeoutMs);
        }
    }

    [LibraryImport("libc", EntryPoint = "read")]
    private static unsafe partial nint Read(int fileDescriptor, byte* into, nuint length);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static unsafe partial int Poll(PollTarget* targets, nuint count, int timeoutMs);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollTarget
    {
        public int FileDescriptor;
        public short Events;
        public short Returned;
    }
}
