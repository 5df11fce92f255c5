using System.Text;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Exports;
using LambdaClient.Native.Handles;
using LambdaClient.Native.Posix;
using LambdaClient.RuntimeApi;

namespace LambdaClient.Native.Client;

/// <summary>What stands behind a client handle: a client that lends its buffer, and the place of its one invocation.</summary>
internal sealed partial class NativeClient : IDisposable
{
    private const string StreamedContentType = "application/octet-stream";

    private readonly NativeClientOptions _options;
    private readonly RuntimeClient _client;
    private readonly FunctionLog _log;
    private readonly BorrowedMemory _borrowed = new();
    private readonly FunctionText _function;
    private Slot? _place;
    private int _isInUse;
    private Invocation _invocation;
    private byte[] _contentTypeBytes = [];
    private string _contentType = "";

    // The stream that took the invocation over.
    private NativeStream? _stream;

    private NativeClient(NativeClientOptions options, RuntimeClient client)
    {
        _options = options;
        _client = client;
        _log = FunctionLog.Open(new FunctionLogOptions { Variable = options.Client.Variable });
        _function = new FunctionText(client.Function, _log.Level);
    }

    public static Result<NativeClient, ApiError> Open(NativeClientOptions options) =>
        OpenConnection(options).Map(client => new NativeClient(options, client));

    private static Result<RuntimeClient, ApiError> OpenConnection(NativeClientOptions options) =>
        RuntimeClient.Open(
            options.Client with
            {
                LendBuffers = true,
            },
            () => new PosixTransport(options.Client.KeepAliveInterval)
        );

    /// <summary>Waits for an event and gives its handle.</summary>
    public ApiError? Next(out nint handle)
    {
        handle = 0;
        using var turn = new Turn(ref _isInUse);
        if (!turn.IsMine)
        {
            return Busy;
        }

        if (!_client.Next().TryGet(out var invocation, out var error))
        {
            return error;
        }

        _place ??= HandleTable.Add(HandleKind.Invocation, this);
        if (_place is null)
        {
            _ = _client.Abandon(invocation);
            return new ApiError.Internal(ErrorCode.OutOfMemory, "no handle is left");
        }

        _invocation = invocation;
        if (_options.SetsTraceVariable)
        {
            TraceVariable.Set(invocation.Data!.Field(EventField.TraceId));
        }

        handle = HandleTable.HandleOf(_place);
        return null;
    }

    public ApiError? Respond(nint handle, View payload, View contentType)
    {
        using var turn = new Turn(ref _isInUse);
        if (!turn.IsMine)
        {
            return Busy;
        }

        if (Refuse(handle) is { } refused)
        {
            return refused;
        }

        if (Text.Check(payload, "payload") is { } badPayload)
        {
            return badPayload;
        }

        if (ReadContentType(contentType) is { } badType)
        {
            return badType;
        }

        var body = _borrowed.Borrow(payload);
        var response = contentType.IsAbsent ? Response.Json(body) : Response.Bytes(body, _contentType);
        return Settle(_client.Session.Post(PostRequest.Response(_invocation, response)));
    }

    public ApiError? Fail(nint handle, FunctionError failure)
    {
        using var turn = new Turn(ref _isInUse);
        return turn.IsMine
            ? Refuse(handle) ?? Settle(_client.Session.Post(PostRequest.Failure(_invocation, failure)))
            : Busy;
    }

    public ApiError? FailInit(FunctionError failure) => FailStart(PostRequest.InitFailure(failure));

    public ApiError? FailRestore(FunctionError failure) => FailStart(PostRequest.RestoreFailure(failure));

    /// <summary>Waits until a snapshot of the process was taken and restored.</summary>
    public ApiError? RestoreNext()
    {
        using var turn = new Turn(ref _isInUse);
        return !turn.IsMine ? Busy
            : _client.Session.RestoreNext().TryGet(out _, out var error) ? null
            : error;
    }

    /// <summary>Gives the invocation up, unless a stream took it over.</summary>
    public void Abandon()
    {
        using var turn = new Turn(ref _isInUse);
        if (turn.IsMine && _stream is null)
        {
            Settle(_client.Abandon(_invocation));
        }
    }

    public FunctionInfo Function => _function.Value;

    public ApiError? Log(int level, string message, LogExtras extras)
    {
        using var turn = new Turn(ref _isInUse);
        if (!turn.IsMine)
        {
            return Busy;
        }

        if (level is < LogExports.LogTrace or > LogExports.LogFatal)
        {
            return new ApiError.Usage(ErrorCode.OptionInvalid, "level", $"{level}");
        }

        using var quiet = new BrokenPipeGuard();
        _log.WriteReport((FunctionLogLevel)level, message, _invocation, extras.Failure, extras.Fields);
        return null;
    }

    public void Dispose()
    {
        _client.Dispose();
        if (_place is { } place)
        {
            // First, because giving up the place disposes of what stands in it: this client.
            _place = null;
            HandleTable.Close(place);
        }
    }

    private static ApiError.State Busy => new(ErrorCode.ClientBusy);

    private ApiError? FailStart(in PostRequest report)
    {
        using var turn = new Turn(ref _isInUse);
        return !turn.IsMine ? Busy
            : _stream is null ? Settle(_client.Session.Post(report))
            : new ApiError.State(ErrorCode.StreamOpen);
    }

    /// <summary>Why a handle is not the invocation that waits for its answer.</summary>
    private ApiError? Refuse(nint handle)
    {
        if (_place is { } place && handle == HandleTable.HandleOf(place))
        {
            return _stream is null ? null : new ApiError.State(ErrorCode.StreamOpen);
        }

        if (_place is { } own && HandleTable.IsOldHandleOf(own, handle))
        {
            return new ApiError.State(ErrorCode.AlreadyAnswered);
        }

        if (HandleTable.Enter(handle, HandleKind.Invocation) is { } foreign)
        {
            HandleTable.Leave(foreign);
            return new ApiError.State(ErrorCode.InvocationUnknown);
        }

        return Boundary.Invalid(HandleKind.Invocation, handle);
    }

    private ApiError? Settle(Result<Unit, ApiError> result)
    {
        if (_invocation != default && !_invocation.IsValid)
        {
            _invocation = default;
            _stream = null;
            _place?.Renew();
        }

        return result.TryGet(out _, out var error) ? null : Noted(error);
    }

    /// <summary>The content type as text; the same bytes as before give the same text, and allocate nothing.</summary>
    private ApiError? ReadContentType(View view)
    {
        if (Text.Check(view, "content_type") is { } refused)
        {
            return refused;
        }

        if (view.IsAbsent)
        {
            return null;
        }

        var bytes = view.AsSpan();
        if (bytes.Length > Session.MaxContentTypeChars)
        {
            return new ApiError.Usage(ErrorCode.ContentTypeInvalid, "content_type", Encoding.Latin1.GetString(bytes));
        }

        if (!bytes.SequenceEqual(_contentTypeBytes))
        {
            _contentTypeBytes = bytes.ToArray();
            _contentType = Encoding.Latin1.GetString(bytes);
        }

        return null;
    }
}
