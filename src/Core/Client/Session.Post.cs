using LambdaClient.RuntimeApi;

namespace LambdaClient;

/// <summary>Answering, reporting, and giving an invocation up.</summary>
internal sealed partial class Session
{
    public Result<Unit, ApiError> Post(in PostRequest post) => Run<PostCall, Unit>(new(post));

    public Task<Result<Unit, ApiError>> PostAsync(in PostRequest post, CancellationToken cancellation) =>
        RunAsync<PostCall, Unit>(new(post), cancellation);

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

    private ApiError? BeginPost(in PostRequest post)
    {
        if (post.Operation == Operation.FailInit)
        {
            return RefuseStart() ?? Send(post, _writer.FailInit(post.Label, post.Body.Length));
        }

        if (post.Operation == Operation.FailRestore)
        {
            return RefuseStart() ?? Send(post, _writer.FailRestore(post.Label, post.Body.Length));
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
            return Send(post, _writer.Fail(requestId, invocationId, post.Label, post.Cause, post.Body.Length));
        }

        return RefuseContentType(post.Label)
            ?? Send(post, _writer.Respond(requestId, invocationId, post.Label, post.Body.Length));
    }

    /// <summary>Why the start cannot be reported as failed; the connection may be in the middle of a stream.</summary>
    private ApiError.State? RefuseStart() =>
        RefuseCall() ?? (_stream is null ? null : new ApiError.State(ErrorCode.StreamOpen));

    private ApiError? Send(in PostRequest post, ReadOnlyMemory<byte> head)
    {
        _exchange.Begin(post.Operation, head, post.Body, MaxAnswerBytes);
        return null;
    }

    private Result<Unit, ApiError> EndPost(Operation operation)
    {
        var error = CheckAnswer(operation);
        if (error is null or { Delivery: not Delivery.NotSent })
        {
            _isStartErrorReported |= operation is Operation.FailInit or Operation.FailRestore;
            Settle();
        }

        return error is null ? default(Unit) : error;
    }

    private readonly struct PostCall(PostRequest post) : ICall<Unit>
    {
        public ApiError? Begin(Session session) => session.BeginPost(post);

        public Result<Unit, ApiError> End(Session session) => session.EndPost(post.Operation);
    }
}
