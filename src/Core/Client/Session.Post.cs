using LambdaClient.Http;
using LambdaClient.RuntimeApi;

namespace LambdaClient;

/// <summary>Answering, reporting, and giving an invocation up.</summary>
internal sealed partial class Session
{
    // The service's own limits are shorter: a reply that comes later helps nobody.
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WithoutDeadline = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ForReports = TimeSpan.FromSeconds(10);

    public Result<Unit, ApiError> Post(in PostRequest post) => Run<PostCall, Unit>(new(post));

    public Task<Result<Unit, ApiError>> PostAsync(in PostRequest post, CancellationToken cancellation) =>
        RunAsync<PostCall, Unit>(new(post), cancellation);

    public Result<Unit, ApiError> Abandon(Invocation invocation) => Run<AbandonCall, Unit>(new(invocation));

    /// <summary>Sets an answer or a report up; answers why it cannot be sent, or null.</summary>
    /// <param name="post">The answer or report.</param>
    /// <param name="isFollowed">Whether the next poll may leave in the same write.</param>
    internal ApiError? BeginPost(in PostRequest post, bool isFollowed = false)
    {
        var requestId = _event.Field(EventField.RequestId);
        var invocationId = _event.Field(EventField.InvocationId);
        switch (post.Operation)
        {
            case Operation.FailInit:
                Send(post, _writer.FailInit(post.Label, post.Body.Length), false);
                return null;
            case Operation.FailRestore:
                Send(post, _writer.FailRestore(post.Label, post.Body.Length), false);
                return null;
            case Operation.Fail:
                Send(post, _writer.Fail(requestId, invocationId, post.Label, post.Cause, post.Body.Length), isFollowed);
                return null;
            default:
                if (RefuseContentType(post.Label) is { } unfit)
                {
                    return unfit;
                }

                Send(post, _writer.Respond(requestId, invocationId, post.Label, post.Body.Length), isFollowed);
                return null;
        }
    }

    /// <summary>What became of an answer or a report.</summary>
    internal Result<Unit, ApiError> CheckPost(Operation operation) =>
        CheckReply(operation) is { } error ? error : default(Unit);

    /// <summary>The same, as the end of a call: an answer that was taken, or may have been, is the last.</summary>
    private (Result<Unit, ApiError> Result, CallEnd End) EndPost(Operation operation)
    {
        var result = CheckPost(operation);
        result.TryGet(out _, out var error);
        if (error is { Delivery: Delivery.NotSent })
        {
            return (result, CallEnd.NotSent);
        }

        Fatal = error is { IsFatal: true } ? error : Fatal;
        Settle();
        return (result, CallEnd.Taken);
    }

    private void Send(in PostRequest post, ReadOnlyMemory<byte> head, bool isFollowed)
    {
        var limit = post.Operation is Operation.FailInit or Operation.FailRestore ? ReportLimit : AnswerLimit;
        var leavesTogether = isFollowed && _isOneWrite && _exchange.IsConnected && !Cancellation.IsCompleted;
        Request? following = leavesTogether ? NextRequest : null;
        RememberAttempt(leavesTogether ? _event.Field(EventField.InvocationId) : default);
        _exchange.Begin(new Request(head, post.Body, MaxReplyBytes), limit, following);
    }

    /// <summary>Keeps the id of the attempt that is answered: its event's bytes may be gone when the next one comes.</summary>
    private void RememberAttempt(ReadOnlySpan<byte> invocationId)
    {
        _attemptLength = invocationId.Length <= _attempt.Length ? invocationId.Length : 0;
        invocationId[.._attemptLength].CopyTo(_attempt);
    }

    private TimeSpan ReportLimit => _options.AnswerTimeout ?? ForReports;

    private TimeSpan AnswerLimit =>
        _options.AnswerTimeout
        ?? (
            Deadlines.Parse(_event.Field(EventField.Deadline)) is not { } deadline ? WithoutDeadline
            : Deadlines.Remaining(deadline, Clock) is var left && left < WithoutDeadline * 10 ? left + AnswerMargin
            : WithoutDeadline * 10
        );

    internal readonly struct PostCall(PostRequest post) : ICall<Unit>
    {
        public ClientCall Kind =>
            post.Operation is Operation.FailInit or Operation.FailRestore ? ClientCall.FailStart : ClientCall.Answer;

        public ApiError Refuse(Session session, ErrorCode code) =>
            Kind == ClientCall.FailStart ? new ApiError.State(code) : session.RefuseAnswer(code, post.Invocation);

        public ApiError? Begin(Session session) =>
            (Kind == ClientCall.FailStart ? null : session.RefuseInvocation(post.Invocation))
            ?? session.BeginPost(post);

        public (Result<Unit, ApiError> Result, CallEnd End) End(Session session) => session.EndPost(post.Operation);
    }

    internal readonly struct AbandonCall(Invocation invocation) : ICall<Unit>
    {
        public ClientCall Kind => ClientCall.Abandon;

        public ApiError Refuse(Session session, ErrorCode code) => session.RefuseAnswer(code, invocation);

        public ApiError? Begin(Session session) => session.RefuseInvocation(invocation);

        public (Result<Unit, ApiError> Result, CallEnd End) End(Session session)
        {
            if (session._stream is { IsBegun: true })
            {
                // Half a response is on its way; without the connection the service knows that it will not be whole.
                session._exchange.Drop();
            }

            session.Settle();
            return (default(Unit), CallEnd.Taken);
        }
    }
}
