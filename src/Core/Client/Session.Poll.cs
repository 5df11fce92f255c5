using LambdaClient.Http;
using LambdaClient.RuntimeApi;

namespace LambdaClient;

/// <summary>Asking for an event, and holding what came.</summary>
internal sealed partial class Session
{
    public Result<Invocation, ApiError> Next() => Run<NextCall, Invocation>(default);

    public Task<Result<Invocation, ApiError>> NextAsync(CancellationToken cancellation) =>
        RunAsync<NextCall, Invocation>(default, cancellation);

    private Request NextRequest => new(_writer.Next(), default, _options.MaxEventBytes, IsPoll: true);

    internal void BeginNext() => _exchange.Begin(NextRequest, Timeout.InfiniteTimeSpan);

    internal (Result<Invocation, ApiError> Result, CallEnd End) EndNext() =>
        CheckEvent() is { } error ? (error, CallEnd.Nothing) : (TakeEvent(), CallEnd.Event);

    /// <summary>Why the reply to a poll is no event that can be handled and answered; null when it is one.</summary>
    internal ApiError? CheckEvent()
    {
        if (CheckReply(Operation.Next) is { } error)
        {
            return error;
        }

        var requestId = ReplyField(EventField.RequestId);
        return RequestWriter.IsUsableRequestId(requestId) ? null
            : requestId.IsEmpty
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

    /// <summary>Whether the event that came is the one that is held already: the same attempt, handed out once more.</summary>
    internal bool IsHeldEvent =>
        ReplyField(EventField.RequestId).SequenceEqual(_event.Field(EventField.RequestId))
        && ReplyField(EventField.InvocationId).SequenceEqual(_event.Field(EventField.InvocationId));

    /// <summary>
    /// Whether the event that came is the one that was just answered: something between here and the service let the poll overtake the
    /// answer that left in the same write. An invocation id is never used again, a request id can be.
    /// </summary>
    internal bool IsAnsweredEvent =>
        _attemptLength > 0 && ReplyField(EventField.InvocationId).SequenceEqual(_attempt.AsSpan(0, _attemptLength));

    private ReadOnlySpan<byte> ReplyField(EventField field) =>
        _exchange.Reply.Fields.Get(field).In(_exchange.Reply.Buffer.Bytes);

    /// <summary>Holds the event that came.</summary>
    internal Invocation TakeEvent()
    {
        // 0 means no event, so the count skips it when it wraps.
        _lastGeneration = _lastGeneration == uint.MaxValue ? 1 : _lastGeneration + 1;
        _event = Hold(_exchange.Reply);
        _outstanding = _lastGeneration;
        var invocation = new Invocation(this, _event);
        Owner?.Took(invocation);
        return invocation;
    }

    private EventData Hold(ResponseReader reply)
    {
        var (head, body, fields, buffer) = (reply.Head, reply.Body, reply.Fields, reply.Buffer);
        if (_options.LendBuffers)
        {
            _exchange.Hold();
            _lent.Hold(buffer.Bytes, fields, head, body, _lastGeneration);
            return _lent;
        }

        var given = new EventData();
        if (buffer.Bytes.Length > CopiedBytes)
        {
            given.Hold(buffer.Detach(), fields, head, body, _lastGeneration);
            return given;
        }

        var copy = buffer.Bytes.AsSpan(head.Start, body.Start + body.Length - head.Start).ToArray();
        given.Hold(
            copy,
            fields.MovedBack(head.Start),
            head.MovedBack(head.Start),
            body.MovedBack(head.Start),
            _lastGeneration
        );
        return given;
    }

    private readonly struct NextCall : ICall<Invocation>
    {
        public ClientCall Kind => ClientCall.Poll;

        public ApiError Refuse(Session session, ErrorCode code) => new ApiError.State(code);

        public ApiError? Begin(Session session)
        {
            session.BeginNext();
            return null;
        }

        public (Result<Invocation, ApiError> Result, CallEnd End) End(Session session) => session.EndNext();
    }
}
