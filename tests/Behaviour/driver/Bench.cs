using System.Diagnostics;

namespace LambdaClient.Behaviour;

/// <summary>Has the benchmark of <c>bench</c> measure the adapters that are here, all in one run, against the first of them.</summary>
internal static class Bench
{
    public static async Task<int> RunAsync(Folders folders, IEnumerable<string> options)
    {
        var start = new ProcessStartInfo(Path.Combine(folders.Build, "bench", "lambdaclient-bench"), options);
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
        }

        return bench.ExitCode;
    }
}
