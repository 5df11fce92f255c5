using LambdaClient.Native.Abi;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native.Client;

/// <summary>Answering piece by piece.</summary>
internal sealed partial class NativeClient
{
    /// <summary>Opens a stream, which takes the invocation over, and gives its handle.</summary>
    public unsafe ApiError? OpenStream(nint ownHandle, nint invocation, StreamOptions options, out nint handle)
    {
        handle = 0;
        using var turn = new Turn(ref _isInUse);
        if (!turn.IsMine)
        {
            return Busy;
        }

        if (Refuse(invocation) is { } unfit)
        {
            return unfit;
        }

        if (options.Prelude != null && !options.ContentType.IsAbsent)
        {
            return new ApiError.Usage(ErrorCode.OptionInvalid, "options.content_type", "given beside a prelude");
        }

        if (ReadContentType(options.ContentType) is { } badType)
        {
            return badType;
        }

        var contentType =
            options.Prelude != null ? HttpPrelude.ContentType
            : options.ContentType.IsAbsent ? StreamedContentType
            : _contentType;
        ReadOnlyMemory<byte> prelude = default;
        if (options.Prelude != null && !PreludeReader.Encode(options.Prelude).TryGet(out prelude, out var refused))
        {
            return refused;
        }

        var opened = _client.OpenStream(_invocation, contentType, prelude);
        if (!opened.TryGet(out var response, out var error))
        {
            return error;
        }

        var stream = new NativeStream(ownHandle, response);
        if (HandleTable.Add(HandleKind.Stream, stream) is not { } slot)
        {
            return new ApiError.Internal(ErrorCode.OutOfMemory, "no handle is left");
        }

        _stream = stream;
        handle = HandleTable.HandleOf(slot);
        return null;
    }

    public ApiError? Write(NativeStream stream, View data)
    {
        using var turn = new Turn(ref _isInUse);
        return turn.IsMine ? Text.Check(data, "data") ?? Settle(stream.Response.Write(_borrowed.Borrow(data))) : Busy;
    }

    public ApiError? Flush(NativeStream stream)
    {
        using var turn = new Turn(ref _isInUse);
        return turn.IsMine ? Settle(stream.Response.Flush()) : Busy;
    }

    public ApiError? Finish(NativeStream stream)
    {
        using var turn = new Turn(ref _isInUse);
        return turn.IsMine ? Settle(stream.Response.Finish()) : Busy;
    }

    public ApiError? Fail(NativeStream stream, FunctionError failure)
    {
        using var turn = new Turn(ref _isInUse);
        return turn.IsMine ? Settle(stream.Response.FailWith(failure)) : Busy;
    }

    /// <summary>Breaks a stream off, unless it has ended: what the service got of the answer stays a part.</summary>
    public void BreakOff(NativeStream stream)
    {
        // This is the stream's last call, so it waits for its turn. Nobody waits for an event while a stream is open; whoever
        // overlaps it is refused, and soon gone.
        var wait = default(SpinWait);
        while (Volatile.Read(ref _stream) == stream)
        {
            using var turn = new Turn(ref _isInUse);
            if (turn.IsMine && _stream == stream)
            {
                _stream = null;
                Settle(_client.Abandon(_invocation));
            }

            wait.SpinOnce();
        }
    }
}
