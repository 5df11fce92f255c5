using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>The failure to report to the caller. Begin with LAMBDACLIENT_FAILURE_INIT. All text is UTF-8; in type, message, frames and cause, U+FFFD replaces other bytes.</summary>
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
    /// Your own body in place of type, message and frames, sent exactly as it is: JSON below 1 MiB; absent for none. A body that is not
    /// JSON, or is too large, is not sent; the ordinary body then has its first 4096 bytes as the text givenJson. At most 16 KiB
    /// behind a stream that was begun.
    /// </summary>
    public View Json;

    /// <summary>
    /// What X-Ray shows of a failed invocation, as JSON of at most 1 MiB; absent for none. An object with working_directory (text),
    /// exceptions (a list of objects with type, message, and stack, a list of objects with path, line, label), paths (a list of texts) and
    /// message (text), each of which may be missing. Cut to what a header field holds; not sent behind a stream that was begun, nor with
    /// an init or restore error.
    /// </summary>
    public View Cause;
}
