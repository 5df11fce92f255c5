using LambdaClient.RuntimeApi;

namespace LambdaClient;

/// <summary>Answering piece by piece.</summary>
internal sealed partial class Session
{
    /// <summary>Why an invocation cannot be answered by a stream; null when it can.</summary>
    public ApiError? RefuseStream(Invocation invocation, string contentType) =>
        RefuseAnswer(invocation)
        ?? (_stream is null ? (ApiError?)RefuseContentType(contentType) : new ApiError.State(ErrorCode.StreamOpen));

    /// <summary>Sends a piece of a stream.</summary>
    public Result<Unit, ApiError> Stream(in StreamPiece piece) => Run<PieceCall, Unit>(new(piece));

    public Task<Result<Unit, ApiError>> StreamAsync(in StreamPiece piece, CancellationToken cancellation) =>
        RunAsync<PieceCall, Unit>(new(piece), cancellation);

    private ApiError? BeginPiece(in StreamPiece piece)
    {
        if (RefuseAnswer(piece.Invocation) is { } refused)
        {
            return refused;
        }

        if (_stream is not null)
        {
            if (_stream != piece.Stream)
            {
                return new ApiError.State(ErrorCode.StreamOpen);
            }

            _writer.ContinueStream();
            _exchange.Continue(Framing(piece), piece.Data, piece.IsLast);
            return null;
        }

        if (RefuseContentType(piece.ContentType) is { } unfit)
        {
            return unfit;
        }

        _writer.BeginStream(
            _event.Field(EventField.RequestId),
            _event.Field(EventField.InvocationId),
            piece.ContentType
        );
        _exchange.Begin(Operation.Respond, Framing(piece), piece.Data, MaxAnswerBytes, piece.IsLast);
        return null;
    }

    private ReadOnlyMemory<byte> Framing(in StreamPiece piece) =>
        piece.IsLast ? _writer.LastChunk(piece.Failure)
        : piece.Data.IsEmpty ? _writer.NoChunk()
        : _writer.Chunk(piece.Data.Length);

    private Result<Unit, ApiError> EndPiece(in StreamPiece piece)
    {
        if (_exchange.Failure is null && !_exchange.IsAnswered)
        {
            _stream = piece.Stream;
            return default(Unit);
        }

        var ended = EndPost(Operation.Respond);
        if (!ended.IsOk || piece.IsLast)
        {
            return ended;
        }

        // The service took an answer that was not whole: nobody asks for the rest.
        return new ApiError.Protocol(
            ErrorCode.StatusUnexpected,
            Operation.Respond,
            $"status {_exchange.Answer.Status} before the end of the stream",
            Delivery.Unknown
        );
    }

    private readonly struct PieceCall(StreamPiece piece) : ICall<Unit>
    {
        public ApiError? Begin(Session session) => session.BeginPiece(piece);

        public Result<Unit, ApiError> End(Session session) => session.EndPiece(piece);
    }
}
