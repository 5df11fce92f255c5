using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>What a handler gives for an invocation. Begin with LAMBDACLIENT_ANSWER_INIT, which is no answer.</summary>
[CStruct("lambdaclient_answer_t")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct AnswerInfo
{
    /// <summary>sizeof(lambdaclient_answer_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>
    /// LAMBDACLIENT_ANSWER_NONE, LAMBDACLIENT_ANSWER_RESPONSE or LAMBDACLIENT_ANSWER_FAILURE. Use none after a stream or a single call
    /// answered; otherwise the caller gets the failure Runtime.NoAnswer.
    /// </summary>
    public uint Kind;

    /// <summary>The response's bytes; they may be the event's own.</summary>
    public View Payload;

    /// <summary>The response's media type, 1 to 256 printable ASCII characters; absent means application/json.</summary>
    public View ContentType;

    /// <summary>The failure; not NULL for LAMBDACLIENT_ANSWER_FAILURE. It is read when the answer is delivered, like the bytes.</summary>
    public Failure* Failure;

    /// <summary>Called once, with release_context, when payload, content_type and failure are no longer needed; or NULL.</summary>
    [CFunction(typeof(Finalizer))]
    public delegate* unmanaged[Cdecl]<nint, void> Release;

    /// <summary>Given to release; never read.</summary>
    public void* ReleaseContext;

    internal static AnswerInfo Empty => new() { StructSize = (uint)sizeof(AnswerInfo) };
}
