using LambdaClient.Http;
using LambdaClient.RuntimeApi;
using LambdaClient.Transports;

namespace LambdaClient;

/// <summary>All that changes behind a <see cref="RuntimeClient"/>: its state, one connection, and the one invocation it has to answer.</summary>
/// <remarks>
/// One call at a time; a second one is refused, not queued. Each call is a beginning, an exchange that a driver runs, and
/// an end; only the driver differs between the blocking and the asynchronous form.
/// </remarks>
internal sealed partial class Session : IDisposable
{
    private const int MaxReplyBytes = 1024 * 1024;
    private const int CopiedBytes = 64 * 1024;
    private const int Closing = 1 << 8;

    /// <summary>The longest content type of an answer.</summary>
    public const int MaxContentTypeChars = 256;

    private readonly RuntimeClientOptions _options;
    private readonly Transport _transport;
    private readonly Exchange _exchange;
    private readonly RequestWriter _writer;
    private readonly EventData _lent = new();
    private readonly Lock _pollGate = new();
    private readonly TaskCompletionSource _brokenOff = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Whether the call that posts was given up.
    private volatile bool _isAborted;

    // A ClientState, and Closing beside it.
    private int _state;
    private EventData _event;
    private uint _lastGeneration;
    private uint _outstanding;
    private ResponseStream? _stream;
    private readonly byte[] _attempt = new byte[256];
    private int _attemptLength;

    /// <summary>Makes a session.</summary>
    /// <param name="options">What was chosen.</param>
    /// <param name="endpoint">Where the service is.</param>
    /// <param name="transport">What bytes go over.</param>
    /// <param name="wait">Blocks until the task or the time is over: the native library has no room for clocks that can be chosen.</param>
    public Session(RuntimeClientOptions options, Endpoint endpoint, Transport transport, Action<Task, TimeSpan> wait)
    {
        (_options, _wait) = (options, wait);
        Endpoint = endpoint;
        Function = FunctionConfiguration.Read(options.Variable);
        _transport = transport;
        _exchange = new(_transport, options.Clock, EventFields.Names);
        _writer = new(endpoint, options.UserAgent);
        _event = _lent;
        IsConcurrent = Concurrency.IsAskedFor(options.Variable);
        _isOneWrite =
            options.OneWrite
            ?? options.Variable(RuntimeClientOptions.OneWriteVariable)?.ToUpperInvariant()
                is not ("0" or "OFF" or "FALSE" or "NO");
    }

    public Endpoint Endpoint { get; }

    /// <summary>The fatal reply to a single call, with which the next turn ends; null where there was none.</summary>
    internal ApiError? Fatal { get; private set; }

    /// <summary>Who hears of the invocation's life, or null.</summary>
    public ISessionOwner? Owner { get; set; }

    public FunctionConfiguration Function { get; }

    public TimeProvider Clock => _options.Clock;

    /// <summary>Whether the service asks for pollers side by side.</summary>
    public bool IsConcurrent { get; }

    /// <summary>Ends when the client is cancelled.</summary>
    public Task Cancellation => _exchange.Cancellation;

    /// <summary>Ends when answers are to be given up too.</summary>
    public Task BrokenOff => _brokenOff.Task;

    /// <summary>Makes a call and waits for its end.</summary>
    public Result<T, ApiError> Run<TCall, T>(TCall call)
        where TCall : struct, ICall<T>
    {
        if (Enter(call.Kind, out var from) is var refusal and not ErrorCode.None)
        {
            return call.Refuse(this, refusal);
        }

        var end = CallEnd.NotSent;
        try
        {
            if (call.Begin(this) is { } refused)
            {
                return refused;
            }

            Driver.Run(_exchange, _transport, Endpoint, _options.ConnectTimeout);
            (var result, end) = call.End(this);
            return result;
        }
        finally
        {
            Exit(from, call.Kind, end);
        }
    }

    /// <summary>As <see cref="Run"/>, without blocking the thread.</summary>
    public async Task<Result<T, ApiError>> RunAsync<TCall, T>(TCall call, CancellationToken cancellation)
        where TCall : struct, ICall<T>
    {
        if (Enter(call.Kind, out var from) is var refusal and not ErrorCode.None)
        {
            return call.Refuse(this, refusal);
        }

        var end = CallEnd.NotSent;
        try
        {
            if (call.Begin(this) is { } refused)
            {
                return refused;
            }

            await Driver
                .RunAsync(_exchange, _transport, Endpoint, _options.ConnectTimeout, cancellation)
                .ConfigureAwait(false);
            (var result, end) = call.End(this);
            return result;
        }
        finally
        {
            Exit(from, call.Kind, end);
        }
    }

    /// <summary>Ends a parked poll and every later one. Any thread.</summary>
    public void Cancel()
    {
        // The gate keeps a late abort from cutting the connection under the post that follows the poll.
        lock (_pollGate)
        {
            _exchange.Cancel();
            if (State == ClientState.Polling)
            {
                _transport.Abort();
            }
        }
    }

    /// <summary>Gives up what is being sent, and every wait before it is sent again. Any thread.</summary>
    public void BreakOff()
    {
        Cancel();
        _brokenOff.TrySetResult();
        if (State == ClientState.Posting)
        {
            _isAborted = true;
            _transport.Abort();
        }
    }

