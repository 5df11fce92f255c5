using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LambdaClient.Emulator.Handler;

/// <summary>The few system calls that the framework does not offer. The numbers are Linux's.</summary>
internal static partial class LibC
{
    private const short PollIn = 0x0001;
    private const short PollOut = 0x0004;
    private const int WaitForOneProcess = 1;
    private const int WaitForExit = 4;
    private const int LeaveWaitable = 0x0100_0000;
    private const int SignalInfoBytes = 128;
    private const int MayExecute = 1;
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const nint DefaultAction = 0;
    private const nint Ignored = 1;

    public const int SigKill = 9;
    public const int SigPipe = 13;
    public const int SigTerm = 15;
    public const int SigChild = 17;

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

    /// <summary>Writes some of the bytes, at least one; waits where the descriptor does not.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static unsafe int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                var count = Write(descriptor, start, (nuint)bytes.Length);
                if (count >= 0)
                {
                    return (int)count;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Interrupted:
                        break;
                    case TryAgain:
                        var target = new PollTarget { FileDescriptor = descriptor, Events = PollOut };
                        _ = Poll(&target, 1, -1);
                        break;
                    case var error:
                        throw new IOException(Marshal.GetPInvokeErrorMessage(error));
                }
            }
        }
    }

    /// <summary>Blocks until a child has ended. Its id stays its own until <see cref="Collect"/>.</summary>
    /// <returns>How it ended; null if the system does not say, as it does not where SIGCHLD is ignored.</returns>
    public static unsafe ExitReason? WaitForEnd(int processId)
    {
        // Offsets in siginfo_t, and a value of si_code: CLD_EXITED.
        const int Code = 8;
        const int Status = 24;
        const int Exited = 1;
        Span<byte> information = stackalloc byte[SignalInfoBytes];
        fixed (byte* start = information)
        {
            while (WaitId(WaitForOneProcess, (uint)processId, start, WaitForExit | LeaveWaitable) != 0)
            {
                if (Marshal.GetLastPInvokeError() != Interrupted)
                {
                    return null;
                }
            }
        }

        var status = MemoryMarshal.Read<int>(information[Status..]);
        return new ExitReason(status, IsSignal: MemoryMarshal.Read<int>(information[Code..]) != Exited);
    }

    /// <summary>Lets go of the id of a child that has ended.</summary>
    public static unsafe void Collect(int processId)
    {
        int status;
        while (WaitProcess(processId, &status, 0) < 0 && Marshal.GetLastPInvokeError() == Interrupted) { }
    }

    /// <summary>Whether this process may execute the file.</summary>
    public static bool IsExecutable(string path) => Access(path, MayExecute) == 0;

    /// <summary>Gives a signal its default action if it is ignored, as it may have been since before this program was started.</summary>
    public static unsafe void StopIgnoring(int signal)
    {
        // More than any C library's struct sigaction has; the action is its first member on Linux.
        Span<nint> action = stackalloc nint[64];
        fixed (nint* start = action)
        {
            if (SignalAction(signal, null, start) == 0 && action[0] == Ignored)
            {
                action[0] = DefaultAction;
                _ = SignalAction(signal, start, null);
            }
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

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint Write(int fileDescriptor, byte* from, nuint length);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static unsafe partial int Poll(PollTarget* targets, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static unsafe partial int WaitId(int kind, uint id, byte* information, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static unsafe partial int WaitProcess(int processId, int* status, int options);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static unsafe partial int SignalAction(int signal, nint* action, nint* previous);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollTarget
    {
        public int FileDescriptor;
        public short Events;
        public short Returned;
    }
}
