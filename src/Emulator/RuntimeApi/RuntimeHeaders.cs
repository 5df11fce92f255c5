namespace LambdaClient.Emulator.RuntimeApi;

/// <summary>The header names of the Runtime API.</summary>
internal static class RuntimeHeaders
{
    public const string RequestId = "Lambda-Runtime-Aws-Request-Id";
    public const string InvocationId = "Lambda-Runtime-Invocation-Id";
    public const string Deadline = "Lambda-Runtime-Deadline-Ms";
    public const string FunctionArn = "Lambda-Runtime-Invoked-Function-Arn";
    public const string TraceId = "Lambda-Runtime-Trace-Id";
    public const string ClientContext = "Lambda-Runtime-Client-Context";
    public const string CognitoIdentity = "Lambda-Runtime-Cognito-Identity";
    public const string TenantId = "Lambda-Runtime-Aws-Tenant-Id";
    public const string ResponseMode = "Lambda-Runtime-Function-Response-Mode";
    public const string ErrorType = "Lambda-Runtime-Function-Error-Type";
    public const string ErrorBody = "Lambda-Runtime-Function-Error-Body";
    public const string ErrorCause = "Lambda-Runtime-Function-XRay-Error-Cause";
}
