namespace LambdaClient;

public readonly partial struct Result<T, TError>
{
    /// <summary>Changes the value and leaves an error as it is.</summary>
    /// <param name="map">Called with the value, only when there is one.</param>
    /// <typeparam name="TNext">The type of the new value.</typeparam>
    public Result<TNext, TError> Map<TNext>(Func<T, TNext> map) =>
        _isOk ? Result<TNext, TError>.Ok(map(_value)) : Result<TNext, TError>.Error(ErrorOrDefault);
}
