using System.Diagnostics.CodeAnalysis;

namespace LambdaClient;

public readonly partial struct Result<T, TError>
{
    /// <summary>Reads a result with an <c>if</c>: true and the value, or false and the error.</summary>
    /// <param name="value">The value when this returns true, else <c>default</c>.</param>
    /// <param name="error">The error when this returns false, else <c>default</c>.</param>
    public bool TryGet([MaybeNullWhen(false)] out T value, [MaybeNullWhen(true)] out TError error)
    {
        value = _value;
        error = _isOk ? default : ErrorOrDefault;
        return _isOk;
    }
}
