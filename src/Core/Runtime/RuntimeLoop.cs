namespace LambdaClient;

/// <summary>One poller: next, handler, answer, and again, one invocation at a time.</summary>
/// <remarks>
/// An exception that a handler throws is reported as a <see cref="FunctionError"/>, and the next event is served. Before each
/// handler runs, <c>_X_AMZN_TRACE_ID</c> is set for this process, or removed where the event has no trace id (AWS Lambda
/// Developer Guide, "Building a custom runtime"). <see cref="Bootstrap"/> runs one or many of these. Every event is answered
/// as <see cref="RuntimeClient.Turn(Answer)"/> says.
/// </remarks>
public static class RuntimeLoop
{
    private const string TraceIdVariable = "_X_AMZN_TRACE_ID";

    /// <summary>Serves events until the client is cancelled or cannot go on.</summary>
    /// <param name="client">The client; the loop is its only user while it runs.</param>
    /// <param name="handler">Turns an event into an answer or a failure.</param>
    /// <param name="options">What differs from the defaults; null takes them all.</param>
    /// <typeparam name="TError">The handler's own error type.</typeparam>
    /// <returns>
    /// Success once the client was cancelled; else the error that ended the loop, after which the process should exit with a
    /// status other than 0.
    /// </returns>
    public static Result<Unit, ApiError> Run<TError>(
        RuntimeClient client,
        Func<Invocation, Result<Response, TError>> handler,
        RuntimeLoopOptions? options = null
    )
        where TError : IRuntimeApiError
    {
        options ??= new RuntimeLoopOptions();
        using var log = LogOf(client, options);
        var round = client.RoundWith(log?.Options ?? options);
        var answer = default(Answer);
        while (true)
        {
            var turn = client.Turn(answer, round);
            if (!turn.Next.TryGet(out var invocation, out var error))
            {
                log?.Ended(turn);
                return End(error);
            }

            Enter(options, invocation);
            log?.Called(invocation);
            answer = Call(handler, invocation, log);
            log?.Returned(answer);
            Leave(answer);
        }
    }

    /// <summary>As <see cref="Run"/>, without blocking a thread.</summary>
    /// <param name="client">The client; the loop is its only user while it runs.</param>
    /// <param name="handler">
    /// Turns an event into an answer or a failure. Its token ends <see cref="RuntimeLoopOptions.DeadlineMargin"/> before the
    /// invocation's deadline, and when <paramref name="cancellation"/> does.
    /// </param>
    /// <param name="options">What differs from the defaults; null takes them all.</param>
    /// <param name="cancellation">Ends the loop after the invocation that is being handled is answered.</param>
    /// <typeparam name="TError">The handler's own error type.</typeparam>
    /// <returns>As <see cref="Run"/>.</returns>
    public static async Task<Result<Unit, ApiError>> RunAsync<TError>(
        RuntimeClient client,
        Func<Invocation, CancellationToken, Task<Result<Response, TError>>> handler,
        RuntimeLoopOptions? options = null,
        CancellationToken cancellation = default
    )
        where TError : IRuntimeApiError
    {
        options ??= new RuntimeLoopOptions();
        using var log = LogOf(client, options);
        var round = client.RoundWith(log?.Options ?? options);
        var answer = default(Answer);
        var deadline = default(DeadlineToken);
        try
        {
            while (true)
            {
                var turn = await client.TurnAsync(answer, round, deadline.Token, cancellation).ConfigureAwait(false);
                deadline.Dispose();
                if (!turn.Next.TryGet(out var invocation, out var error))
                {
                    log?.Ended(turn);
                    return End(error);
                }

                Enter(options, invocation);
                deadline = DeadlineToken.For(invocation, options.DeadlineMargin, client.Session.Clock, cancellation);
                log?.Called(invocation);
                answer = await CallAsync(handler, invocation, log, deadline.Token).ConfigureAwait(false);
                log?.Returned(answer);
                Leave(answer);
            }
        }
        finally
        {
            deadline.Dispose();
        }
    }

    private static Answer Call<TError>(
        Func<Invocation, Result<Response, TError>> handler,
        Invocation invocation,
        LoopLog? log
    )
        where TError : IRuntimeApiError
    {
        try
        {
            return Answer.Of(handler(invocation));
        }
        catch (Exception e)
        {
            log?.Threw(invocation, e);
            return Answer.Thrown(e);
        }
    }

    private static async Task<Answer> CallAsync<TError>(
        Func<Invocation, CancellationToken, Task<Result<Response, TError>>> handler,
        Invocation invocation,
        LoopLog? log,
        CancellationToken cancellation
    )
        where TError : IRuntimeApiError
    {
        try
        {
            return Answer.Of(await handler(invocation, cancellation).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            log?.Threw(invocation, e);
            return Answer.Thrown(e);
        }
    }

    private static LoopLog? LogOf(RuntimeClient client, RuntimeLoopOptions options) =>
        options.Log is { } log ? new(log, client.Session, options) : null;

    /// <summary>What makes a streamed answer while it is sent is a part of the handler.</summary>
    private static void Leave(Answer answer)
    {
        if (answer.Response?.Body is null)
        {
            Invocation.SetCurrent(default);
        }
    }

    private static Result<Unit, ApiError> End(ApiError error) =>
        error.Code == ErrorCode.Cancelled ? default(Unit) : error;

    private static void Enter(RuntimeLoopOptions options, Invocation invocation)
    {
        Invocation.SetCurrent(invocation);
        if (!options.IsConcurrent)
        {
            Environment.SetEnvironmentVariable(TraceIdVariable, invocation.Context.TraceId);
        }
    }
}
