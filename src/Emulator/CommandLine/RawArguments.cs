using System.Text.Unicode;

namespace LambdaClient.Emulator.CommandLine;

/// <summary>The command line as bytes: as text, what is not UTF-8 is silently replaced.</summary>
internal static class RawArguments
{
    private const string CommandLine = "/proc/self/cmdline";

    /// <summary>The number of the first argument that is not UTF-8, counted from 1; null if there is none.</summary>
    /// <param name="count">How many arguments there are, behind the program and what the host may have put before them.</param>
    public static int? FirstInvalid(int count)
    {
        if (!File.Exists(CommandLine))
        {
            return null;
        }

        // Each has a zero behind it, and the last one may be empty.
        var all = File.ReadAllBytes(CommandLine).AsSpan()[..^1];
        var texts = new List<Range>();
        foreach (var range in all.Split((byte)0))
        {
            texts.Add(range);
        }

        for (var i = 1; i <= count; i++)
        {
            if (!Utf8.IsValid(all[texts[^(count - i + 1)]]))
            {
                return i;
            }
        }

        return null;
    }
}
