namespace LambdaClient.RuntimeApi;

/// <summary>What a complete reply means: success, or which error (AWS Lambda Developer Guide, "Runtime API").</summary>
internal static class StatusReaction
{
    /// <summary>Null where the call succeeded: 200 where something was asked for, any 2xx for a post.</summary>
    public static ApiError? Of(Operation operation, int status, ReadOnlySpan<byte> body)
    {
        var isAsking = operation.IsPoll() || operation == Operation.RegisterExtension;
        if (isAsking ? status == 200 : status is >= 200 and < 300)
        {
            return null;
        }

        if (status < 400)
        {
            return new ApiError.Protocol(
                ErrorCode.StatusUnexpected,
                operation,
                $"status {status}",
                isAsking ? Delivery.Sent : Delivery.Unknown
            );
        }

        var (type, message) = ErrorBody.Read(body);
        return status >= 500
            ? new ApiError.Server(
                status == 500 ? ErrorCode.ContainerError : ErrorCode.ServerError,
                operation,
                status,
                type,
                message
            )
            : new ApiError.Rejected(RejectionCode(status, type), operation, status, type, message);
    }

    private static ErrorCode RejectionCode(int status, string? type) =>
        (status, type) switch
        {
            (400, "InvalidRequestID") => ErrorCode.RequestIdRejected,
            (400, "InvalidInvocationId") => ErrorCode.InvocationIdRejected,
            (400, "InvalidFunctionResponseMode") => ErrorCode.ResponseModeRejected,
            (400, "TruncatedHTTPRequest") => ErrorCode.RequestTruncated,
            (403, _) => ErrorCode.StateTransitionRejected,
            (410, _) => ErrorCode.InvocationTimedOut,
            (413, _) => ErrorCode.PayloadTooLarge,
            _ => ErrorCode.RequestRejected,
        };
}
