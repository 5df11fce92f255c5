using System.Text;
using LambdaClient.Http;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Handles;
using LambdaClient.Native.Posix;

namespace LambdaClient.Native.Objects;

/// <summary>What stands behind a client handle: a client that lends its buffer, and the place of its one invocation.</summary>
internal sealed class NativeClient : IDisposable
{
    private readonly RuntimeClient _client;
    private readonly BorrowedMemory _borrowed = new();
    private readonly FunctionText _function;
    private Slot? _place;
    private int _isInUse;
    private Invocation _invocation;
    private byte[] _contentTypeBytes = [];
    private string _contentType = "";

    private NativeClient(RuntimeClient client)
    {
        _client = client;
        _function = new FunctionText(client.Function);
    }

    public static Result<NativeClient, ApiError> Open(RuntimeClientOptions options) =>
        RuntimeClient
            .Open(options with { LendBuffers = true }, static () => new PosixTransport())
            .Map(client => new NativeClient(client));

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
        return Settle(_client.Respond(_invocation, response));
    }

    public ApiError? Fail(nint handle, FunctionError failure)
    {
        using var turn = new Turn(ref _isInUse);
        return turn.IsMine ? Refuse(handle) ?? Settle(_client.Fail(_invocation, failure)) : Busy;
    }

    public ApiError? FailInit(FunctionError failure)
    {
        using var turn = new Turn(ref _isInUse);
        return turn.IsMine ? Settle(_client.FailInit(failure)) : Busy;
    }

    public void Abandon()
    {
        using var turn = new Turn(ref _isInUse);
        if (turn.IsMine)
        {
            Settle(_client.Abandon(_invocation));
        }
    }

    public void Cancel() => _client.Cancel();

    public FunctionInfo Function => _function.Value;

    /// <summary>The event's bytes; absent where it was answered meanwhile.</summary>
    public View Payload => _invocation.Data is { } data ? View.Of(data.Bytes, data.PayloadSlice) : default;

    public Context Context
    {
        get
        {
            if (_invocation.Data is not { } data)
            {
                return default;
            }

            return new Context
            {
                DeadlineMs = Deadlines.Parse(data.Field(EventField.Deadline)) ?? -1,
                RequestId = ViewOf(EventField.RequestId),
                InvocationId = ViewOf(EventField.InvocationId),
                InvokedFunctionArn = ViewOf(EventField.FunctionArn),
                TraceId = ViewOf(EventField.TraceId),
                ClientContext = ViewOf(EventField.ClientContext),
                CognitoIdentity = ViewOf(EventField.CognitoIdentity),
                TenantId = ViewOf(EventField.TenantId),
                ContentType = ViewOf(EventField.ContentType),
            };

            View ViewOf(EventField which) => View.Of(data.Bytes, data.FieldSlice(which));
        }
    }

    /// <summary>Milliseconds until the deadline, never below 0; -1 where there is no deadline.</summary>
    public long RemainingMs =>
        _invocation.Data is { } data && Deadlines.Parse(data.Field(EventField.Deadline)) is { } deadline
            ? (long)Deadlines.Remaining(deadline, TimeProvider.System).TotalMilliseconds
            : -1;

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

    /// <summary>Why a handle is not the invocation that waits for its answer.</summary>
    private ApiError? Refuse(nint handle)
    {
        if (_place is { } place && handle == HandleTable.HandleOf(place))
        {
            return null;
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
            _place?.Renew();
        }

        return result.TryGet(out _, out var error) ? null : error;
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
