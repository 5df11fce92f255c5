namespace LambdaClient.TestSupport;

/// <summary>The system's clock, but a second passes between any two looks at it: every handler is a slow one.</summary>
public sealed class SlowClock : TimeProvider
{
    private long _looks;

    public override long GetTimestamp() => Interlocked.Increment(ref _looks) * TimestampFrequency;
}
