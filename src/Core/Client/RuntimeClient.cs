using LambdaClient.Http;
using LambdaClient.Transports;

namespace LambdaClient;

/// <summary>A client of the AWS Lambda Runtime API: asks for events and answers them, over one connection.</summary>
/// <remarks>
/// <para>
/// Immutable; what changes (the connection, the one invocation that is to be answered) stays behind it. One thread at a time:
/// a call that overlaps another one gets <see cref="ErrorCode.ClientBusy"/>. <see cref="Cancel"/> may come from any thread.
/// Open a client for each concurrent poller.
/// </para>
/// <para>
/// No method throws; every failure is an <see cref="ApiError"/>. A blocking method and its asynchronous twin do the same.
/// </para>
/// </remarks>
public sealed class RuntimeClient : IDisposable
{
    private const int MaxUserAgentChars = 128;
    private const string Options = nameof(RuntimeClientOptions);

    private readonly Session _session;
    private int _cancels;

    private RuntimeClient(Session session)
    {
        _session = session;
        OwnRound = RoundWith(new RuntimeLoopOptions());
    }

    /// <summary>Where this client sends its requests.</summary>
    public Endpoint Endpoint => _session.Endpoint;

    /// <summary>The function's configuration, read from the environment when the client was opened.</summary>
    public FunctionConfiguration Function => _session.Function;

    internal Session Session => _session;

    /// <summary>The round of turns that belong to no loop.</summary>
    internal Round OwnRound { get; }

    /// <summary>Makes a client. Nothing is sent or connected before the first call.</summary>
    /// <param name="options">What differs from the defaults; null takes them all.</param>
    /// <returns>
    /// The client, or in order of likelihood: <see cref="ErrorCode.EndpointMissing"/>, <see cref="ErrorCode.EndpointInvalid"/>,
    /// <see cref="ErrorCode.OptionInvalid"/>, <see cref="ErrorCode.UserAgentInvalid"/>.
    /// </returns>
    public static Result<RuntimeClient, ApiError> Open(RuntimeClientOptions? options = null)
    {
        options ??= new RuntimeClientOptions();
        return Open(
            options,
            options.Transport ?? (() => new SocketTransport(options.KeepAliveInterval, options.Clock)),
            (until, pause) => Task.WhenAny(until, Task.Delay(pause, options.Clock)).Wait()
        );
    }

    /// <summary>As the public form; the framework's sockets and timers stay out of a program that brings its own.</summary>
    internal static Result<RuntimeClient, ApiError> Open(
        RuntimeClientOptions options,
        Func<Transport> transport,
        Action<Task, TimeSpan> wait
    )
    {
        if (Check(options) is { } refused)
        {
            return refused;
        }

        try
        {
            var (text, name) = options.Endpoint is { } chosen
                ? (chosen, $"{Options}.{nameof(options.Endpoint)}")
                : (options.Variable(Endpoint.Variable), Endpoint.Variable);
            return Endpoint
                .Parse(text, name)
                .Map(endpoint => new RuntimeClient(
                    new Session(
                        options,
                        endpoint,
                        transport() ?? throw new InvalidOperationException("no transport"),
                        wait
                    )
                ));
        }
        catch (Exception e)
        {
            // The only code in there that can fail is the caller's: the environment's reader and the transport's maker.
            return new ApiError.Usage(
                ErrorCode.OptionInvalid,
                $"{Options}.{nameof(options.Variable)} or {nameof(options.Transport)}",
                e.Message
            );
        }
    }

    /// <summary>
    /// Delivers the answer to the invocation of the last turn, and waits for the next one: a loop is this call and a handler. An
    /// answer of which nothing was taken is sent again, and a poll is made again, after pauses that double from 10 ms.
    /// </summary>
    /// <param name="answer">
    /// What the handler gave; <c>default</c> for the first turn, and where the invocation was answered by <see cref="Respond"/>,
    /// <see cref="Fail"/> or a stream. Its bytes may be those of the event, and must not change during the call.
    /// </param>
    /// <returns>
    /// <para>
    /// <see cref="LambdaClient.Turn.Next"/> is the next invocation, or in order of likelihood: <see cref="ErrorCode.Cancelled"/>,
    /// <see cref="ErrorCode.ConnectRefused"/> and other failures of the <see cref="ApiError.Transport"/> (six times in a row),
    /// <see cref="ApiError.Rejected"/>, <see cref="ApiError.Server"/>, <see cref="ApiError.Protocol"/>,
    /// <see cref="ErrorCode.ClientBusy"/>, <see cref="ErrorCode.InitErrorReported"/>, <see cref="ErrorCode.ClientClosed"/>.
    /// </para>
    /// <para>
    /// Every invocation gets an answer. One that cannot be sent is replaced by a failure that says why; none at all by the failure
    /// <c>Runtime.NoAnswer</c>; a stream that was left open ends with <paramref name="answer"/>'s failure or with
    /// <c>Runtime.StreamAbandoned</c>. Where it is unknown whether a buffered answer arrived and the service hands out the same
    /// attempt again, the answer is sent again; the handler does not run twice.
    /// </para>
    /// </returns>
    public Turn Turn(Answer answer = default) => Turn(answer, OwnRound);

