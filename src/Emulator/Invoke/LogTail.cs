using System.Text;

namespace LambdaClient.Emulator.Invoke;

/// <summary>The end of an invocation's log, as a caller gets it who asks for the tail.</summary>
internal static class LogTail
{
    private const int Most = 4096;

    public static byte[] Of(InvocationOutcome outcome, EmulatorOptions options)
    {
        var written = outcome.LogTail.Span;
        var lineEnd = written.Length == 0 || written[^1] == (byte)'\n' ? "" : "\n";
        byte[] log =
        [
            .. Encoding.UTF8.GetBytes($"START RequestId: {outcome.RequestId} Version: {outcome.ExecutedVersion}\n"),
            .. written,
            .. Encoding.UTF8.GetBytes(
                $"{lineEnd}END RequestId: {outcome.RequestId}\n{ReportLine.Of(outcome, options.MemorySizeMb, '\t')}\t\n"
            ),
        ];
        return log[Math.Max(0, log.Length - Most)..];
    }
}
