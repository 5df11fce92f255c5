using System.Globalization;

namespace LambdaClient.Emulator.Handler;

/// <summary>Reads how much memory a process uses, where the system tells (Linux).</summary>
internal static class ProcessMemory
{
    private const string PeakField = "VmHWM:";

    /// <summary>The peak resident memory in MB, rounded up, or null if it cannot be read.</summary>
    public static int? PeakMb(int processId)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{processId}/status"))
            {
                if (line.StartsWith(PeakField, StringComparison.Ordinal))
                {
                    var kilobytes = line.AsSpan(PeakField.Length).Trim();
                    kilobytes = kilobytes[..kilobytes.IndexOf(' ')];
                    return (int)Math.Ceiling(long.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024.0);
                }
            }
        }
        catch (IOException)
        {
            // Gone, or a system without /proc.
        }

        return null;
    }
}
