namespace LambdaClient;

/// <summary>An error of the user's own that can be reported to the Runtime API.</summary>
public interface IRuntimeApiError
{
    /// <summary>The report of this error: its type, message and stack trace as the caller of the function sees them.</summary>
    FunctionError ToResponse();
}
