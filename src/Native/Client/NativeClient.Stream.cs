using LambdaClient.Native.Abi;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native.Client;

/// <summary>Answering piece by piece.</summary>
internal sealed partial class NativeClient
{
    // The stream that took the invocation over.
    private NativeStream? _stream;

    /// <summary>Opens a stream, which takes the invocation over, and gives its handle.</summary>
    public unsafe ApiError? OpenStream(nint invocation, StreamOptions options, out nint handle)
    {
        handle = 0;
        if (options.Prelude != null && !options.ContentType.IsAbsent)
        {
            return new ApiError.Usage(ErrorCode.OptionInvalid, "options.content_type", "given beside a prelude");
        }

        var absent = options.Prelude != null ? HttpPrelude.ContentType : "application/octet-stream";
        ReadOnlyMemory<byte> prelude = default;
        if (
            !ContentType.Read(options.ContentType, absent).TryGet(out var contentType, out var refused)
            || (options.Prelude != null && !PreludeReader.Encode(options.Prelude).TryGet(out prelude, out refused))
        )
        {
            return refused;
        }

        var response = new ResponseStream(_client.Session, _invocation, contentType, prelude);
        var stream = new NativeStream(this, response);
        if (HandleTable.Add(HandleKind.Stream, stream) is not { } slot)
        {
            return new ApiError.Internal(ErrorCode.OutOfMemory, "no handle is left");
        }

        var open = new Session.OpenCall(response, contentType);
        var opened = _client.Session.Run<OfHandle<Session.OpenCall, ResponseStream>, ResponseStream>(
            new(this, invocation, open)
        );
        if (ErrorOf(opened) is { } error)
        {
            HandleTable.Close(slot);
            return error;
        }

        _stream = stream;
        handle = HandleTable.HandleOf(slot);
        return null;
    }

    /// <summary>Ends a stream that nobody holds any more with a failure, unless it has ended.</summary>
    public void EndAbandoned(NativeStream stream)
    {
        // This is the stream's last call, so it waits for its turn. Nobody waits for an event while a stream is open; whoever
        // overlaps it is refused, and soon gone.
        var wait = default(SpinWait);
        while (Volatile.Read(ref _stream) == stream)
        {
            if (stream.Response.FailWith(Round.StreamAbandoned) is var ended && !IsBusy(ended))
            {
                // Where it could not be sent, the next poll sends it.
                _isForgotten = ErrorOf(ended) is { Delivery: Delivery.NotSent } && Volatile.Read(ref _stream) == stream;
                return;
            }

            wait.SpinOnce();
        }
    }

    private static bool IsBusy(Result<Unit, ApiError> result) =>
        !result.TryGet(out _, out var error) && error.Code == ErrorCode.ClientBusy;
}
