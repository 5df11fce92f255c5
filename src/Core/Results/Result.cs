using System.Diagnostics.CodeAnalysis;

namespace LambdaClient;

/// <summary>Either a value or an error, never both and never neither; reading it cannot throw.</summary>
/// <remarks>
/// Immutable; safe on any thread. <c>default</c> is a failure: its error is <see cref="ApiError.Uninitialized"/> where
/// <typeparamref name="TError"/> is <see cref="ApiError"/>, and <c>default(TError)</c> for any other type.
/// </remarks>
/// <typeparam name="T">The type of the value.</typeparam>
/// <typeparam name="TError">The type of the error.</typeparam>
public readonly partial struct Result<T, TError> : IEquatable<Result<T, TError>>
    where TError : notnull
{
    private readonly bool _isOk;
    private readonly T _value;
    private readonly TError _error;

    private Result(bool isOk, T value, TError error)
    {
        _isOk = isOk;
        _value = value;
        _error = error;
    }

    /// <summary>Whether this holds a value.</summary>
    public bool IsOk => _isOk;

    /// <summary>Whether this holds an error; the opposite of <see cref="IsOk"/>.</summary>
    public bool IsError => !_isOk;

    /// <summary>A success that holds <paramref name="value"/>.</summary>
    /// <param name="value">The value.</param>
    public static Result<T, TError> Ok(T value) => new(true, value, default!);

    /// <summary>A failure that holds <paramref name="error"/>.</summary>
    /// <param name="error">The error.</param>
    public static Result<T, TError> Error(TError error) => new(false, default!, error);

    /// <summary>The same as <see cref="Ok"/>.</summary>
    /// <param name="value">The value.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Ok is the named form.")]
    public static implicit operator Result<T, TError>(T value) => Ok(value);

    /// <summary>The same as <see cref="Error"/>.</summary>
    /// <param name="error">The error.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "Error is the named form.")]
    public static implicit operator Result<T, TError>(TError error) => Error(error);

    /// <summary>Whether both hold equal values, or both hold equal errors.</summary>
    /// <param name="other">The other result.</param>
    public bool Equals(Result<T, TError> other) =>
        _isOk == other._isOk
        && (
            _isOk
                ? EqualityComparer<T>.Default.Equals(_value, other._value)
                : EqualityComparer<TError>.Default.Equals(ErrorOrDefault, other.ErrorOrDefault)
        );

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Result<T, TError> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _isOk ? HashCode.Combine(true, _value) : HashCode.Combine(false, ErrorOrDefault);

    /// <summary>Whether both hold equal values, or both hold equal errors.</summary>
    /// <param name="left">One result.</param>
    /// <param name="right">The other result.</param>
    public static bool operator ==(Result<T, TError> left, Result<T, TError> right) => left.Equals(right);

    /// <summary>The opposite of <c>==</c>.</summary>
    /// <param name="left">One result.</param>
    /// <param name="right">The other result.</param>
    public static bool operator !=(Result<T, TError> left, Result<T, TError> right) => !left.Equals(right);

    /// <summary>The value or the error as text, for logs and debuggers.</summary>
    public override string ToString() => _isOk ? $"Ok({_value})" : $"Error({ErrorOrDefault})";

    private TError ErrorOrDefault =>
        _error is null && typeof(TError) == typeof(ApiError) ? (TError)(object)ApiError.Uninitialized : _error!;
}
