using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LambdaClient.Emulator.Function;

/// <summary>The answers that the service makes up itself when the runtime gave none that a caller can be handed.</summary>
internal static class Answers
{
    public static Answer TimedOut(string requestId, TimeSpan timeout) =>
        Describe(InvocationStatus.TimedOut, ErrorTypes.TimedOut, TimeUp(requestId, timeout));

    public static Answer NeverAsked(string requestId, TimeSpan limit) =>
        Describe(
            InvocationStatus.InitFailed,
            ErrorTypes.TimedOut,
            $"{TimeUp(requestId, limit)}: the handler program did not ask for an event within the init limit; "
                + "it must call GET /2018-06-01/runtime/invocation/next at AWS_LAMBDA_RUNTIME_API"
        );

    public static Answer Exited(string requestId, string how, InvocationStatus status) =>
        Describe(status, ErrorTypes.ExitError, $"RequestId: {requestId} Error: {how}");

    public static Answer NotStarted(string requestId, string why) =>
        Describe(InvocationStatus.InitFailed, ErrorTypes.InvalidEntrypoint, $"RequestId: {requestId} Error: {why}");

    public static Answer Unavailable(string requestId, TimeSpan waited) =>
        Describe(
            InvocationStatus.Unavailable,
            ErrorTypes.Unavailable,
            string.Create(
                CultureInfo.InvariantCulture,
                $"RequestId: {requestId} Error: No worker of the runtime asked for an event within {waited.TotalSeconds:0.00} seconds"
            )
        );

    public static Answer ExtensionFailed(
        string requestId,
        string extension,
        string errorType,
        InvocationStatus status
    ) =>
        Describe(
            status,
            errorType,
            $"RequestId: {requestId} Error: The extension '{Shown.Short(extension)}' reported that it cannot go on"
        );

    public static Answer TooLarge(long length, long limit) =>
        Describe(
            InvocationStatus.UnhandledError,
            ErrorTypes.ResponseSizeTooLarge,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The response has {length} bytes or more; the largest that can be delivered has {limit}."
            )
        );

    public static Answer Truncated() =>
        Describe(
            InvocationStatus.UnhandledError,
            ErrorTypes.TruncatedResponse,
            "The response ended before it was complete."
        );

    public static Answer UnknownResponseMode(string mode) =>
        Describe(
            InvocationStatus.UnhandledError,
            ErrorTypes.InvalidResponseModeHeader,
            $"The runtime asked for the response mode '{Shown.Short(mode)}'; only 'streaming' exists."
        );

    /// <summary>An error the runtime reported; a body that is no JSON is replaced by a description built from the header.</summary>
    public static Answer Reported(
        InvocationStatus status,
        string? errorTypeHeader,
        ReadOnlyMemory<byte> body,
        string contentType
    )
    {
        var recorded = ErrorTypes.Recorded(errorTypeHeader);
        var answer = Json.IsValid(body.Span)
            ? new Answer(status, body, contentType)
            : Describe(status, recorded, "The runtime reported an error without a description in JSON.");
        return answer with { ErrorType = recorded, ErrorTypeHeader = errorTypeHeader };
    }

    private static string TimeUp(string requestId, TimeSpan limit) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"RequestId: {requestId} Error: Task timed out after {limit.TotalSeconds:0.00} seconds"
        );

    private static Answer Describe(InvocationStatus status, string type, string message)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("errorType", type);
            json.WriteString("errorMessage", message);
            json.WriteEndObject();
        }

        return new Answer(status, buffer.ToArray(), "application/json") { ErrorType = type };
    }
}
