using LambdaClient.Http;
using LambdaClient.RuntimeApi;

namespace LambdaClient;

/// <summary>Asking for an event, and holding what came.</summary>
internal sealed partial class Session
{
    public Result<Invocation, ApiError> Next() => Run<NextCall, Invocation>(default);

    public Task<Result<Invocation, ApiError>> NextAsync(CancellationToken cancellation) =>
        RunAsync<NextCall, Invocation>(default, cancellation);

    private ApiError.State? BeginNext()
    {
        if (RefusePoll() is { } refused)
        {
            return refused;
        }

        BeginPoll(Operation.Next, _writer.Next(), _options.MaxEventBytes);
        return null;
    }

    /// <summary>Why nothing can be waited for now; the connection may be in the middle of a streamed answer, too.</summary>
    private ApiError.State? RefusePoll() =>
        RefuseCall() ?? (_outstanding == 0 ? null : new ApiError.State(ErrorCode.InvocationOutstanding));

    /// <summary>Begins a request whose answer may take for ever, and which <see cref="Cancel"/> therefore ends.</summary>
    private void BeginPoll(Operation operation, ReadOnlyMemory<byte> head, int maxBytes)
    {
        lock (_pollGate)
        {
            _isPolling = true;
        }

        _exchange.Begin(operation, head, default, maxBytes);
    }

    private Result<Invocation, ApiError> EndNext()
    {
        if (CheckAnswer(Operation.Next) is { } error)
        {
            return error;
        }

        var answer = _exchange.Answer;
        var bytes = _exchange.Buffer.Bytes;
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

    private readonly struct NextCall : ICall<Invocation>
    {
        public ApiError? Begin(Session session) => session.BeginNext();

        public Result<Invocation, ApiError> End(Session session) => session.EndNext();
    }
}
