using System.Collections.Immutable;

namespace LambdaClient;

/// <summary>A failure of the function itself, as its caller sees it.</summary>
/// <remarks>
/// <para>
/// Immutable; safe on any thread. The caller of the function receives <see cref="Type"/>, <see cref="Message"/> and
/// <see cref="StackTrace"/> as JSON (<c>errorType</c>, <c>errorMessage</c>, <c>stackTrace</c>; AWS Lambda Developer Guide,
/// "Runtime API"), and <see cref="InnerExceptions"/>, where there are any, as <c>causes</c>: a list of the same three. A message
/// over 64 Ki characters is cut, and frames that no longer fit in 512 KiB are left out; so are inner exceptions that no longer
/// fit in 64 KiB.
/// </para>
/// <para><see cref="Json"/> takes the place of all that. <see cref="Cause"/> is for X-Ray, and the caller does not see it.</para>
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

    /// <summary>What led to the failure, nearest first.</summary>
    public ImmutableArray<ExceptionInfo> InnerExceptions
    {
        get;
        init => field = value.WithoutNulls();
    } = [];

    /// <summary>What X-Ray shows; sent with a failed invocation only, not with an init error and not behind a stream.</summary>
    public ErrorCause? Cause { get; init; }

    /// <summary>
    /// The report's body, where the caller has its own: JSON in UTF-8, sent exactly as it is; empty where there is none. The bytes
    /// are not copied, and must not change before the report is sent.
    /// </summary>
    /// <remarks>
    /// The service cannot read what is not JSON and takes less than 1 MiB. Such a body is not sent; the ordinary one is, with the
    /// first 4096 bytes of it as the text <c>givenJson</c>. Behind a stream this happens from 16 KiB on, with 512 bytes of it.
    /// </remarks>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>
    /// The report of an exception: its type's full name, its message, its stack trace by lines, its inner exceptions and its cause.
    /// An exception that implements <see cref="IRuntimeApiError"/> reports itself, unless it fails at that; it may call this
    /// method to do so.
    /// </summary>
    /// <param name="exception">The exception; what it does not tell, because asking throws, is left out.</param>
    public static FunctionError FromException(Exception exception) => ExceptionReport.Of(exception);

    /// <summary>This error itself.</summary>
    public FunctionError ToResponse() => this;

    /// <summary>Whether both report the same.</summary>
    /// <param name="other">The other error.</param>
    public bool Equals(FunctionError? other) =>
        other is not null
        && Type == other.Type
        && Message == other.Message
        && StackTrace.SequenceEqual(other.StackTrace)
        && InnerExceptions.SequenceEqual(other.InnerExceptions)
        && Cause == other.Cause
        && Json.Span.SequenceEqual(other.Json.Span);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Type, Message, StackTrace.Length, InnerExceptions.Length, Cause, Json.Length);
}
