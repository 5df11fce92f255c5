namespace LambdaClient;

public readonly partial struct Result<T, TError>
{
    /// <summary>Turns either case into one value: the way to read a result when both cases matter.</summary>
    /// <param name="ok">Called with the value.</param>
    /// <param name="error">Called with the error.</param>
    /// <typeparam name="TResult">What both functions give.</typeparam>
    public TResult Match<TResult>(Func<T, TResult> ok, Func<TError, TResult> error) =>
        _isOk ? ok(_value) : error(ErrorOrDefault);
}
