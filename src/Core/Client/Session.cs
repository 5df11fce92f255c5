using LambdaClient.Http;
using LambdaClient.Transports;

namespace LambdaClient;

/// <summary>All that changes behind a <see cref="RuntimeClient"/>: one connection, and the one invocation it has to answer.</summary>
/// <remarks>
/// One call at a time; a second one is refused, not queued. Each call is a beginning, an exchange that a driver runs, and
/// an end; only the driver differs between the blocking and the asynchronous form.
/// </remarks>
internal sealed class Session : IDisposable
{
    private const int MaxAnswerBytes = 1024 * 1024;
    private const int CopiedBytes = 64 * 1024;
    private const int MaxContentTypeChars = 256;

    private readonly RuntimeClientOptions _options;
    private readonly Transport _transport;
    private readonly Exchange _exchange;
    private readonly RequestWriter _writer;
    private readonly EventData _lent = new();
    private readonly Lock _pollGate = new();
    private bool _isPolling;
    private int _isInUse;
    private volatile bool _isClosed;
    private bool _isInitErrorReported;
    private EventData _event;
    private uint _lastGeneration;
    private uint _outstanding;
    private ResponseStream? _stream;

    public Session(RuntimeClientOptions options, Endpoint endpoint, Transport transport)
    {
        _options = options;
        Endpoint = endpoint;
        Function = FunctionConfiguration.Read(options.Variable);
        _transport = transport;
        _exchange = new(_transport, endpoint, options.Clock);
        _writer = new(endpoint.Authority, options.UserAgent);
        _event = _lent;
    }

    public Endpoint Endpoint { get; }

    public FunctionConfiguration Function { get; }

    public TimeProvider Clock => _options.Clock;

    public Result<Invocation, ApiError> Next()
    {
        if (!TryEnter())
        {
            return Busy;
        }

        try
        {
            if (BeginNext() is { } refused)
            {
                return refused;
            }

            Driver.Run(_exchange, _transport, Endpoint, _options.ConnectTimeout);
            return EndNext();
        }
        finally
        {
            Exit();
        }
    }

    public async Task<Result<Invocation, ApiError>> NextAsync(CancellationToken cancellation)
    {
        if (!TryEnter())
        {
            return Busy;
        }

        try
        {
            if (BeginNext() is { } refused)
            {
                return refused;
            }

            await Driver
                .RunAsync(_exchange, _transport, Endpoint, _options.ConnectTimeout, cancellation)
                .ConfigureAwait(false);
            return EndNext();
        }
        finally
        {
            Exit();
        }
    }

    public Result<Unit, ApiError> Post(in PostRequest post)
    {
        if (!TryEnter())
        {
            return Busy;
        }

        try
        {
            if (BeginPost(post) is { } refused)
            {
                return refused;
            }

            Driver.Run(_exchange, _transport, Endpoint, _options.ConnectTimeout);
            return EndPost(post.Operation);
        }
        finally
        {
            Exit();
        }
    }