    /// <summary>Like <see cref="Turn(Answer)"/>, without blocking the thread.</summary>
    /// <param name="answer">What the handler gave.</param>
    /// <param name="cancellation">Stops waiting for the next event. The answer is delivered first.</param>
    public async Task<Turn> TurnAsync(Answer answer = default, CancellationToken cancellation = default)
    {
        if (answer.Response is not { Body: { } body })
        {
            return await _session.TurnAsync(OwnRound, answer, cancellation).ConfigureAwait(false);
        }

        var sent = await body.SendAsync(this, _session.HeldInvocation, CancellationToken.None).ConfigureAwait(false);
        if (sent.TryGet(out _, out var error))
        {
            return await _session.TurnAsync(OwnRound, default, cancellation).ConfigureAwait(false);
        }

        if (error.IsFatal)
        {
            return new Turn(error, error);
        }

        OwnRound.Tell(error);
        var turn = await _session.TurnAsync(OwnRound, Instead(error), cancellation).ConfigureAwait(false);
        return turn with { Undelivered = error };
    }

    /// <summary>Waits for the next event, for as long as it takes: <c>GET /runtime/invocation/next</c>.</summary>
    /// <returns>
    /// The invocation, or in order of likelihood: <see cref="ErrorCode.ConnectRefused"/> and other failures of the
    /// <see cref="ApiError.Transport"/>, <see cref="ErrorCode.Cancelled"/>, <see cref="ErrorCode.InvocationOutstanding"/>,
    /// <see cref="ApiError.Rejected"/>, <see cref="ApiError.Server"/>, <see cref="ApiError.Protocol"/>, <see cref="ApiError.Limit"/>.
    /// </returns>
    public Result<Invocation, ApiError> Next() => _session.Next();

    /// <summary>As <see cref="Next"/>, without blocking the thread.</summary>
    /// <param name="cancellation">Gives up waiting; the connection is dropped.</param>
    public Task<Result<Invocation, ApiError>> NextAsync(CancellationToken cancellation = default) =>
        _session.NextAsync(cancellation);

    /// <summary>Answers an invocation: <c>POST /runtime/invocation/{request id}/response</c>.</summary>
    /// <param name="invocation">An unanswered invocation of this client.</param>
    /// <param name="response">The answer; one that is made while it is sent goes piece by piece, as of <see cref="OpenStream(Invocation, string)"/>.</param>
    /// <returns>
    /// Success, or in order of likelihood: <see cref="ApiError.Rejected"/> (too large, timed out, wrong state),
    /// <see cref="ApiError.Transport"/>, <see cref="ErrorCode.AlreadyAnswered"/>, <see cref="ErrorCode.ContentTypeInvalid"/>,
    /// <see cref="ErrorCode.InvocationUnknown"/>, <see cref="ApiError.Server"/>, <see cref="ApiError.Protocol"/>. The invocation
    /// can be answered again only where <see cref="ApiError.Delivery"/> is <see cref="Delivery.NotSent"/>.
    /// </returns>
    public Result<Unit, ApiError> Respond(Invocation invocation, Response response) =>
        response.Body is { } body
            ? Send(body, invocation, CancellationToken.None)
            : _session.Post(PostRequest.Response(invocation, response));

    /// <summary>As <see cref="Respond"/>, without blocking the thread.</summary>
    /// <param name="invocation">An unanswered invocation of this client.</param>
    /// <param name="response">The answer.</param>
    /// <param name="cancellation">Gives up; whether the service got the answer, the error's <see cref="ApiError.Delivery"/> tells.</param>
    public Task<Result<Unit, ApiError>> RespondAsync(
        Invocation invocation,
        Response response,
        CancellationToken cancellation = default
    ) =>
        response.Body is { } body
            ? body.SendAsync(this, invocation, cancellation)
            : _session.PostAsync(PostRequest.Response(invocation, response), cancellation);

