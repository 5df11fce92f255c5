using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>What a log event tells besides its message. Begin with LAMBDACLIENT_LOG_DETAILS_INIT. All text is UTF-8; bytes that are not become U+FFFD.</summary>
[CStruct("lambdaclient_log_details_t")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct LogDetails
{
    /// <summary>sizeof(lambdaclient_log_details_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>The number of fields, at most 1024.</summary>
    public uint FieldCount;

    /// <summary>More properties of a line of JSON, as text; lines of text leave them out. NULL where there are none.</summary>
    public Pair* Fields;

    /// <summary>What went wrong: its type, message and frames are part of the line, its json and cause are not looked at; NULL for nothing.</summary>
    public Failure* Failure;

    /// <summary>
    /// 1 writes the event for the invocation of the turn before, whose answer it tells of: when lambdaclient_turn reports that an answer
    /// was not delivered, the client holds the next invocation already. 0 writes it for the present one.
    /// </summary>
    public uint OfLast;

    /// <summary>Not used; 0, or the call is refused.</summary>
    public uint Reserved;
}
