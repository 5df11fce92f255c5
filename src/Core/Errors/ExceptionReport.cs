using System.Collections.Immutable;

namespace LambdaClient;

/// <summary>Makes the report of an exception.</summary>
internal static class ExceptionReport
{
    // More than a report carries is not worth the memory.
    private const int MaxStackChars = 512 * 1024;

    [ThreadStatic]
    private static bool _isAsking;

    public static FunctionError Of(Exception exception) => Own(exception) ?? Describe(exception);

    /// <summary>What an exception says that knows how to report itself; its method may well ask for the ordinary report.</summary>
    private static FunctionError? Own(Exception exception)
    {
        if (_isAsking || exception is not IRuntimeApiError own)
        {
            return null;
        }

        _isAsking = true;
        try
        {
            return own.ToResponse();
        }
        catch (Exception)
        {
            return null;
        }
        finally
        {
            _isAsking = false;
        }
    }

    private static FunctionError Describe(Exception exception)
    {
        var cause = ErrorCause.FromException(exception);
        var (type, message) = cause.Exceptions is [var outer, ..] ? (outer.Type, outer.Message) : ("", "");
        return new(type, message, Lines(ExceptionTree.Ask(() => exception.StackTrace)))
        {
            Cause = cause,
            InnerExceptions = [.. cause.Exceptions.Skip(1)],
        };
    }

    private static ImmutableArray<string> Lines(string stackTrace)
    {
        var kept = ReportText.Cut(stackTrace, MaxStackChars);
        return [.. kept.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
