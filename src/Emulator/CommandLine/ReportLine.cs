using System.Globalization;

namespace LambdaClient.Emulator.CommandLine;

/// <summary>The line Lambda writes to a function's log after each invocation.</summary>
internal static class ReportLine
{
    public static string Of(InvocationOutcome outcome, int memorySizeMb)
    {
        var init = outcome.InitDuration ?? TimeSpan.Zero;
        // Lambda bills the start of the environment along with the invocation it was started for.
        var billed = (long)Math.Ceiling((outcome.Duration + init).TotalMilliseconds);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"REPORT RequestId: {outcome.RequestId} Duration: {outcome.Duration.TotalMilliseconds:0.00} ms Billed Duration: {billed} ms Memory Size: {memorySizeMb} MB"
        );
        if (outcome.MaxMemoryUsedMb is { } used)
        {
            line += string.Create(CultureInfo.InvariantCulture, $" Max Memory Used: {used} MB");
        }

        if (outcome.InitDuration is not null)
        {
            line += string.Create(CultureInfo.InvariantCulture, $" Init Duration: {init.TotalMilliseconds:0.00} ms");
        }

        return outcome.Status switch
        {
            InvocationStatus.Success => line,
            InvocationStatus.TimedOut => $"{line} Status: timeout Error Type: {outcome.ErrorType}",
            _ => $"{line} Status: error Error Type: {outcome.ErrorType}",
        };
    }
}
