namespace LambdaClient.Emulator;

/// <summary>One event for the function. Immutable; the payload's bytes must not change until the invocation is over.</summary>
public sealed record InvocationRequest
{
    /// <summary>The event. Sent to the runtime byte for byte, JSON or not.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; } = "{}"u8.ToArray();

    /// <summary>The event's media type, as the runtime sees it.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The request id, or null for a fresh one. May repeat, as it does when an asynchronous invocation is retried.</summary>
    public string? RequestId { get; init; }

    /// <summary>The version or alias to invoke, or null for the unqualified function.</summary>
    public string? Qualifier { get; init; }

    /// <summary>The ARN shown to the runtime, or null for the function's own.</summary>
    public string? InvokedFunctionArn { get; init; }

    /// <summary>The X-Ray trace header, or null for a fresh, unsampled one.</summary>
    public string? TraceId { get; init; }

    /// <summary>The client context as JSON text (not base64), or null for none. Must not contain control characters.</summary>
    public string? ClientContext { get; init; }

    /// <summary>The Cognito identity as JSON text, or null for none. Must not contain control characters.</summary>
    public string? CognitoIdentity { get; init; }

    /// <summary>The tenant id, or null for none. Must not contain control characters.</summary>
    public string? TenantId { get; init; }

    /// <summary>
    /// Takes a streamed response chunk by chunk as the runtime writes it, or null to get it whole in the outcome. A stream's
    /// <c>WriteAsync</c> fits. Each call is awaited before the next, and the runtime is kept waiting meanwhile; the bytes are valid
    /// until then only. If it throws it gets no more and the runtime goes on undisturbed. The token is cancelled when the
    /// invocation ends first, by a time-out for one. <see cref="LambdaEmulator.InvokeAsync"/> never ends before the last call has.
    /// Not called for a response that is not streamed.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask>? ResponseSink { get; init; }

    /// <summary>Called with the media type of a streamed response before the first call of <see cref="ResponseSink"/>.</summary>
    internal Action<string>? ResponseStarted { get; init; }

    /// <summary>The name of a property whose text cannot travel in a header, or null if all can.</summary>
    internal string? UnfitText
    {
        get
        {
            (string Name, string? Text)[] texts =
            [
                (nameof(ContentType), ContentType),
                (nameof(RequestId), RequestId),
                (nameof(InvokedFunctionArn), InvokedFunctionArn),
                (nameof(Qualifier), Qualifier),
                (nameof(TraceId), TraceId),
                (nameof(ClientContext), ClientContext),
                (nameof(CognitoIdentity), CognitoIdentity),
                (nameof(TenantId), TenantId),
            ];
            return Array.Find(texts, text => text.Text is not null && text.Text.Any(char.IsControl)).Name;
        }
    }
}
