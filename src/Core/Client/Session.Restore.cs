using LambdaClient.Http;

namespace LambdaClient;

/// <summary>Waiting for the snapshot to be restored.</summary>
internal sealed partial class Session
{
    public Result<Unit, ApiError> RestoreNext() => Run<RestoreCall, Unit>(default);

    public Task<Result<Unit, ApiError>> RestoreNextAsync(CancellationToken cancellation) =>
        RunAsync<RestoreCall, Unit>(default, cancellation);

    private readonly struct RestoreCall : ICall<Unit>
    {
        public ClientCall Kind => ClientCall.Poll;

        public ApiError Refuse(Session session, ErrorCode code) => new ApiError.State(code);

        public ApiError? Begin(Session session)
        {
            var request = new Request(session._writer.RestoreNext(), default, MaxReplyBytes, IsPoll: true);
            session._exchange.Begin(request, Timeout.InfiniteTimeSpan);
            return null;
        }

        public (Result<Unit, ApiError> Result, CallEnd End) End(Session session)
        {
            if (session.CheckReply(Operation.RestoreNext) is { } error)
            {
                return (error, CallEnd.Nothing);
            }

            // A connection made before the snapshot has no other end after it.
            session._exchange.Drop();
            return (default(Unit), CallEnd.Nothing);
        }
    }
}