    /// <summary>Begins to answer an invocation piece by piece. Nothing is sent yet.</summary>
    /// <param name="invocation">An unanswered invocation of this client.</param>
    /// <param name="contentType">The media type of the whole answer: 1 to 256 printable ASCII characters.</param>
    /// <returns>
    /// The stream, or in order of likelihood: <see cref="ErrorCode.AlreadyAnswered"/>, <see cref="ErrorCode.StreamOpen"/>,
    /// <see cref="ErrorCode.ContentTypeInvalid"/>, <see cref="ErrorCode.InvocationUnknown"/>.
    /// </returns>
    public Result<ResponseStream, ApiError> OpenStream(
        Invocation invocation,
        string contentType = "application/octet-stream"
    ) => OpenStream(invocation, contentType, default);

    /// <summary>Begins to answer an invocation piece by piece, as an HTTP response. Nothing is sent yet.</summary>
    /// <param name="invocation">An unanswered invocation of this client.</param>
    /// <param name="prelude">The status, header fields and cookies, which go before the first piece.</param>
    /// <returns>The stream, <see cref="ErrorCode.PreludeInvalid"/>, or an error as above.</returns>
    public Result<ResponseStream, ApiError> OpenStream(Invocation invocation, HttpPrelude prelude) =>
        prelude is null
            ? new ApiError.Usage(ErrorCode.PreludeInvalid, "prelude", "null")
            : prelude.Encode().Bind(bytes => OpenStream(invocation, HttpPrelude.ContentType, bytes));

    /// <summary>Reports that an invocation failed: <c>POST /runtime/invocation/{request id}/error</c>.</summary>
    /// <param name="invocation">An unanswered invocation of this client.</param>
    /// <param name="error">The failure, as its caller shall see it.</param>
    /// <returns>As <see cref="Respond"/>.</returns>
    public Result<Unit, ApiError> Fail(Invocation invocation, IRuntimeApiError error) =>
        _session.Post(PostRequest.Failure(invocation, error));

    /// <summary>As <see cref="Fail"/>, without blocking the thread.</summary>
    /// <param name="invocation">An unanswered invocation of this client.</param>
    /// <param name="error">The failure, as its caller shall see it.</param>
    /// <param name="cancellation">Gives up; whether the service got the report, the error's <see cref="ApiError.Delivery"/> tells.</param>
    public Task<Result<Unit, ApiError>> FailAsync(
        Invocation invocation,
        IRuntimeApiError error,
        CancellationToken cancellation = default
    ) => _session.PostAsync(PostRequest.Failure(invocation, error), cancellation);

    /// <summary>
    /// Reports that the function could not start: <c>POST /runtime/init/error</c>. No call may follow; exit with a status
    /// other than 0.
    /// </summary>
    /// <param name="error">The failure, as callers of the function shall see it.</param>
    /// <returns>Success once the service took the report, or an error as of <see cref="Respond"/>.</returns>
    public Result<Unit, ApiError> FailInit(IRuntimeApiError error) => _session.Post(PostRequest.InitFailure(error));

