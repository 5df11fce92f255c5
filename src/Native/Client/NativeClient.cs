using LambdaClient.Logging;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Exports;
using LambdaClient.Native.Handles;
using LambdaClient.Native.Posix;

namespace LambdaClient.Native.Client;

/// <summary>What stands behind a client handle: a client that lends its buffer, and the place of its one invocation.</summary>
/// <remarks>Only the session's gate keeps two threads apart; what is checked about a handle is checked inside it.</remarks>
internal sealed partial class NativeClient : IDisposable, ISessionOwner
{
    private readonly NativeClientOptions _options;
    private readonly RuntimeClient _client;
    private readonly FunctionLog _log;
    private readonly FunctionText _function;
    private readonly Round _round;
    private HeldIds _ids = new();
    private HeldIds _idsBefore = new();
    private Slot? _place;
    private nint _freed;
    private bool _isForgotten;
    private int _isStepping;
    private Invocation _invocation;

    private NativeClient(NativeClientOptions options, RuntimeClient client)
    {
        _options = options;
        _client = client;
        _client.Session.Owner = this;
        _log = FunctionLog.Open(new FunctionLogOptions { Variable = options.Client.Variable });
        _function = new FunctionText(client, _log.Level, options.Client.Variable);
        _round = client.RoundWith(options.Loop);
        _overrun = new OverrunTrace(
            options.Client.Clock,
            options.Loop.DeadlineMargin,
            (_, message) => Log(LogExports.LogError, message, LogExtras.None)
        );
    }

    public static Result<NativeClient, ApiError> Open(NativeClientOptions options) =>
        OpenConnection(options).Map(client => new NativeClient(options, client));

    private static Result<RuntimeClient, ApiError> OpenConnection(NativeClientOptions options) =>
        RuntimeClient.Open(
            options.Client with
            {
                LendBuffers = true,
            },
            () => new PosixTransport(options.Client.KeepAliveInterval),
            static (until, pause) => until.Wait(pause)
        );

    /// <summary>The invocation's handle; 0 where there is none.</summary>
    private nint Handle => _place is { } place && IsUnanswered ? HandleTable.HandleOf(place) : 0;

    /// <summary>
    /// The caller's own loop begins a step that takes an event; false inside a callback of such a step or of a run, which would take
    /// the event away from it.
    /// </summary>
    public bool TryBeginStep() =>
        Volatile.Read(ref _run) is null && Interlocked.CompareExchange(ref _isStepping, 1, 0) == 0;

    public void EndStep() => Volatile.Write(ref _isStepping, 0);

    /// <summary>Waits for an event and gives its handle. An invocation that was freed without an answer gets one first.</summary>
    public ApiError? Next(out nint handle)
    {
        if (_isForgotten && IsUnanswered)
        {
            return Turn(_round, default, out handle, out _);
        }

        return Give(_client.Next(), out handle);
    }

    /// <summary>Delivers an answer, waits for the next event and gives its handle.</summary>
    public ApiError? Turn(Answer answer, out nint handle, out ApiError? undelivered) =>
        Turn(_round, answer, out handle, out undelivered);

    /// <summary>As above, as a loop with options of its own.</summary>
    public ApiError? Turn(Round round, Answer answer, out nint handle, out ApiError? undelivered)
    {
        _overrun.End();
        var turn = _client.Session.Turn(round, answer);
        undelivered = turn.Undelivered;
        var error = Give(turn.Next, out handle);
        if (error is null)
        {
            Watch();
        }

        return error;
    }

    /// <summary>The round of a loop with options of its own.</summary>
    public Round RoundWith(bool isConcurrent, Action<ApiError> onError) =>
        _client.RoundWith(_options.Loop with { IsConcurrent = isConcurrent, OnError = onError });

    public ApiError? Respond(nint handle, View payload, View contentType)
    {
        if (Text.Check(payload, "payload") is { } badPayload)
        {
            return badPayload;
        }

        return ContentType.Read(contentType, "application/json").TryGet(out var type, out var badType)
            ? Send(
                handle,
                PostRequest.Response(_invocation, Response.Bytes(BorrowedMemory.OfThread.Borrow(payload), type))
            )
            : badType;
    }

    public ApiError? Fail(nint handle, FunctionError failure) =>
        Send(handle, PostRequest.Failure(_invocation, failure));

    /// <summary>Gives the invocation up: the service hands the same event out again.</summary>
    public ApiError? Abandon(nint handle) =>
        ErrorOf(
            _client.Session.Run<OfHandle<Session.AbandonCall, Unit>, Unit>(
                new(this, handle, new Session.AbandonCall(_invocation))
            )
        );

