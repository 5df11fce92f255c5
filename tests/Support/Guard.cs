namespace LambdaClient.TestSupport;

/// <summary>Bounds every wait of a test: what does not happen in time is a failure, never a hang.</summary>
public static class Guard
{
    /// <summary>The longest that a test waits for anything.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>The task itself, or a <see cref="TimeoutException"/>.</summary>
    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Limit);

    /// <summary>The task itself, or a <see cref="TimeoutException"/>.</summary>
    public static Task Within(this Task task) => task.WaitAsync(Limit);
}
