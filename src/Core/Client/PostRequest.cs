namespace LambdaClient;

/// <summary>One post to the service.</summary>
/// <param name="Operation">Which one.</param>
/// <param name="Invocation">What is answered; <c>default</c> for an init error.</param>
/// <param name="Label">The content type of a response, or the error type of a report.</param>
/// <param name="Body">The body.</param>
/// <param name="Cause">The X-Ray cause of a failure, where there is one.</param>
internal readonly record struct PostRequest(
    Operation Operation,
    Invocation Invocation,
    string Label,
    ReadOnlyMemory<byte> Body,
    ErrorCause? Cause = null
)
{
    public static PostRequest Response(Invocation invocation, in Response response) =>
        new(Operation.Respond, invocation, response.ContentType, response.Payload);

    public static PostRequest Failure(Invocation invocation, IRuntimeApiError error) =>
        Failure(invocation, Describe(error));

    public static PostRequest InitFailure(IRuntimeApiError error) => InitFailure(Describe(error));

    public static PostRequest RestoreFailure(IRuntimeApiError error) => RestoreFailure(Describe(error));

    // Reports that are made already need nothing that reads exceptions, and the native library has room for none of it.
    public static PostRequest Failure(Invocation invocation, FunctionError report) =>
        Report(Operation.Fail, invocation, report);

    public static PostRequest InitFailure(FunctionError report) => Report(Operation.FailInit, default, report);

    public static PostRequest RestoreFailure(FunctionError report) => Report(Operation.FailRestore, default, report);

    private static PostRequest Report(Operation operation, Invocation invocation, FunctionError report)
    {
        var label = RuntimeApi.ErrorType.ForHeader(report.Type);
        return new(operation, invocation, label, RuntimeApi.ErrorBody.Write(report), report.Cause);
    }

    /// <summary>The user's description of the user's error; where that fails itself, the failure is the report.</summary>
    public static FunctionError Describe(IRuntimeApiError? error)
    {
        try
        {
            return error?.ToResponse() ?? new FunctionError("Error", "the handler failed without saying why");
        }
        catch (Exception e)
        {
            return FunctionError.FromException(error as Exception ?? e);
        }
    }
}
