using LambdaClient.Emulator.Faults;

namespace LambdaClient.Emulator;

/// <summary>One Runtime API or Extensions API request as the service saw it. Immutable.</summary>
public sealed record RuntimeApiCall
{
    /// <summary>The call's place in the order in which calls were replied to or given up, counted from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The request target exactly as sent, percent-encoding included.</summary>
    public required string Path { get; init; }

    /// <summary>The request headers; names compare without regard to case, repeated ones are joined with a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The bytes of body that were read, or that were declared when the body was refused unread.</summary>
    public required long BodyLength { get; init; }

    /// <summary>The status answered, or null when the connection was gone before an answer.</summary>
    public required int? Status { get; init; }

    /// <summary>The <c>errorType</c> of a refusal, or null when the call was accepted.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The request id of the event handed out by a <c>next</c> call, or named in the path of an answer.</summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// Whether the whole head of the request had arrived before the reply to the previous request on its connection was begun: the
    /// runtime did not wait for that reply. So it is with a poll that leaves in one write with the answer before it. Always false on
    /// other systems than Linux.
    /// </summary>
    public bool IsPipelined { get; init; }

    /// <summary>The fault that was asked for and struck this call, or null.</summary>
    public Fault? Fault { get; init; }
}