    /// <summary>As <see cref="FailInit"/>, without blocking the thread.</summary>
    /// <param name="error">The failure, as callers of the function shall see it.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Result<Unit, ApiError>> FailInitAsync(
        IRuntimeApiError error,
        CancellationToken cancellation = default
    ) => _session.PostAsync(PostRequest.InitFailure(error), cancellation);

    /// <summary>
    /// Waits until the snapshot of this process is taken and restored: <c>GET /runtime/restore/next</c>. Connections from before
    /// are dropped. Legal once, before the first <see cref="Next"/>, and only where <c>AWS_LAMBDA_INITIALIZATION_TYPE</c> is
    /// <c>snap-start</c> (AWS Lambda Developer Guide, "Lambda SnapStart").
    /// </summary>
    /// <returns>Success once the process is restored, or an error as of <see cref="Next"/>.</returns>
    public Result<Unit, ApiError> RestoreNext() => _session.RestoreNext();

    /// <summary>As <see cref="RestoreNext"/>, without blocking the thread.</summary>
    /// <param name="cancellation">Gives up waiting; the connection is dropped.</param>
    public Task<Result<Unit, ApiError>> RestoreNextAsync(CancellationToken cancellation = default) =>
        _session.RestoreNextAsync(cancellation);

    /// <summary>
    /// Reports that the function could not go on after it was restored: <c>POST /runtime/restore/error</c>. No call may follow;
    /// exit with a status other than 0.
    /// </summary>
    /// <param name="error">The failure, as callers of the function shall see it.</param>
    /// <returns>Success once the service took the report, or an error as of <see cref="Respond"/>.</returns>
    public Result<Unit, ApiError> FailRestore(IRuntimeApiError error) =>
        _session.Post(PostRequest.RestoreFailure(error));

    /// <summary>As <see cref="FailRestore"/>, without blocking the thread.</summary>
    /// <param name="error">The failure, as callers of the function shall see it.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Result<Unit, ApiError>> FailRestoreAsync(
        IRuntimeApiError error,
        CancellationToken cancellation = default
    ) => _session.PostAsync(PostRequest.RestoreFailure(error), cancellation);

    /// <summary>Gives up an invocation without an answer. The service will hand out the same event again.</summary>
    /// <param name="invocation">An unanswered invocation of this client.</param>
    /// <returns>Success, <see cref="ErrorCode.AlreadyAnswered"/> or <see cref="ErrorCode.InvocationUnknown"/>.</returns>
    public Result<Unit, ApiError> Abandon(Invocation invocation) => _session.Abandon(invocation);

    /// <summary>
    /// Ends a parked <see cref="Next"/> or <see cref="Turn(Answer)"/> and refuses every later one with
    /// <see cref="ErrorCode.Cancelled"/>. An invocation that is being handled can still be answered. A second call also ends an
    /// answer that is being sent. Any thread.
    /// </summary>
    public void Cancel()
    {
        if (Interlocked.Exchange(ref _cancels, 1) == 0)
        {
            _session.Cancel();
        }
        else
        {
            _session.BreakOff();
        }
    }

    /// <summary>Cancels and closes the connection: at once, or when the call that uses it returns.</summary>
    public void Dispose() => _session.Dispose();

    /// <summary>As the public form, with a prelude that is encoded already; none where it is empty.</summary>
    internal Result<ResponseStream, ApiError> OpenStream(
        Invocation invocation,
        string contentType,
        ReadOnlyMemory<byte> prelude
    ) => _session.OpenStream(invocation, contentType, prelude);

    /// <summary>The round of a loop with options of its own.</summary>
    internal Round RoundWith(RuntimeLoopOptions options) =>
        new(_session, new LoopPolicy(options with { IsConcurrent = options.IsConcurrent || _session.IsConcurrent }));

    /// <summary>Like the public form; <paramref name="hurry"/> reaches the function that writes a streamed answer.</summary>
    internal Turn Turn(Answer answer, Round round, CancellationToken hurry = default)
    {
        if (answer.Response is not { Body: { } body })
        {
            return _session.Turn(round, answer);
        }

        if (Send(body, _session.HeldInvocation, hurry).TryGet(out _, out var error))
        {
            return _session.Turn(round, default);
        }

        if (error.IsFatal)
        {
            return new Turn(error, error);
        }

        round.Tell(error);
        return _session.Turn(round, Instead(error)) with { Undelivered = error };
    }

    private Result<Unit, ApiError> Send(StreamedBody body, Invocation invocation, CancellationToken hurry) =>
        body.SendAsync(this, invocation, hurry).GetAwaiter().GetResult();

    /// <summary>What is answered in place of a stream of which nothing left: its handler does not run again.</summary>
    private static Answer Instead(ApiError error) =>
        error is { Delivery: Delivery.NotSent } and not ApiError.State ? Answer.Reported(error.ToResponse()) : default;

    private static ApiError.Usage? Check(RuntimeClientOptions options)
    {
        if (!IsUsableUserAgent(options.UserAgent))
        {
            return Refuse(nameof(options.UserAgent), options.UserAgent ?? "null", ErrorCode.UserAgentInvalid);
        }

        if (options.Variable is null || options.Clock is null)
        {
            return Refuse(options.Variable is null ? nameof(options.Variable) : nameof(options.Clock), "null");
        }

        if (options.MaxEventBytes is < 1 or > RuntimeClientOptions.LargestMaxEventBytes)
        {
            return Refuse(nameof(options.MaxEventBytes), $"{options.MaxEventBytes}");
        }

        if (options.AnswerTimeout is { } limit && limit <= TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan)
        {
            return Refuse(nameof(options.AnswerTimeout), $"{limit.TotalMilliseconds} ms");
        }

        if (options.ConnectTimeout <= TimeSpan.Zero || options.ConnectTimeout > TimeSpan.FromDays(1))
        {
            return Refuse(nameof(options.ConnectTimeout), $"{options.ConnectTimeout.TotalMilliseconds} ms");
        }

        return KeepAlive.IsUsable(options.KeepAliveInterval)
            ? null
            : Refuse(nameof(options.KeepAliveInterval), $"{options.KeepAliveInterval.TotalMilliseconds} ms");
    }

    /// <summary>Whether a text can be the value of <c>User-Agent</c>.</summary>
    internal static bool IsUsableUserAgent(string? agent) =>
        agent is { Length: <= MaxUserAgentChars } && FieldSyntax.IsPrintable(agent);

    private static ApiError.Usage Refuse(string option, string value, ErrorCode code = ErrorCode.OptionInvalid) =>
        new(code, $"{Options}.{option}", value);
}
