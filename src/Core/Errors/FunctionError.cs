using System.Collections.Immutable;

namespace LambdaClient;

/// <summary>A failure of the function itself, as its caller sees it.</summary>
/// <remarks>
/// Immutable; safe on any thread. The caller of the function receives exactly <see cref="Type"/>, <see cref="Message"/>
/// and <see cref="StackTrace"/> as JSON (<c>errorType</c>, <c>errorMessage</c>, <c>stackTrace</c>; AWS Lambda Developer
/// Guide, "Runtime API"); a message over 64 Ki characters is cut, and frames that no longer fit in 512 KiB are left out.
/// </remarks>
public sealed record FunctionError : IRuntimeApiError
{
    /// <summary>A failure of the given type.</summary>
    /// <param name="type">A short name, such as <c>InvalidNameError</c>; empty becomes <c>Error</c>.</param>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="stackTrace">Frames, innermost first; empty where there are none.</param>
    public FunctionError(string type, string message, ImmutableArray<string> stackTrace = default)
    {
        Type = string.IsNullOrEmpty(type) ? "Error" : type;
        Message = message ?? "";
        StackTrace = stackTrace.IsDefault ? [] : stackTrace;
    }

    /// <summary>The short name of the failure.</summary>
    public string Type { get; }

    /// <summary>What happened, for a person.</summary>
    public string Message { get; }

    /// <summary>Frames, innermost first.</summary>
    public ImmutableArray<string> StackTrace { get; }

    /// <summary>The report of an exception: its type's full name, its message and its stack trace by lines.</summary>
    /// <param name="exception">The exception; what it does not tell, because asking throws, is left out.</param>
    public static FunctionError FromException(Exception exception)
    {
        var frames = Ask(() => exception.StackTrace)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(Ask(() => exception.GetType().FullName), Ask(() => exception.Message), [.. frames]);
    }

    /// <summary>This error itself.</summary>
    public FunctionError ToResponse() => this;

    /// <summary>Whether both report the same.</summary>
    /// <param name="other">The other error.</param>
    public bool Equals(FunctionError? other) =>
        other is not null
        && Type == other.Type
        && Message == other.Message
        && StackTrace.SequenceEqual(other.StackTrace);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Message, StackTrace.Length);

    /// <summary>Members of an exception are the user's code, and may fail themselves.</summary>
    private static string Ask(Func<string?> member)
    {
        try
        {
            return member() ?? "";
        }
        catch (Exception)
        {
            return "";
        }
    }
}
