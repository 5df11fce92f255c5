namespace LambdaClient;

/// <summary>The names of the Runtime API's header fields, as the service spells them; they are compared without case.</summary>
/// <remarks>Source: AWS Lambda Developer Guide, "Runtime API" and "Custom runtimes".</remarks>
public static class LambdaHeaders
{
    /// <summary>The request id of the invocation: an opaque token.</summary>
    public const string RequestId = "Lambda-Runtime-Aws-Request-Id";

    /// <summary>The id of this attempt, echoed with the answer; opaque, never reused.</summary>
    public const string InvocationId = "Lambda-Runtime-Invocation-Id";

    /// <summary>The deadline in milliseconds since 1970-01-01 UTC.</summary>
    public const string Deadline = "Lambda-Runtime-Deadline-Ms";

    /// <summary>The ARN by which the function was invoked; it may name a version or an alias.</summary>
    public const string FunctionArn = "Lambda-Runtime-Invoked-Function-Arn";

    /// <summary>The X-Ray trace header.</summary>
    public const string TraceId = "Lambda-Runtime-Trace-Id";

    /// <summary>JSON about the calling mobile application.</summary>
    public const string ClientContext = "Lambda-Runtime-Client-Context";

    /// <summary>JSON about the calling Cognito identity.</summary>
    public const string CognitoIdentity = "Lambda-Runtime-Cognito-Identity";

    /// <summary>The tenant of a tenant-isolated function.</summary>
    public const string TenantId = "Lambda-Runtime-Aws-Tenant-Id";

    /// <summary>The category and reason of a reported error.</summary>
    public const string FunctionErrorType = "Lambda-Runtime-Function-Error-Type";

    /// <summary>The X-Ray cause of a reported error, as JSON on one line.</summary>
    public const string FunctionErrorCause = "Lambda-Runtime-Function-XRay-Error-Cause";

    /// <summary>The media type of an event or an answer.</summary>
    public const string ContentType = "Content-Type";
}
