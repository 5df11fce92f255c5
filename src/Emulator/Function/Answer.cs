namespace LambdaClient.Emulator.Function;

/// <summary>What the caller of an invocation is told.</summary>
internal sealed record Answer(InvocationStatus Status, ReadOnlyMemory<byte> Payload, string ContentType)
{
    public string? ErrorType { get; init; }
    public string? ErrorTypeHeader { get; init; }
    public string? ErrorCause { get; init; }
    public ReadOnlyMemory<byte> PartialResponse { get; init; }
}
