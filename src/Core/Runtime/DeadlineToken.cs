namespace LambdaClient;

/// <summary>The token of one invocation: it ends a margin before the deadline, and when the loop's own token does.</summary>
internal readonly struct DeadlineToken : IDisposable
{
    private readonly CancellationTokenSource? _source;
    private readonly CancellationTokenRegistration _link;
    private readonly CancellationToken _loop;

    private DeadlineToken(CancellationTokenSource? source, CancellationToken loop)
    {
        _source = source;
        _loop = loop;
        _link = source is null
            ? default
            : loop.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
    }

    public CancellationToken Token => _source?.Token ?? _loop;

    /// <summary>A deadline already inside the margin ends nothing.</summary>
    public static DeadlineToken For(Invocation invocation, TimeSpan margin, TimeProvider clock, CancellationToken loop)
    {
        if (Deadlines.Until(margin, invocation, clock) is not { } delay)
        {
            return new(null, loop);
        }

        var longest = TimeSpan.FromMilliseconds(int.MaxValue);
        return new(new CancellationTokenSource(delay < longest ? delay : longest, clock), loop);
    }

    public void Dispose()
    {
        _link.Dispose();
        _source?.Dispose();
    }
}