    public async Task<Result<Unit, ApiError>> PostAsync(PostRequest post, CancellationToken cancellation)
    {
        if (!TryEnter())
        {
            return Busy;
        }

        try
        {
            if (BeginPost(post) is { } refused)
            {
                return refused;
            }

            await Driver
                .RunAsync(_exchange, _transport, Endpoint, _options.ConnectTimeout, cancellation)
                .ConfigureAwait(false);
            return EndPost(post.Operation);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Why an invocation cannot be answered by a stream; null when it can.</summary>
    public ApiError? RefuseStream(Invocation invocation, string contentType) =>
        RefuseAnswer(invocation)
        ?? (_stream is null ? (ApiError?)RefuseContentType(contentType) : new ApiError.State(ErrorCode.StreamOpen));

    /// <summary>Why a stream cannot go on; null when it can.</summary>
    public ApiError? RefuseMore(Invocation invocation) => RefuseAnswer(invocation);

    /// <summary>Sends a piece of a stream.</summary>
    public Result<Unit, ApiError> Stream(in StreamPiece piece)
    {
        if (!TryEnter())
        {
            return Busy;
        }

        try
        {
            if (BeginPiece(piece) is { } refused)
            {
                return refused;
            }

            Driver.Run(_exchange, _transport, Endpoint, _options.ConnectTimeout);
            return EndPiece(piece);
        }
        finally
        {
            Exit();
        }
    }

    public async Task<Result<Unit, ApiError>> StreamAsync(StreamPiece piece, CancellationToken cancellation)
    {
        if (!TryEnter())
        {
            return Busy;
        }

        try
        {
            if (BeginPiece(piece) is { } refused)
            {
                return refused;
            }

            await Driver
                .RunAsync(_exchange, _transport, Endpoint, _options.ConnectTimeout, cancellation)
                .ConfigureAwait(false);
            return EndPiece(piece);
        }
        finally
        {
            Exit();
        }
    }

    public Result<Unit, ApiError> Abandon(Invocation invocation)
    {
        if (!TryEnter())
        {
            return Busy;
        }

        try
        {
            if (RefuseAnswer(invocation) is { } refused)
            {
                return refused;
            }

            if (_stream is not null)
            {
                // Half a response is on its way; without the connection the service knows that it will not be whole.
                _exchange.Drop();
            }

            Settle();
            return default(Unit);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Ends a parked poll and every later one. Any thread.</summary>
    public void Cancel()
    {
        // The gate keeps a late abort from cutting the connection under the post that follows the poll.
        lock (_pollGate)
        {
            _exchange.Cancel();
            if (_isPolling)
            {
                _transport.Abort();
            }
        }
    }

    /// <summary>Ends when the client is cancelled.</summary>
    public Task Cancellation => _exchange.Cancellation;

    /// <summary>Closes the connection now, or as soon as the call that uses it returns.</summary>
    public void Dispose()
    {
        _isClosed = true;
        Cancel();
        CloseIfIdle();
    }

    private ApiError.State? BeginNext()
    {
        if (RefuseCall() is { } refused)
        {
            return refused;
        }

        if (_outstanding != 0)
        {
            return new ApiError.State(ErrorCode.InvocationOutstanding);
        }

        lock (_pollGate)
        {
            _isPolling = true;
        }

        _exchange.Begin(Operation.Next, _writer.Next(), default, _options.MaxEventBytes);
        return null;
    }

    private Result<Invocation, ApiError> EndNext()
    {
        if (_exchange.Failure is { } failure)
        {
            return failure;
        }

        var answer = _exchange.Answer;
        var bytes = _exchange.Buffer.Bytes;
        if (StatusReaction.Of(Operation.Next, answer.Status, answer.Body.In(bytes)) is { } error)
        {
            return error;
        }

        var fields = answer.Fields;
        var requestId = fields.Get(EventField.RequestId).In(bytes);
        if (!RequestWriter.IsUsableRequestId(requestId))
        {
            return requestId.IsEmpty
                ? new ApiError.Protocol(
                    ErrorCode.RequestIdMissing,
                    Operation.Next,
                    LambdaHeaders.RequestId,
                    Delivery.Sent
                )
                : new ApiError.Protocol(
                    ErrorCode.RequestIdInvalid,
                    Operation.Next,
                    Excerpt.Quoted(HeaderText.Decode(requestId)!),
                    Delivery.Sent
                );
        }

        _event = Hold(answer);
        _outstanding = _lastGeneration;
        return new Invocation(this, _event);
    }

    private EventData Hold(ResponseReader answer)
    {
        // 0 means no event, so the count skips it when it wraps.
        _lastGeneration = _lastGeneration == uint.MaxValue ? 1 : _lastGeneration + 1;
        var (head, body, fields) = (answer.Head, answer.Body, answer.Fields);
        if (_options.LendBuffers)
        {
            _lent.Hold(_exchange.Buffer.Bytes, fields, head, body, _lastGeneration);
            return _lent;
        }

        var end = body.Start + body.Length;
        var given = new EventData();
        if (_exchange.Buffer.Bytes.Length > CopiedBytes)
        {
            given.Hold(_exchange.Buffer.Detach(), fields, head, body, _lastGeneration);
            return given;
        }

        var copy = _exchange.Buffer.Bytes.AsSpan(head.Start, end - head.Start).ToArray();
        given.Hold(
            copy,
            fields.MovedBack(head.Start),
            new Slice(0, head.Length),
            body with
            {
                Start = body.Start - head.Start,
            },
            _lastGeneration
        );
        return given;
    }

    private ApiError? BeginPost(in PostRequest post)
    {
        if (post.Operation == Operation.FailInit)
        {
            return RefuseCall() ?? Send(post, _writer.FailInit(post.Label, post.Body.Length));
        }

        if (RefuseAnswer(post.Invocation) is { } refused)
        {
            return refused;
        }

        if (_stream is not null)
        {
            return new ApiError.State(ErrorCode.StreamOpen);
        }

        var requestId = _event.Field(EventField.RequestId);
        var invocationId = _event.Field(EventField.InvocationId);
        if (post.Operation == Operation.Fail)
        {
            return Send(post, _writer.Fail(requestId, invocationId, post.Label, post.Body.Length));
        }

        return RefuseContentType(post.Label)
            ?? Send(post, _writer.Respond(requestId, invocationId, post.Label, post.Body.Length));
    }

    private ApiError? Send(in PostRequest post, ReadOnlyMemory<byte> head)
    {
        _exchange.Begin(post.Operation, head, post.Body, MaxAnswerBytes);
        return null;
    }

    private ApiError? BeginPiece(in StreamPiece piece)
    {
        if (RefuseAnswer(piece.Invocation) is { } refused)
        {
            return refused;
        }

        if (_stream is not null && _stream != piece.Stream)
        {
            return new ApiError.State(ErrorCode.StreamOpen);
        }

        if (_stream is not null)
        {
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

    private static ApiError.Usage? RefuseContentType(string contentType) =>
        contentType.Length > MaxContentTypeChars || !FieldSyntax.IsPrintable(contentType)
            ? new(ErrorCode.ContentTypeInvalid, "content type", contentType)
            : null;

    private Result<Unit, ApiError> EndPost(Operation operation)
    {
        var error =
            _exchange.Failure
            ?? StatusReaction.Of(operation, _exchange.Answer.Status, _exchange.Answer.Body.In(_exchange.Buffer.Bytes));
        if (error is null or { Delivery: not Delivery.NotSent })
        {
            _isInitErrorReported |= operation == Operation.FailInit;
            Settle();
        }

        return error is null ? default(Unit) : error;
    }

    private void Settle()
    {
        _outstanding = 0;
        _stream = null;
        if (_options.LendBuffers)
        {
            _lent.Release();
        }
    }

    private ApiError.State? RefuseAnswer(Invocation invocation)
    {
        if (RefuseCall() is { } refused)
        {
            return refused;
        }

        if (!invocation.IsFrom(this))
        {
            return new ApiError.State(ErrorCode.InvocationUnknown);
        }

        return invocation.Generation == _outstanding ? null : new ApiError.State(ErrorCode.AlreadyAnswered);
    }

    private ApiError.State? RefuseCall() =>
        _isClosed ? new ApiError.State(ErrorCode.ClientClosed)
        : _isInitErrorReported ? new ApiError.State(ErrorCode.InitErrorReported)
        : null;

    private static ApiError.State Busy => new(ErrorCode.ClientBusy);

    private bool TryEnter() => Interlocked.CompareExchange(ref _isInUse, 1, 0) == 0;

    private void Exit()
    {
        if (_isPolling)
        {
            lock (_pollGate)
            {
                _isPolling = false;
            }
        }

        if (_exchange.Step != ExchangeStep.Done)
        {
            BreakOff();
        }

        // A full fence: either this thread sees the closing, or the closing thread sees that nobody is inside.
        Interlocked.Exchange(ref _isInUse, 0);
        if (_isClosed)
        {
            CloseIfIdle();
        }
    }

    /// <summary>An exception passed through: what is left of the answer must not be taken for another's, nor a result sent twice.</summary>
    private void BreakOff()
    {
        if (_exchange.BreakOff() != Operation.Next)
        {
            Settle();
        }
    }

    private void CloseIfIdle()
    {
        if (TryEnter())
        {
            _exchange.Drop();
            Interlocked.Exchange(ref _isInUse, 0);
        }
    }
}
