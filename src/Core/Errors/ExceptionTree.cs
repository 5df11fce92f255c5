using System.Collections.Immutable;
using System.Diagnostics;

namespace LambdaClient;

/// <summary>An exception and its inner exceptions: any shape, any depth, and members that may fail themselves.</summary>
internal static class ExceptionTree
{
    private const int MaxExceptions = 32;
    private const int MaxFrames = 512;

    /// <summary>The exception and its inner ones, nearest first, each once.</summary>
    public static List<Exception> Of(Exception? exception)
    {
        List<Exception> found = exception is null ? [] : [exception];
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var inner in Inner(found[i]))
            {
                if (found.Count == MaxExceptions)
                {
                    return found;
                }

                if (!found.Contains(inner, ReferenceEqualityComparer.Instance))
                {
                    found.Add(inner);
                }
            }
        }

        return found;
    }

    public static ExceptionInfo Describe(Exception exception) =>
        new(Type(exception), Message(exception), Frames(exception));

    public static string Type(Exception exception) =>
        Ask(() => exception.GetType().FullName ?? exception.GetType().Name);

    public static string Message(Exception exception) =>
        exception is AggregateException aggregate && !AggregateMessage.IsSafe(aggregate)
            ? AggregateMessage.Substitute
            : Ask(() => exception.Message);

    /// <summary>Members of an exception are the user's code, and may fail themselves.</summary>
    public static string Ask(Func<string?> member)
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

    private static IEnumerable<Exception> Inner(Exception exception) =>
        exception is AggregateException aggregate ? aggregate.InnerExceptions
        : exception.InnerException is { } inner ? [inner]
        : [];

    private static ImmutableArray<StackFrameInfo> Frames(Exception exception)
    {
        try
        {
            var trace = new StackTrace(exception, fNeedFileInfo: true);
            var frames = ImmutableArray.CreateBuilder<StackFrameInfo>(Math.Min(trace.FrameCount, MaxFrames));
            for (var i = 0; i < trace.FrameCount && i < MaxFrames; i++)
            {
                if (trace.GetFrame(i) is { } frame)
                {
                    frames.Add(new(frame.GetFileName() ?? "", frame.GetFileLineNumber(), Label(frame)));
                }
            }

            return frames.ToImmutable();
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>Reflection would ask for metadata that an ahead-of-time program does not keep.</summary>
    private static string Label(StackFrame frame) =>
        DiagnosticMethodInfo.Create(frame) is { } method ? $"{method.DeclaringTypeName}.{method.Name}" : "";
}
