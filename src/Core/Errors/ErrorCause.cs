using System.Collections.Immutable;
using System.Text;

namespace LambdaClient;

/// <summary>Why an invocation failed, as X-Ray shows it to the owner of the function; the function's caller does not see it.</summary>
/// <remarks>
/// <para>Immutable; safe on any thread.</para>
/// <para>
/// It is sent with a failed invocation only, not with an init error and not behind a stream, in one header field of at most
/// 64 KiB. Where it does not fit, texts are cut to 4096 characters; then the paths go, the outermost frames, the last exceptions,
/// and at last the ends of the texts that are left. A cause whose every part is empty is not sent. Facts: AWS Lambda Developer Guide, "Runtime API", and the service's
/// published code.
/// </para>
/// </remarks>
public sealed record ErrorCause
{
    /// <summary>The directory in which the function runs.</summary>
    public string WorkingDirectory
    {
        get;
        init => field = value ?? "";
    } = "";

    /// <summary>The exceptions; first the one that failed the invocation, then what led to it.</summary>
    public ImmutableArray<ExceptionInfo> Exceptions
    {
        get;
        init => field = value.WithoutNulls();
    } = [];

    /// <summary>The source files that are part of it.</summary>
    public ImmutableArray<string> Paths
    {
        get;
        init => field = value.WithoutNulls();
    } = [];

    /// <summary>What happened, for a person, where no exception says it.</summary>
    public string Message
    {
        get;
        init => field = value ?? "";
    } = "";

    /// <summary>Whether there is nothing in it; the service ignores such a cause.</summary>
    public bool IsEmpty => WorkingDirectory.Length == 0 && Exceptions.IsEmpty && Paths.IsEmpty && Message.Length == 0;

    /// <summary>The cause that an exception tells.</summary>
    /// <param name="exception">
    /// The exception. It and its inner exceptions, those of an <see cref="AggregateException"/> too, give at most 32 exceptions
    /// with 512 frames each. What they do not tell, because asking throws, is left out.
    /// </param>
    /// <remarks>Files and lines are there where the program has debug information.</remarks>
    public static ErrorCause FromException(Exception exception)
    {
        ImmutableArray<ExceptionInfo> exceptions = [.. ExceptionTree.Of(exception).Select(ExceptionTree.Describe)];
        return new()
        {
            WorkingDirectory = ExceptionTree.Ask(static () => Environment.CurrentDirectory),
            Exceptions = exceptions,
            Paths =
            [
                .. exceptions
                    .SelectMany(static told => told.Stack)
                    .Select(static frame => frame.Path)
                    .Where(static path => path.Length > 0)
                    .Distinct(),
            ],
        };
    }

    /// <summary>Reads the cause that a caller in another language brings as JSON.</summary>
    /// <param name="json">
    /// <c>{"working_directory":"…","exceptions":[{"type":"…","message":"…","stack":[{"path":"…","line":1,"label":"…"}]}],"paths":["…"],"message":"…"}</c>
    /// in UTF-8, up to 1 MiB; read during the call only. What is missing or null is empty, and other properties are ignored.
    /// Inside a text, bytes that are not UTF-8 and halves of surrogate pairs become U+FFFD.
    /// </param>
    /// <returns>The cause, or <see cref="ErrorCode.CauseInvalid"/>, which names the place and what stands there.</returns>
    public static Result<ErrorCause, ApiError> Parse(ReadOnlyMemory<byte> json) => CauseReader.Read(json.Span);

    /// <summary>As the form for bytes.</summary>
    /// <param name="json">The JSON.</param>
    public static Result<ErrorCause, ApiError> Parse(string json) =>
        json is null || json.Length > CauseReader.MaxBytes
            ? CauseReader.Unfit("cause", json is null ? "null" : $"{json.Length} characters long")
            : CauseReader.Read(Encoding.UTF8.GetBytes(json));

    /// <summary>Whether both say the same.</summary>
    /// <param name="other">The other cause.</param>
    public bool Equals(ErrorCause? other) =>
        other is not null
        && WorkingDirectory == other.WorkingDirectory
        && Message == other.Message
        && Exceptions.SequenceEqual(other.Exceptions)
        && Paths.SequenceEqual(other.Paths);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(WorkingDirectory, Message, Exceptions.Length, Paths.Length);
}
