using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>Why the function failed, as its caller shall see it. Begin with LAMBDACLIENT_FAILURE_INIT. All text is UTF-8; in type, message, frames and cause, bytes that are not become U+FFFD.</summary>
[CStruct("lambdaclient_failure_t")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct Failure
{
    /// <summary>sizeof(lambdaclient_failure_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>The number of frames; the first 65536 are read.</summary>
    public uint StackTraceCount;

    /// <summary>A short name, such as InvalidNameError; absent means Error.</summary>
    public View Type;

    /// <summary>What happened, for a person; cut at 65536 characters.</summary>
    public View Message;

    /// <summary>The frames, innermost first; NULL where there are none.</summary>
    public View* StackTrace;

    /// <summary>
    /// A body of your own in place of type, message and frames, sent exactly as it is: JSON below 1 MiB; absent where there is none.
    /// What is no JSON, or too large, is not sent; its first 4096 bytes then stand in the ordinary body as the text givenJson. Behind
    /// a stream that was begun, it is at most 16 KiB.
    /// </summary>
    public View Json;

    /// <summary>
    /// What X-Ray shows of a failed invocation, as JSON of at most 1 MiB; absent where there is none. An object with working_directory
    /// (text), exceptions (a list of objects with type, message, and stack, a list of objects with path, line, label), paths (a list of
    /// texts) and message (text), each of which may be missing. Sent by lambdaclient_fail alone, cut to what a header field holds.
    /// </summary>
    public View Cause;
}
