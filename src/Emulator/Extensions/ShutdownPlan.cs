namespace LambdaClient.Emulator.Extensions;

/// <summary>How much time an environment gets to end, which depends on the extensions it has.</summary>
/// <param name="TimeAfterSigterm">The time of the handler program from SIGTERM to SIGKILL; null for SIGKILL at once.</param>
/// <param name="Deadline">When the external extensions must be done, too.</param>
/// <remarks>AWS Lambda Developer Guide, Lambda execution environment, Shutdown phase.</remarks>
internal sealed record ShutdownPlan(TimeSpan? TimeAfterSigterm, DateTimeOffset Deadline)
{
    private static readonly TimeSpan WithInternal = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WithExternal = TimeSpan.FromSeconds(2);
    private const double ShareOfRuntime = 0.3;

    public static ShutdownPlan For(IReadOnlyCollection<Extension> extensions, DateTimeOffset now) =>
        extensions.Count == 0 ? new(null, now)
        : extensions.Any(it => it.IsExternal) ? new(WithExternal * ShareOfRuntime, now + WithExternal)
        : new(WithInternal, now + WithInternal);
}