    /// <summary>Closes the connection now, or as soon as the call that uses it returns.</summary>
    public void Dispose()
    {
        Interlocked.Or(ref _state, Closing);
        Cancel();
        CloseIfIdle();
    }

    /// <summary>What the client is doing.</summary>
    private ClientState State => (ClientState)(Volatile.Read(ref _state) & ~Closing);

    /// <summary>Begins a call, unless it is not legal now; then nothing changes.</summary>
    private ErrorCode Enter(ClientCall call, out ClientState from)
    {
        while (true)
        {
            var word = Volatile.Read(ref _state);
            from = (ClientState)(word & ~Closing);
            if ((word & Closing) != 0 && !from.IsInCall())
            {
                return ErrorCode.ClientClosed;
            }

            var (next, refusal) = ClientStates.Begin(from, call);
            if (
                refusal != ErrorCode.None
                || Interlocked.CompareExchange(ref _state, (int)next | (word & Closing), word) == word
            )
            {
                return refusal;
            }
        }
    }

    private void Exit(ClientState from, ClientCall call, CallEnd end)
    {
        if (_exchange.Step != ExchangeStep.Done)
        {
            // An exception passed through: what is left of the reply must not be taken for another's, nor an answer sent twice.
            _exchange.BreakOff();
            end = State == ClientState.Polling ? CallEnd.Nothing : CallEnd.Taken;
            Settle();
        }

        _isAborted = false;
        Switch(ClientStates.End(from, call, end));
        if ((Volatile.Read(ref _state) & Closing) != 0)
        {
            CloseIfIdle();
        }
    }

    /// <summary>Goes over to another state; only the thread that is inside a call does.</summary>
    internal void Switch(ClientState next)
    {
        if (State == ClientState.Polling)
        {
            lock (_pollGate)
            {
                Set();
            }
        }
        else
        {
            Set();
        }

        void Set()
        {
            var word = Volatile.Read(ref _state);
            while (
                Interlocked.CompareExchange(ref _state, (int)next | (word & Closing), word) is var seen && seen != word
            )
            {
                word = seen;
            }
        }
    }

    private void CloseIfIdle()
    {
        var word = Volatile.Read(ref _state);
        var isMine =
            !((ClientState)(word & ~Closing)).IsInCall()
            && Interlocked.CompareExchange(ref _state, (int)ClientState.Closed | Closing, word) == word;
        if (isMine)
        {
            _exchange.Drop();
        }
    }

    private static ApiError.Usage? RefuseContentType(string contentType) =>
        contentType.Length > MaxContentTypeChars || !FieldSyntax.IsPrintable(contentType)
            ? new(ErrorCode.ContentTypeInvalid, "content type", contentType)
            : null;

    /// <summary>Why an invocation is not the one that waits for its answer; null when it is.</summary>
    private ApiError.State? RefuseInvocation(Invocation invocation) =>
        !invocation.IsFrom(this) ? new(ErrorCode.InvocationUnknown)
        : invocation.Generation != _outstanding ? new(ErrorCode.AlreadyAnswered)
        : null;

    /// <summary>Names why an invocation cannot be answered now: what is wrong with the invocation goes first.</summary>
    private ApiError RefuseAnswer(ErrorCode code, Invocation invocation) =>
        (code is ErrorCode.AlreadyAnswered or ErrorCode.StreamOpen ? RefuseInvocation(invocation) : null)
        ?? new ApiError.State(code);

    /// <summary>The invocation is answered, or given up: its bytes are needed no more.</summary>
    internal void Settle()
    {
        _outstanding = 0;
        _stream = null;
        _exchange.Release();
        if (_options.LendBuffers)
        {
            _lent.Release();
        }

        Owner?.Settled();
    }

    /// <summary>Why the exchange did not succeed; null when it did.</summary>
    private ApiError? CheckReply(Operation operation)
    {
        if (_exchange.Failure is { } failure)
        {
            return Describe(operation, failure);
        }

        var reply = _exchange.Reply;
        var error = StatusReaction.Of(operation, reply.Status, reply.Body.In(reply.Buffer.Bytes));
        return error is null && _exchange.IsEarly
            ? new ApiError.Protocol(
                ErrorCode.StatusUnexpected,
                operation,
                $"status {reply.Status} before the end of the request",
                Delivery.Unknown
            )
            : error;
    }

    private ApiError Describe(Operation operation, ExchangeFailure failure) =>
        (ErrorCategory)((int)failure.Code / 100) switch
        {
            _ when failure.Code == ErrorCode.Cancelled => new ApiError.Cancelled(operation, failure.Delivery),
            ErrorCategory.Transport when _isAborted => new ApiError.Cancelled(operation, failure.Delivery),
            ErrorCategory.Limit => new ApiError.Limit(failure.Code, operation, failure.Reason!, failure.Delivery),
            ErrorCategory.Protocol => new ApiError.Protocol(failure.Code, operation, failure.Reason!, failure.Delivery),
            _ => new ApiError.Transport(
                failure.Code,
                operation,
                Endpoint.Authority,
                failure.Io.SystemError,
                failure.Delivery
            ),
        };
}
