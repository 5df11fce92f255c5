using System.Globalization;

namespace LambdaClient.Emulator.Handler;

/// <summary>How a program ended.</summary>
/// <param name="Number">Its exit status, or the signal that ended it.</param>
/// <param name="IsSignal">Which of them.</param>
internal readonly record struct ExitReason(int Number, bool IsSignal)
{
    // As shells report a death by signal.
    private const int SignalBase = 128;

    public int ExitStatus => IsSignal ? SignalBase + Number : Number;

    /// <summary>The same in the words of the service.</summary>
    public string Describe() =>
        this switch
        {
            { IsSignal: true } => string.Create(
                CultureInfo.InvariantCulture,
                $"Runtime exited with error: signal: {SignalName(Number) ?? $"{Number}"}"
            ),
            { Number: 0 } => "Runtime exited without providing a reason",
            _ => string.Create(CultureInfo.InvariantCulture, $"Runtime exited with error: exit status {Number}"),
        };

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
            10 => "user defined signal 1",
            11 => "segmentation fault",
            12 => "user defined signal 2",
            13 => "broken pipe",
            14 => "alarm clock",
            15 => "terminated",
            _ => null,
        };
}
