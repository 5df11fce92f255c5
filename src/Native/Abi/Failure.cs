using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>Why the function failed, as its caller shall see it. Begin with LAMBDACLIENT_FAILURE_INIT. All text is UTF-8.</summary>
[CStruct("lambdaclient_failure_t")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct Failure
{
    /// <summary>sizeof(lambdaclient_failure_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>The number of frames, at most 65536.</summary>
    public uint StackTraceCount;

    /// <summary>A short name, such as InvalidNameError; absent means Error.</summary>
    public View Type;

    /// <summary>What happened, for a person; cut at 65536 characters.</summary>
    public View Message;

    /// <summary>The frames, innermost first; NULL where there are none.</summary>
    public View* StackTrace;
}
