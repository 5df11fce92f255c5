namespace LambdaClient;

/// <summary>What a handler made of an event: a response, or the report of a failure.</summary>
internal readonly record struct Answer(Response Response, FunctionError? Error)
{
    /// <summary>Whether the response is made while it is sent.</summary>
    public bool IsStreamed => Error is null && Response.Body is not null;

    public static Answer Of<TError>(Result<Response, TError> result)
        where TError : IRuntimeApiError =>
        result.TryGet(out var response, out var error) ? new(response, null) : Failure(error);

    public static Answer Failure(IRuntimeApiError? error) => new(default, PostRequest.Describe(error));

    public static Answer Failure(Exception exception) => new(default, FunctionError.FromException(exception));

    public Result<Unit, ApiError> Send(RuntimeClient client, Invocation invocation) =>
        Error is null ? client.Respond(invocation, Response) : client.Fail(invocation, Error);

    /// <summary>As <see cref="Send"/>, without blocking; only the making of a stream can be hurried by a token.</summary>
    public Task<Result<Unit, ApiError>> SendAsync(
        RuntimeClient client,
        Invocation invocation,
        CancellationToken cancellation
    ) =>
        Error is not null ? client.FailAsync(invocation, Error, CancellationToken.None)
        : IsStreamed ? client.RespondAsync(invocation, Response, cancellation)
        : client.RespondAsync(invocation, Response, CancellationToken.None);
}
