namespace LambdaClient.Emulator;

/// <summary>What became of an invocation: what its caller is told and what the service records about it. Immutable.</summary>
public sealed record InvocationOutcome
{
    /// <summary>How the invocation ended.</summary>
    public required InvocationStatus Status { get; init; }

    /// <summary>The invocation's request id.</summary>
    public required string RequestId { get; init; }

    /// <summary>
    /// The function's answer, or the JSON that describes the error. Byte for byte what the runtime sent, if it sent any. Empty when
    /// the answer went to <see cref="InvocationRequest.ResponseSink"/>.
    /// </summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The media type of <see cref="Payload"/>.</summary>
    public required string ContentType { get; init; }

    /// <summary>
    /// The error type the service records, or null on success. The runtime's error type header passes through when it contains
    /// <c>Runtime.Name</c> or <c>Function.Name</c>; otherwise it is recorded as <c>Function.Unknown</c> or <c>Runtime.Unknown</c>.
    /// </summary>
    public string? ErrorType { get; init; }

    /// <summary>The runtime's error type header (or trailer) as it was sent, or null if none was.</summary>
    public string? ErrorTypeHeader { get; init; }

    /// <summary>The runtime's X-Ray error cause header as it was sent, or null if none was.</summary>
    public string? ErrorCause { get; init; }

    /// <summary>
    /// What a streaming runtime had sent before it reported an error in the trailers; empty otherwise, and when it went to
    /// <see cref="InvocationRequest.ResponseSink"/>.
    /// </summary>
    public ReadOnlyMemory<byte> PartialResponse { get; init; }

    /// <summary>How many bytes <see cref="InvocationRequest.ResponseSink"/> had taken when the invocation ended.</summary>
    public long StreamedBytes { get; init; }

    /// <summary>What <see cref="InvocationRequest.ResponseSink"/> threw, or null. Says nothing about the function.</summary>
    public Exception? ResponseSinkError { get; init; }

    /// <summary>The version that ran: <c>$LATEST</c> or a number.</summary>
    public required string ExecutedVersion { get; init; }

    /// <summary>Time from the event's delivery to the end of the answer; zero if the event never reached the runtime.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>On the first invocation of a handler program's life, the time from its start to its first request for an event.</summary>
    public TimeSpan? InitDuration { get; init; }

    /// <summary>The most memory the handler program has had resident so far, in MB, or null when it is not known.</summary>
    public int? MaxMemoryUsedMb { get; init; }

    /// <summary>
    /// The last 4 KiB of what the handler program wrote for this invocation, or, when it serves several at once, since the last one
    /// that ended; empty when the emulator does not run it.
    /// </summary>
    public ReadOnlyMemory<byte> LogTail { get; init; }

    /// <summary>How the handler program ended, or null if it lives on or the emulator does not run it.</summary>
    public HandlerExit? HandlerExit { get; init; }

    /// <summary>Whether the function answered.</summary>
    public bool IsSuccess => Status == InvocationStatus.Success;
}
