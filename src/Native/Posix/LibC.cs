using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace LambdaClient.Native.Posix;

/// <summary>The functions of libc that the library calls, with Linux's numbers (the same on x86-64 and arm64).</summary>
internal static unsafe partial class LibC
{
    public const int AddressFamilyInet = 2;
    public const int AddressFamilyInet6 = 10;
    public const int SocketStream = 1;
    public const int SocketNonBlocking = 0x800;
    public const int SocketCloseOnExec = 0x80000;
    public const int LevelSocket = 1;
    public const int OptionError = 4;
    public const int OptionKeepAlive = 9;
    public const int OptionReceiveTimeout = 20;
    public const int OptionSendTimeout = 21;
    public const int LevelTcp = 6;
    public const int OptionNoDelay = 1;
    public const int OptionQuickAcknowledge = 12;
    public const int OptionKeepAliveIdle = 4;
    public const int OptionKeepAliveInterval = 5;
    public const int OptionKeepAliveCount = 6;
    public const int MessagePeek = 2;
    public const int MessageDontWait = 0x40;
    public const int MessageNoSignal = 0x4000;
    public const int ShutdownBoth = 2;
    public const short PollOut = 4;
    public const int FileSetFlags = 4;
    public const int ErrorInterrupted = 4;
    public const int ErrorWouldBlock = 11;
    public const int ErrorBrokenPipe = 32;
    public const int ErrorConnectionReset = 104;
    public const int ErrorTimedOut = 110;
    public const int ErrorConnectionRefused = 111;
    public const int ErrorInProgress = 115;
    public const int ResolverMemory = -10;
    public const int ProtectReadWrite = 3;
    public const int MapPrivateAnonymous = 0x22;
    public const int AdviceWipeOnFork = 18;
    public const int MaskBlock = 0;
    public const int MaskSet = 2;
    public const int SignalPipe = 13;

    /// <summary>A set of signals, of which this library names those up to 64; glibc's has room for 1024.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    public struct SignalSet
    {
        public ulong First64;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeValue
    {
        public long Seconds;
        public long Microseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct AddressInfo
    {
        public int Flags;
        public int Family;
        public int SocketType;
        public int Protocol;
        public uint AddressLength;
        public byte* Address;
        public byte* CanonicalName;
        public AddressInfo* Next;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int descriptor, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetSocketOption(int descriptor, int level, int option, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(int descriptor, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    public static partial nint SendMessage(int descriptor, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    public static partial int Shutdown(int descriptor, int how);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "getaddrinfo")]
    public static partial int GetAddressInfo(byte* host, byte* service, AddressInfo* hints, AddressInfo** result);

    [LibraryImport("libc", EntryPoint = "freeaddrinfo")]
    public static partial void FreeAddressInfo(AddressInfo* result);

    [LibraryImport("libc", EntryPoint = "mmap")]
    public static partial void* Map(
        void* address,
        nuint length,
        int protection,
        int flags,
        int descriptor,
        nint offset
    );

    [LibraryImport("libc", EntryPoint = "madvise")]
    public static partial int Advise(void* address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "getenv")]
    public static partial byte* Variable(byte* name);

    [LibraryImport("libc", EntryPoint = "putenv")]
    public static partial int PutVariable(byte* assignment);

    [LibraryImport("libc", EntryPoint = "unsetenv")]
    public static partial int UnsetVariable(byte* name);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    public static partial int SignalMask(int how, SignalSet* set, SignalSet* before);

    [LibraryImport("libc", EntryPoint = "sigpending")]
    public static partial int PendingSignals(SignalSet* set);

    [LibraryImport("libc", EntryPoint = "sigtimedwait")]
    public static partial int TakeSignal(SignalSet* set, void* info, TimeSpecification* timeout);

    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void ExitAtOnce(int status);
}
