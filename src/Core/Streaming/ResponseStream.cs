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
    private readonly ReadOnlyMemory<byte> _prelude;

    internal ResponseStream(Session session, Invocation invocation, string contentType, ReadOnlyMemory<byte> prelude)
    {
        _session = session;
        Invocation = invocation;
        ContentType = contentType;
        _prelude = prelude;
    }

    /// <summary>What is answered.</summary>
    internal Invocation Invocation { get; }

    /// <summary>The media type of the whole answer.</summary>
    internal string ContentType { get; }

    /// <summary>Whether a byte was sent; the session sets it.</summary>
    internal bool IsBegun { get; set; }

    /// <summary>Sends bytes. No bytes send nothing.</summary>
    /// <param name="data">The bytes; read during the call only.</param>
    /// <returns>
    /// Success, or in order of likelihood: <see cref="ApiError.Rejected"/> (the service answered before the end: timed out, too
    /// large), <see cref="ApiError.Transport"/>, <see cref="ErrorCode.AlreadyAnswered"/> (the stream has ended).
    /// </returns>
    public Result<Unit, ApiError> Write(ReadOnlyMemory<byte> data) =>
        data.IsEmpty ? _session.Check(this) : Send(Piece(data));

    /// <summary>As <see cref="Write"/>, without blocking the thread.</summary>
    /// <param name="data">The bytes; not to be changed before the task ends.</param>
    /// <param name="cancellation">Gives up; the stream is broken off.</param>
    public Task<Result<Unit, ApiError>> WriteAsync(
        ReadOnlyMemory<byte> data,
        CancellationToken cancellation = default
    ) => data.IsEmpty ? Task.FromResult(_session.Check(this)) : SendAsync(Piece(data), cancellation);

    /// <summary>Begins the stream if nothing was sent yet, so that its caller sees the head; does nothing else: no bytes wait here.</summary>
    /// <returns>As <see cref="Write"/>.</returns>
    public Result<Unit, ApiError> Flush() => IsBegun ? _session.Check(this) : Send(default);

    /// <summary>As <see cref="Flush"/>, without blocking the thread.</summary>
    /// <param name="cancellation">Gives up; the stream is broken off.</param>
    public Task<Result<Unit, ApiError>> FlushAsync(CancellationToken cancellation = default) =>
        IsBegun ? Task.FromResult(_session.Check(this)) : SendAsync(default, cancellation);

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
        IsBegun ? Send(Last(report)) : _session.FailUnbegun(this, report);

    /// <summary>As <see cref="Fail"/>, without blocking the thread.</summary>
    /// <param name="error">The failure, as its caller shall see it.</param>
    /// <param name="cancellation">Gives up; the stream is broken off.</param>
    public Task<Result<Unit, ApiError>> FailAsync(IRuntimeApiError error, CancellationToken cancellation = default) =>
        IsBegun
            ? SendAsync(Last(PostRequest.Describe(error)), cancellation)
            : _session.FailUnbegunAsync(this, PostRequest.Describe(error), cancellation);

    /// <summary>
    /// This stream as a <see cref="Stream"/> to write on, for serializers, <c>CopyToAsync</c> and <c>PipeWriter.Create</c>. What a
    /// write would give as an error, it throws as an <see cref="IOException"/>. Closing it ends nothing: finish or fail this stream.
    /// </summary>
    public Stream AsStream() => new OutputStream(this);

    private StreamPiece Piece(ReadOnlyMemory<byte> data) => new(this, data);

    private StreamPiece Last(FunctionError? failure) => new(this, default, true, failure);

    private Result<Unit, ApiError> Send(StreamPiece piece)
    {
        if (NeedsOpening(piece))
        {
            var opened = _session.Stream(Piece(_prelude));
            if (opened.IsError || IsNothing(piece))
            {
                return opened;
            }
        }

        return _session.Stream(piece);
    }

    private async Task<Result<Unit, ApiError>> SendAsync(StreamPiece piece, CancellationToken cancellation)
    {
        if (NeedsOpening(piece))
        {
            var opened = await _session.StreamAsync(Piece(_prelude), cancellation).ConfigureAwait(false);
            if (opened.IsError || IsNothing(piece))
            {
                return opened;
            }
        }

        return await _session.StreamAsync(piece, cancellation).ConfigureAwait(false);
    }

    /// <summary>A flush has no piece of its own.</summary>
    private static bool IsNothing(StreamPiece piece) => piece.Stream is null;

    private bool NeedsOpening(StreamPiece piece) => !IsBegun && (!_prelude.IsEmpty || IsNothing(piece));
}
