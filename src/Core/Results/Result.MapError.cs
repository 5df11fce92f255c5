namespace LambdaClient;

public readonly partial struct Result<T, TError>
{
    /// <summary>Changes the error and leaves a value as it is.</summary>
    /// <param name="map">Called with the error, only when there is one.</param>
    /// <typeparam name="TNext">The type of the new error.</typeparam>
    public Result<T, TNext> MapError<TNext>(Func<TError, TNext> map)
        where TNext : notnull => _isOk ? Result<T, TNext>.Ok(_value) : Result<T, TNext>.Error(map(ErrorOrDefault));
}
