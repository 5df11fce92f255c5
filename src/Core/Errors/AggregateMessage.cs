namespace LambdaClient;

/// <summary>
/// Whether an <see cref="AggregateException"/> can be asked for its message. It puts the messages of all its inner exceptions
/// together, level by level, and so overflows the stack or the memory where they are very deep, many or long.
/// </summary>
internal static class AggregateMessage
{
    /// <summary>What is said in its place.</summary>
    public const string Substitute = "one or more errors occurred, too many or too deep for one message";

    private const int MaxDepth = 16;
    private const int MaxVisits = 1024;
    private const int MaxChars = 1024 * 1024;

    public static bool IsSafe(AggregateException exception)
    {
        var open = new Stack<(Exception Exception, int Depth)>([(exception, 0)]);
        var visits = 0;
        var chars = 0L;
        while (open.TryPop(out var next))
        {
            if (next.Exception is not AggregateException aggregate)
            {
                chars += ExceptionTree.Ask(() => next.Exception.Message).Length;
                if (chars > MaxChars)
                {
                    return false;
                }

                continue;
            }

            visits += aggregate.InnerExceptions.Count;
            if (next.Depth == MaxDepth || visits > MaxVisits)
            {
                return false;
            }

            foreach (var inner in aggregate.InnerExceptions)
            {
                open.Push((inner, next.Depth + 1));
            }
        }

        return true;
    }
}
