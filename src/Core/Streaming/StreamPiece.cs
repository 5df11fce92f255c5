namespace LambdaClient;

/// <summary>One piece of a streamed answer.</summary>
/// <param name="Stream">Whose piece it is.</param>
/// <param name="Data">The bytes; empty sends the head alone.</param>
/// <param name="IsLast">Whether the stream ends here; then there are no bytes.</param>
/// <param name="Failure">Why the stream ends here, when it did not succeed.</param>
internal readonly record struct StreamPiece(
    ResponseStream Stream,
    ReadOnlyMemory<byte> Data,
    bool IsLast = false,
    FunctionError? Failure = null
);
