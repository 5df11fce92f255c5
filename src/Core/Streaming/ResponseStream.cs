namespace LambdaClient;

/// <summary>An answer that is sent piece by piece: any number of writes, then one <see cref="Finish"/> or <see cref="Fail"/>.</summary>
/// <remarks>
/// <para>
/// Nothing is buffered: a write returns when the operating system took the bytes, so a slow caller slows the writer down.
/// Nothing is sent before the first write, flush or finish. One thread at a time, and the same one-at-a-time rule as for
/// <see cref="RuntimeClient"/>; no method throws.
/// </para>
/// <para>
/// A stream that ends badly is over: its invocation counts as answered, because its caller may have got a part. Facts: AWS
/// Lambda Developer Guide, "Building a custom runtime" and "Response streaming".
/// </para>
/// </remarks>
public sealed class ResponseStream
{
    private readonly Session _session;
    private readonly Invocation _invocation;
    private readonly string _contentType;
    private ReadOnlyMemory<byte> _prelude;
    private bool _isBegun;

    internal ResponseStream(Session session, Invocation invocation, string contentType, ReadOnlyMemory<byte> prelude)
    {
        _session = session;
        _invocation = invocation;
        _contentType = contentType;
        _prelude = prelude;
    }

    /// <summary>Sends bytes. No bytes send nothing.</summary>
    /// <param name="data">The bytes; read during the call only.</param>
    /// <returns>
    /// Success, or in order of likelihood: <see cref="ApiError.Rejected"/> (the service answered before the end: timed out, too
    /// large), <see cref="ApiError.Transport"/>, <see cref="ErrorCode.AlreadyAnswered"/> (the stream has ended).
    /// </returns>
    public Result<Unit, ApiError> Write(ReadOnlyMemory<byte> data) => data.IsEmpty ? Check() : Send(Piece(data));

    /// <summary>As <see cref="Write"/>, without blocking the thread.</summary>
    /// <param name="data">The bytes; not to be changed before the task ends.</param>
    /// <param name="cancellation">Gives up; the stream is broken off.</param>
    public Task<Result<Unit, ApiError>> WriteAsync(
        ReadOnlyMemory<byte> data,
        CancellationToken cancellation = default
    ) => data.IsEmpty ? Task.FromResult(Check()) : SendAsync(Piece(data), cancellation);

    /// <summary>Begins the stream if nothing was sent yet, so that its caller sees the head; does nothing else: no bytes wait here.</summary>
    /// <returns>As <see cref="Write"/>.</returns>
    public Result<Unit, ApiError> Flush() => _isBegun ? Check() : Send(default);

    /// <summary>As <see cref="Flush"/>, without blocking the thread.</summary>
    /// <param name="cancellation">Gives up; the stream is broken off.</param>
    public Task<Result<Unit, ApiError>> FlushAsync(CancellationToken cancellation = default) =>
        _isBegun ? Task.FromResult(Check()) : SendAsync(default, cancellation);

    /// <summary>Ends the stream with success, and waits for the service's answer.</summary>
    /// <returns>As <see cref="RuntimeClient.Respond"/>; <see cref="ErrorCode.AlreadyAnswered"/> the second time.</returns>
    public Result<Unit, ApiError> Finish() => Send(Last(null));

    /// <summary>As <see cref="Finish"/>, without blocking the thread.</summary>
    /// <param name="cancellation">Gives up; the stream is broken off.</param>
    public Task<Result<Unit, ApiError>> FinishAsync(CancellationToken cancellation = default) =>
        SendAsync(Last(null), cancellation);

    /// <summary>
    /// Ends the stream with a failure, which its caller gets behind what was sent. Before the first byte the failure is reported
    /// as if no stream had been opened.
    /// </summary>
    /// <param name="error">The failure, as its caller shall see it; in a trailer a message over 1024 characters is cut.</param>
    /// <returns>As <see cref="Finish"/>.</returns>
    public Result<Unit, ApiError> Fail(IRuntimeApiError error) => FailWith(PostRequest.Describe(error));

    internal Result<Unit, ApiError> FailWith(FunctionError report) =>
        _isBegun ? Send(Last(report)) : _session.Post(PostRequest.Failure(_invocation, report));

    /// <summary>As <see cref="Fail"/>, without blocking the thread.</summary>
    /// <param name="error">The failure, as its caller shall see it.</param>
    /// <param name="cancellation">Gives up; the stream is broken off.</param>
    public Task<Result<Unit, ApiError>> FailAsync(IRuntimeApiError error, CancellationToken cancellation = default) =>
        _isBegun
            ? SendAsync(Last(PostRequest.Describe(error)), cancellation)
            : _session.PostAsync(PostRequest.Failure(_invocation, error), cancellation);

    /// <summary>
    /// This stream as a <see cref="Stream"/> to write on, for serializers, <c>CopyToAsync</c> and <c>PipeWriter.Create</c>. What a
    /// write would give as an error, it throws as an <see cref="IOException"/>. Closing it ends nothing: finish or fail this stream.
    /// </summary>
    public Stream AsStream() => new OutputStream(this);

    private StreamPiece Piece(ReadOnlyMemory<byte> data) => new(this, _invocation, _contentType, data);

    private StreamPiece Last(FunctionError? failure) => new(this, _invocation, _contentType, default, true, failure);

    private Result<Unit, ApiError> Check() =>
        _session.RefuseAnswer(_invocation) is { } refused ? refused : default(Unit);

    private Result<Unit, ApiError> Send(StreamPiece piece)
    {
        if (!_isBegun && NeedsOpening(piece))
        {
            var opened = _session.Stream(Piece(_prelude));
            Begun(opened);
            if (opened.IsError || IsNothing(piece))
            {
                return opened;
            }
        }

        var sent = _session.Stream(piece);
        Begun(sent);
        return sent;
    }

    private async Task<Result<Unit, ApiError>> SendAsync(StreamPiece piece, CancellationToken cancellation)
    {
        if (!_isBegun && NeedsOpening(piece))
        {
            var opened = await _session.StreamAsync(Piece(_prelude), cancellation).ConfigureAwait(false);
            Begun(opened);
            if (opened.IsError || IsNothing(piece))
            {
                return opened;
            }
        }

        var sent = await _session.StreamAsync(piece, cancellation).ConfigureAwait(false);
        Begun(sent);
        return sent;
    }

    /// <summary>A flush has no piece of its own.</summary>
    private static bool IsNothing(StreamPiece piece) => piece.Stream is null;

    private bool NeedsOpening(StreamPiece piece) => !_prelude.IsEmpty || IsNothing(piece);

    private void Begun(Result<Unit, ApiError> sent)
    {
        _isBegun |= sent.IsOk;
        _prelude = _isBegun ? default : _prelude;
    }
}
