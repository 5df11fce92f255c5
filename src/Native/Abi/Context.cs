using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>What the service says about an invocation. Begin with LAMBDACLIENT_CONTEXT_INIT. A field that is absent, empty or blank is {NULL, 0}.</summary>
[CStruct("lambdaclient_context_t")]
[StructLayout(LayoutKind.Sequential)]
public struct Context
{
    /// <summary>sizeof(lambdaclient_context_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>Not used; 0.</summary>
    public uint Reserved;

    /// <summary>The deadline in milliseconds since 1970-01-01 UTC; -1 where the service sent none.</summary>
    public long DeadlineMs;

    /// <summary>The request id; always present.</summary>
    public View RequestId;

    /// <summary>The id of this attempt; the library echoes it with the answer.</summary>
    public View InvocationId;

    /// <summary>The ARN by which the function was invoked.</summary>
    public View InvokedFunctionArn;

    /// <summary>The X-Ray trace header.</summary>
    public View TraceId;

    /// <summary>The client context as it was sent: JSON.</summary>
    public View ClientContext;

    /// <summary>The Cognito identity as it was sent: JSON.</summary>
    public View CognitoIdentity;

    /// <summary>The tenant of a tenant-isolated function.</summary>
    public View TenantId;

    /// <summary>The media type of the event.</summary>
    public View ContentType;
}
