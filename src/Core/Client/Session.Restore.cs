namespace LambdaClient;

/// <summary>Waiting for the snapshot to be restored.</summary>
internal sealed partial class Session
{
    public Result<Unit, ApiError> RestoreNext() => Run<RestoreCall, Unit>(default);

    public Task<Result<Unit, ApiError>> RestoreNextAsync(CancellationToken cancellation) =>
        RunAsync<RestoreCall, Unit>(default, cancellation);

    private ApiError.State? BeginRestore()
    {
        if (RefusePoll() is { } refused)
        {
            return refused;
        }

        BeginPoll(Operation.RestoreNext, _writer.RestoreNext(), MaxAnswerBytes);
        return null;
    }

    private Result<Unit, ApiError> EndRestore()
    {
        if (CheckAnswer(Operation.RestoreNext) is { } error)
        {
            return error;
        }

        // A connection made before the snapshot has no other end after it.
        _exchange.Drop();
        return default(Unit);
    }

    private readonly struct RestoreCall : ICall<Unit>
    {
        public ApiError? Begin(Session session) => session.BeginRestore();

        public Result<Unit, ApiError> End(Session session) => session.EndRestore();
    }
}
