using LambdaClient.Http;
using LambdaClient.RuntimeApi;
using LambdaClient.Transports;

namespace LambdaClient;

/// <summary>All that changes behind a <see cref="RuntimeClient"/>: one connection, and the one invocation it has to answer.</summary>
/// <remarks>
/// One call at a time; a second one is refused, not queued. Each call is a beginning, an exchange that a driver runs, and
/// an end; only the driver differs between the blocking and the asynchronous form.
/// </remarks>
internal sealed partial class Session : IDisposable
{
    private const int MaxAnswerBytes = 1024 * 1024;
    private const int CopiedBytes = 64 * 1024;

    /// <summary>The longest content type of an answer.</summary>
    public const int MaxContentTypeChars = 256;

    private readonly RuntimeClientOptions _options;
    private readonly Transport _transport;
    private readonly Exchange _exchange;
    private readonly RequestWriter _writer;
    private readonly EventData _lent = new();
    private readonly Lock _pollGate = new();
    private bool _isPolling;
    private int _isInUse;
    private volatile bool _isClosed;
    private bool _isStartErrorReported;
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
        _writer = new(endpoint, options.UserAgent);
        _event = _lent;
    }

    public Endpoint Endpoint { get; }

    public FunctionConfiguration Function { get; }

    public TimeProvider Clock => _options.Clock;

    /// <summary>Makes a call and waits for its end.</summary>
    public Result<T, ApiError> Run<TCall, T>(TCall call)
        where TCall : struct, ICall<T>
    {
        if (!TryEnter())
        {
            return Busy;
        }

        try
        {
            if (call.Begin(this) is { } refused)
            {
                return refused;
            }

            Driver.Run(_exchange, _transport, Endpoint, _options.ConnectTimeout);
            return call.End(this);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>As <see cref="Run"/>, without blocking the thread.</summary>
    public async Task<Result<T, ApiError>> RunAsync<TCall, T>(TCall call, CancellationToken cancellation)
        where TCall : struct, ICall<T>
    {
        if (!TryEnter())
        {
            return Busy;
        }

        try
        {
            if (call.Begin(this) is { } refused)
            {
                return refused;
            }

            await Driver
                .RunAsync(_exchange, _transport, Endpoint, _options.ConnectTimeout, cancellation)
                .ConfigureAwait(false);
            return call.End(this);
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

    private static ApiError.Usage? RefuseContentType(string contentType) =>
        contentType.Length > MaxContentTypeChars || !FieldSyntax.IsPrintable(contentType)
            ? new(ErrorCode.ContentTypeInvalid, "content type", contentType)
            : null;

    private void Settle()
    {
        _outstanding = 0;
        _stream = null;
        if (_options.LendBuffers)
        {
            _lent.Release();
        }
    }

    /// <summary>Why an invocation cannot be answered, or not go on being answered; null when it can.</summary>
    public ApiError.State? RefuseAnswer(Invocation invocation)
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
        : _isStartErrorReported ? new ApiError.State(ErrorCode.InitErrorReported)
        : null;

    /// <summary>Why the exchange did not succeed; null when it did.</summary>
    private ApiError? CheckAnswer(Operation operation) =>
        _exchange.Failure
        ?? StatusReaction.Of(operation, _exchange.Answer.Status, _exchange.Answer.Body.In(_exchange.Buffer.Bytes));

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
