using System.Reflection;

namespace LambdaClient.Tests.Errors;

/// <summary>Exceptions that tests of reports throw.</summary>
internal static class Exceptions
{
    public static T Thrown<T>(T exception)
        where T : Exception
    {
        try
        {
            throw exception;
        }
        catch (T caught)
        {
            return caught;
        }
    }

    /// <summary>Makes a shape that constructors do not allow.</summary>
    public static void SetInner(Exception exception, Exception inner)
    {
        var (type, name, value) =
            exception is AggregateException
                ? (typeof(AggregateException), "_innerExceptions", (object)new[] { inner })
                : (typeof(Exception), "_innerException", inner);
        type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(exception, value);
    }

    /// <summary>An exception from the bottom of very many frames.</summary>
    public static Exception FromDepth(int frames)
    {
        Exception? caught = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    Descend(frames);
                }
                catch (InvalidOperationException e)
                {
                    caught = e;
                }
            },
            maxStackSize: 512 * 1024 * 1024
        );
        thread.Start();
        thread.Join();
        return caught!;
    }

    private static int Descend(int frames) =>
        frames == 0 ? throw new InvalidOperationException("deep") : Descend(frames - 1) + 1;

    public sealed class Unreadable : Exception
    {
        public override string Message => throw new InvalidOperationException("the message cannot be read");

        public override string StackTrace => throw new InvalidOperationException("the stack cannot be read");
    }

    /// <summary>An exception that knows how to report itself.</summary>
    public sealed class SelfReporting(Func<Exception, FunctionError> report) : Exception("ordinary"), IRuntimeApiError
    {
        public FunctionError ToResponse() => report(this);
    }
}
