namespace LambdaClient;

public readonly partial struct Result<T, TError>
{
    /// <summary>Goes on with a step that can itself fail, and leaves an error as it is.</summary>
    /// <param name="bind">Called with the value, only when there is one.</param>
    /// <typeparam name="TNext">The type of the next step's value.</typeparam>
    public Result<TNext, TError> Bind<TNext>(Func<T, Result<TNext, TError>> bind) =>
        _isOk ? bind(_value) : Result<TNext, TError>.Error(ErrorOrDefault);
}
