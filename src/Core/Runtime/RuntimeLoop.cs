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
        where TError : IRuntimeApiError =>
        Serve(
            client,
            options ?? new RuntimeLoopOptions(),
            static _ => default,
            (invocation, _) => Answer.Of(handler(invocation))
        );

    /// <summary>Like <see cref="Run"/>, with an asynchronous handler, on a thread of its own.</summary>
    /// <remarks>
    /// The thread calls the handler, and blocks while it polls, sends and waits for the handler's task. What the handler awaits goes on
    /// in the thread pool. docs/decisions/0014-asynchronous-handlers-have-a-thread.md says why.
    /// </remarks>
    /// <param name="client">The client; the loop is its only user while it runs.</param>
    /// <param name="handler">
    /// Turns an event into an answer or a failure. Its token ends <see cref="RuntimeLoopOptions.DeadlineMargin"/> before the
    /// invocation's deadline, and when <paramref name="cancellation"/> does.
    /// </param>
    /// <param name="options">What differs from the defaults; null takes them all.</param>
    /// <param name="cancellation">Cancels <paramref name="client"/>: the loop ends after the invocation that is being handled is answered.</param>
    /// <typeparam name="TError">The handler's own error type.</typeparam>
    /// <returns>Like <see cref="Run"/>.</returns>
    public static Task<Result<Unit, ApiError>> RunAsync<TError>(
        RuntimeClient client,
        Func<Invocation, CancellationToken, Task<Result<Response, TError>>> handler,
        RuntimeLoopOptions? options = null,
        CancellationToken cancellation = default
    )
        where TError : IRuntimeApiError
    {
        options ??= new RuntimeLoopOptions();
        return OnOwnThread(() =>
        {
            using var registration = cancellation.UnsafeRegister(
                static session => ((Session)session!).Cancel(),
                client.Session
            );
            return Serve(
                client,
                options,
                invocation => DeadlineToken.For(invocation, options.DeadlineMargin, client.Session.Clock, cancellation),
                (invocation, token) => Wait(AnswerAsync(handler, invocation, token))
            );
        });
    }

    /// <summary>Runs a loop on a thread that it may block.</summary>
    internal static Task<Result<Unit, ApiError>> OnOwnThread(Func<Result<Unit, ApiError>> loop) =>
        Task.Factory.StartNew(loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Result<Unit, ApiError> Serve(
        RuntimeClient client,
        RuntimeLoopOptions options,
        Func<Invocation, DeadlineToken> limit,
        Func<Invocation, CancellationToken, Answer> handler
    )
    {
        using var log = LogOf(client, options);
        var round = client.RoundWith(log?.Options ?? options);
        var answer = default(Answer);
        var deadline = default(DeadlineToken);
        try
        {
            while (true)
            {
                var turn = client.Turn(answer, round, deadline.Token);
                deadline.Dispose();
                if (!turn.Next.TryGet(out var invocation, out var error))
                {
                    log?.Ended(turn);
                    return End(error);
                }

                Enter(options, invocation);
                deadline = limit(invocation);
                log?.Called(invocation);
                answer = Call(handler, invocation, log, deadline.Token);
                log?.Returned(answer);
                Leave(answer);
            }
        }
        finally
        {
            deadline.Dispose();
        }
    }

    private static Answer Call(
        Func<Invocation, CancellationToken, Answer> handler,
        Invocation invocation,
        LoopLog? log,
        CancellationToken deadline
    )
    {
        try
        {
            return handler(invocation, deadline);
        }
        catch (Exception e)
        {
            log?.Threw(invocation, e);
            return Answer.Thrown(e);
        }
    }

    /// <summary>Keeps what the handler changes in its execution context from the next one.</summary>
    private static async ValueTask<Answer> AnswerAsync<TError>(
        Func<Invocation, CancellationToken, Task<Result<Response, TError>>> handler,
        Invocation invocation,
        CancellationToken deadline
    )
        where TError : IRuntimeApiError => Answer.Of(await handler(invocation, deadline).ConfigureAwait(false));

    private static Answer Wait(ValueTask<Answer> answer) =>
        answer.IsCompleted ? answer.GetAwaiter().GetResult() : answer.AsTask().GetAwaiter().GetResult();

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
            Environment.SetEnvironmentVariable(TraceIdVariable, invocation.TraceId);
        }
    }
}
