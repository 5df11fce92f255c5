using LambdaClient.Http;
using LambdaClient.RuntimeApi;

namespace LambdaClient;

/// <summary>Answering piece by piece.</summary>
internal sealed partial class Session
{
    /// <summary>Opens a stream, which takes the invocation over; nothing is sent yet.</summary>
    public Result<ResponseStream, ApiError> OpenStream(
        Invocation invocation,
        string contentType,
        ReadOnlyMemory<byte> prelude
    ) => Run<OpenCall, ResponseStream>(new(new ResponseStream(this, invocation, contentType, prelude), contentType));

    /// <summary>Sends a piece of a stream.</summary>
    public Result<Unit, ApiError> Stream(in StreamPiece piece) => Run<PieceCall, Unit>(new(piece));

    public Task<Result<Unit, ApiError>> StreamAsync(in StreamPiece piece, CancellationToken cancellation) =>
        RunAsync<PieceCall, Unit>(new(piece), cancellation);

    /// <summary>Answers with a plain failure in a stream's place, of which nothing was sent.</summary>
    public Result<Unit, ApiError> FailUnbegun(ResponseStream stream, FunctionError report) =>
        Run<UnbegunCall, Unit>(new(stream, report));

    public Task<Result<Unit, ApiError>> FailUnbegunAsync(
        ResponseStream stream,
        FunctionError report,
        CancellationToken cancellation
    ) => RunAsync<UnbegunCall, Unit>(new(stream, report), cancellation);

    /// <summary>Whether a stream still takes bytes.</summary>
    public Result<Unit, ApiError> Check(ResponseStream stream) => Run<CheckCall, Unit>(new(stream));

    internal void BeginPiece(in StreamPiece piece)
    {
        if (piece.Stream.IsBegun)
        {
            _writer.ContinueStream();
            _exchange.Continue(Framing(piece), piece.Data, piece.IsLast, AnswerLimit);
            return;
        }

        _writer.BeginStream(
            _event.Field(EventField.RequestId),
            _event.Field(EventField.InvocationId),
            piece.Stream.ContentType
        );
        _exchange.Begin(new Request(Framing(piece), piece.Data, MaxReplyBytes, IsWhole: piece.IsLast), AnswerLimit);
    }

    private ReadOnlyMemory<byte> Framing(in StreamPiece piece) =>
        piece.IsLast ? _writer.LastChunk(piece.Failure)
        : piece.Data.IsEmpty ? _writer.NoChunk()
        : _writer.Chunk(piece.Data.Length);

    internal (Result<Unit, ApiError> Result, CallEnd End) EndPiece(in StreamPiece piece)
    {
        if (_exchange.Failure is null && !_exchange.IsReplied)
        {
            piece.Stream.IsBegun = true;
            return (default(Unit), CallEnd.More);
        }

        return EndPost(Operation.Respond);
    }

    /// <summary>Why a piece is not one of the stream that is open.</summary>
    private ApiError.State? RefuseStream(ResponseStream stream) =>
        RefuseInvocation(stream.Invocation) ?? (stream == _stream ? null : new ApiError.State(ErrorCode.StreamOpen));

    internal readonly struct OpenCall(ResponseStream stream, string contentType) : ICall<ResponseStream>
    {
        public ClientCall Kind => ClientCall.OpenStream;

        public ApiError Refuse(Session session, ErrorCode code) => session.RefuseAnswer(code, stream.Invocation);

        public ApiError? Begin(Session session) =>
            (ApiError?)session.RefuseInvocation(stream.Invocation) ?? RefuseContentType(contentType);

        public (Result<ResponseStream, ApiError> Result, CallEnd End) End(Session session)
        {
            session._stream = stream;
            return (stream, CallEnd.More);
        }
    }

    private readonly struct PieceCall(StreamPiece piece) : ICall<Unit>
    {
        public ClientCall Kind => ClientCall.Piece;

        public ApiError Refuse(Session session, ErrorCode code) => session.RefuseAnswer(code, piece.Stream.Invocation);

        public ApiError? Begin(Session session)
        {
            if (session.RefuseStream(piece.Stream) is { } refused)
            {
                return refused;
            }

            session.BeginPiece(piece);
            return null;
        }

        public (Result<Unit, ApiError> Result, CallEnd End) End(Session session) => session.EndPiece(piece);
    }

    private readonly struct CheckCall(ResponseStream stream) : ICall<Unit>
    {
        public ClientCall Kind => ClientCall.Piece;

        public ApiError Refuse(Session session, ErrorCode code) => session.RefuseAnswer(code, stream.Invocation);

        public ApiError? Begin(Session session) => session.RefuseStream(stream);

        public (Result<Unit, ApiError> Result, CallEnd End) End(Session session) => (default(Unit), CallEnd.More);
    }

    private readonly struct UnbegunCall(ResponseStream stream, FunctionError report) : ICall<Unit>
    {
        public ClientCall Kind => ClientCall.Piece;

        public ApiError Refuse(Session session, ErrorCode code) => session.RefuseAnswer(code, stream.Invocation);

        public ApiError? Begin(Session session) =>
            session.RefuseStream(stream) ?? session.BeginPost(PostRequest.Failure(stream.Invocation, report));

        public (Result<Unit, ApiError> Result, CallEnd End) End(Session session) => session.EndPost(Operation.Fail);
    }
}