    public ApiError? FailInit(FunctionError failure) => ErrorOf(_client.Session.Post(PostRequest.InitFailure(failure)));

    public ApiError? FailRestore(FunctionError failure) =>
        ErrorOf(_client.Session.Post(PostRequest.RestoreFailure(failure)));

    /// <summary>Waits until a snapshot of the process was taken and restored.</summary>
    public ApiError? RestoreNext() => ErrorOf(_client.RestoreNext());

    /// <summary>Forgets the invocation's handle, unless a stream took it over. What waits for its answer gets one with the next poll.</summary>
    public void Free(nint handle)
    {
        if (_stream is null && _place?.TryRenew((uint)(handle >>> 32)) == true)
        {
            (_freed, _isForgotten) = (handle, true);
        }
    }

    /// <summary>Why a handle that stood for this client's invocation no longer does.</summary>
    public ApiError WhyStale(nint handle) =>
        handle == Volatile.Read(ref _freed)
            ? Boundary.Invalid(HandleKind.Invocation, handle)
            : new ApiError.State(ErrorCode.AlreadyAnswered);

    public FunctionInfo Function => _function.Value;

    /// <summary>Writes a log event. Any thread, at any time: a log needs no connection.</summary>
    public ApiError? Log(uint level, string message, LogExtras extras)
    {
        if (level is < LogExports.LogTrace or > LogExports.LogFatal)
        {
            return new ApiError.Usage(ErrorCode.OptionInvalid, "level", $"{level}");
        }

        using var quiet = new BrokenPipeGuard();
        var ids = extras.IsOfLast ? LastIds : _ids.Read();
        _log.WriteReport((FunctionLogLevel)level, message, ids, extras.Failure, extras.Fields);
        return null;
    }

    public void Dispose()
    {
        _client.Dispose();
        _extension?.Dispose();
        EndWatch();
        if (_place is { } place)
        {
            // First, because giving up the place disposes of what stands in it: this client.
            _place = null;
            HandleTable.Close(place);
        }
    }

    void ISessionOwner.Took(Invocation invocation)
    {
        _place ??= HandleTable.Add(HandleKind.Invocation, this);
        _invocation = invocation;
        (_ids, _idsBefore) = (_idsBefore, _ids);
        _ids.Hold(invocation.Data!);
        _isForgotten = false;
        if (_options.SetsTraceVariable && !_sharesEnvironment)
        {
            TraceVariable.Set(invocation.Data!.Field(RuntimeApi.EventField.TraceId));
        }
    }

    void ISessionOwner.Settled()
    {
        if (_invocation != default)
        {
            _overrun.End();
            _invocation = default;
            _ids.Release();
            _stream = null;
            _place?.Renew();
        }
    }

    /// <summary>The ids of the invocation whose answer the last turn delivered, or tried to.</summary>
    private LogIds LastIds => IsUnanswered ? _idsBefore.ReadLast() : _ids.ReadLast();

    private ApiError? Give(Result<Invocation, ApiError> next, out nint handle)
    {
        handle = 0;
        if (!next.TryGet(out var invocation, out var error))
        {
            return error;
        }

        handle = Handle;
        if (handle == 0)
        {
            _ = _client.Abandon(invocation);
            return new ApiError.Internal(ErrorCode.OutOfMemory, "no handle is left");
        }

        return null;
    }

    private ApiError? Send(nint handle, in PostRequest post) =>
        ErrorOf(_client.Session.Run<OfHandle<Session.PostCall, Unit>, Unit>(new(this, handle, new(post))));

    /// <summary>A call about the invocation that a handle stood for when it was begun; inside the gate it has to stand for it still.</summary>
    private readonly struct OfHandle<TCall, T>(NativeClient client, nint handle, TCall call) : ICall<T>
        where TCall : struct, ICall<T>
    {
        public ClientCall Kind => call.Kind;

        public ApiError Refuse(Session session, ErrorCode code) =>
            call.Refuse(session, code) is { Code: not ErrorCode.InvocationUnknown } refusal
                ? refusal
                : new ApiError.State(code);

        // The invocation was read outside the gate. Where another call of the client settled or took one meanwhile, the two overlapped.
        public ApiError? Begin(Session session)
        {
            if (handle != client.Handle)
            {
                return new ApiError.State(ErrorCode.AlreadyAnswered);
            }

            var refused = call.Begin(session);
            return refused is { Code: ErrorCode.InvocationUnknown }
                ? new ApiError.State(ErrorCode.ClientBusy)
                : refused;
        }

        public (Result<T, ApiError> Result, CallEnd End) End(Session session) => call.End(session);
    }
}
