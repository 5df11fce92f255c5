using System.Collections.Immutable;

namespace LambdaClient;

/// <summary>Runs hooks one after the other.</summary>
internal static class Hooks
{
    /// <summary>Runs them in order until one fails; gives what that one threw, or null.</summary>
    public static async Task<Exception?> RunAsync(
        IEnumerable<Func<CancellationToken, Task>> hooks,
        CancellationToken cancellation
    )
    {
        foreach (var hook in hooks)
        {
            if (await RunAsync(hook, cancellation).ConfigureAwait(false) is { } thrown)
            {
                return thrown;
            }
        }

        return null;
    }

    /// <summary>Runs one, and no longer waits for it once the token ends.</summary>
    public static async Task<Exception?> RunAsync(Func<CancellationToken, Task> hook, CancellationToken cancellation)
    {
        try
        {
            await hook(cancellation).WaitAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    public static ApiError.Usage Failed(string hook, Exception thrown) =>
        new(ErrorCode.HookFailed, hook, Told(FunctionError.FromException(thrown)));

    /// <summary>Which exception it was and what it said, in one text.</summary>
    public static string Told(FunctionError report) => $"{report.Type}: {report.Message}";

    public static ImmutableArray<Func<CancellationToken, Task>> OrNone(
        ImmutableArray<Func<CancellationToken, Task>> hooks
    ) => hooks.IsDefault ? [] : hooks;
}
