using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LambdaClient.Behaviour;

/// <summary>
/// Has the benchmark of <c>bench</c> measure the adapters that are here, all in one run, against the first of them, and prints the
/// table that stands in <c>docs/performance.md</c>.
/// </summary>
internal static class Bench
{
    public static async Task<int> RunAsync(Folders folders, IEnumerable<string> options)
    {
        var folder = Path.Combine(folders.Build, "bench");
        var figures = Path.Combine(folder, "languages.json");
        var start = new ProcessStartInfo(Path.Combine(folder, "lambdaclient-bench"), [.. options, "--json", figures]);
        start.RedirectStandardError = true;
        start.Environment["LD_LIBRARY_PATH"] = folders.Library;
        foreach (var language in Data.Languages(folders))
        {
            if (language.Missing(folders) is { } reason)
            {
                Console.WriteLine($"{language.Name}: SKIPPED, because {reason}");
                continue;
            }

            // The program env becomes the adapter, so it is the adapter that is measured.
            IEnumerable<string> command =
                language.Environment.Count == 0
                    ? language.Command
                    : ["env", .. language.Environment.Select(pair => $"{pair.Key}={pair.Value}"), .. language.Command];
            start.ArgumentList.Add($"{language.Id}={string.Join(' ', command)}");
        }

        using var bench = Process.Start(start)!;
        // Adapters say there what everybody knows: that the service left at the end.
        var complained = await bench.StandardError.ReadToEndAsync();
        await bench.WaitForExitAsync();
        if (bench.ExitCode != 0)
        {
            Console.Error.Write(complained);
            return bench.ExitCode;
        }

        PrintTable(JsonDocument.Parse(await File.ReadAllBytesAsync(figures)).RootElement, Data.Languages(folders));
        return 0;
    }

    private static void PrintTable(JsonElement figures, IReadOnlyList<Language> languages)
    {
        Console.WriteLine("\n| language | time | CPU time | resident memory, MB |\n| --- | --- | --- | --- |");
        foreach (var subject in figures.GetProperty("subjects").EnumerateArray())
        {
            var name = languages.First(language => language.Id == subject.GetProperty("name").GetString()).Name;
            var peak = Median(subject, "peak_kib", "spread") / 1024;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {Median(subject, "wall_us", "ratio"):F2} | {Median(subject, "cpu_us", "ratio"):F2} | {peak:F1} |"
                )
            );
        }
    }

    // Null where the options leave the figure out.
    private static double? Median(JsonElement subject, string figure, string spread) =>
        subject.GetProperty("figures").TryGetProperty(figure, out var measured)
            ? measured.GetProperty(spread).GetProperty("median").GetDouble()
            : null;
}
