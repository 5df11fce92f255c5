using System.Globalization;

namespace LambdaClient.Emulator;

/// <summary>The line Lambda writes to a function's log after each invocation.</summary>
internal static class ReportLine
{
    /// <param name="outcome">The invocation.</param>
    /// <param name="memorySizeMb">The function's memory.</param>
    /// <param name="separator">What is between its parts: a tab in the service's own log, a blank for people.</param>
    public static string Of(InvocationOutcome outcome, int memorySizeMb, char separator = ' ')
    {
        var init = outcome.InitDuration ?? TimeSpan.Zero;
        // Lambda bills the start of the environment along with the invocation it was started for.
        var billed = (long)Math.Ceiling((outcome.Duration + init).TotalMilliseconds);
        string?[] parts =
        [
            $"REPORT RequestId: {outcome.RequestId}",
            Text($"Duration: {outcome.Duration.TotalMilliseconds:0.00} ms"),
            Text($"Billed Duration: {billed} ms"),
            Text($"Memory Size: {memorySizeMb} MB"),
            outcome.MaxMemoryUsedMb is { } used ? Text($"Max Memory Used: {used} MB") : null,
            outcome.InitDuration is null ? null : Text($"Init Duration: {init.TotalMilliseconds:0.00} ms"),
            outcome.Status switch
            {
                InvocationStatus.Success => null,
                InvocationStatus.TimedOut => "Status: timeout",
                _ => "Status: error",
            },
            outcome.IsSuccess ? null : $"Error Type: {outcome.ErrorType}",
        ];
        return string.Join(separator, parts.Where(part => part is not null));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
