namespace LambdaClient;

/// <summary>What a handler gives for an invocation: a response or a failure. <c>default</c> is no answer.</summary>
/// <remarks>Immutable as long as a response's bytes are left alone until it is delivered.</remarks>
public readonly record struct Answer
{
    private Answer(Response? response, FunctionError? error) => (Response, Error) = (response, error);

    /// <summary>The response, or null.</summary>
    internal Response? Response { get; }

    /// <summary>The failure, or null.</summary>
    internal FunctionError? Error { get; }

    /// <summary>Whether there is nothing to deliver.</summary>
    public bool IsNone => Response is null && Error is null;

    /// <summary>A response.</summary>
    /// <param name="response">The response; one that is made while it is sent is streamed.</param>
    public static Answer Of(Response response) => new(response, null);

    /// <summary>A failure.</summary>
    /// <param name="error">The failure to report to the caller; one that cannot describe itself is reported as that.</param>
    public static Answer Failure(IRuntimeApiError? error) => new(null, PostRequest.Describe(error));

    /// <summary>The answer that a handler's result is.</summary>
    /// <param name="result">The result.</param>
    /// <typeparam name="TError">The handler's error type.</typeparam>
    public static Answer Of<TError>(Result<Response, TError> result)
        where TError : IRuntimeApiError =>
        result.TryGet(out var response, out var error) ? Of(response) : Failure(error);

    /// <summary>The failure that an exception tells.</summary>
    internal static Answer Thrown(Exception exception) => new(null, FunctionError.FromException(exception));

    /// <summary>A failure whose report is made already: the native library has no room for what reads exceptions.</summary>
    internal static Answer Reported(FunctionError report) => new(null, report);

    /// <summary>The request that delivers a buffered answer; null where there is none.</summary>
    internal PostRequest? Post(Invocation invocation) =>
        Error is { } error ? PostRequest.Failure(invocation, error)
        : Response is { } response ? PostRequest.Response(invocation, response)
        : null;
}
