using System.Globalization;

namespace LambdaClient.Emulator.Handler;

/// <summary>Says how a program ended, in the words of the service.</summary>
internal static class ExitReason
{
    // .NET reports a death by signal as 128 plus the signal, as shells do, so a program that exits with such a number looks the same.
    private const int SignalBase = 128;

    public static string Describe(int exitCode)
    {
        if (exitCode == 0)
        {
            return "Runtime exited without providing a reason";
        }

        return SignalName(exitCode - SignalBase) is { } signal
            ? $"Runtime exited with error: signal: {signal}"
            : string.Create(CultureInfo.InvariantCulture, $"Runtime exited with error: exit status {exitCode}");
    }

    private static string? SignalName(int signal) =>
        signal switch
        {
            1 => "hangup",
            2 => "interrupt",
            3 => "quit",
            4 => "illegal instruction",
            5 => "trace/breakpoint trap",
            6 => "aborted",
            7 => "bus error",
            8 => "floating point exception",
            9 => "killed",
            11 => "segmentation fault",
            13 => "broken pipe",
            14 => "alarm clock",
            15 => "terminated",
            _ => null,
        };
}
