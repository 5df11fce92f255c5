using System.Collections.Concurrent;

namespace LambdaClient.Behaviour;

/// <summary>Runs all scenarios through one language.</summary>
internal static class Runner
{
    public const int Passed = 0;
    public const int Failed = 1;
    public const int Skipped = 77;

    public static async Task<int> RunAsync(Language language, Folders folders)
    {
        var scenarios = Data.Scenarios(folders);
        if (language.Without.Keys.Except(scenarios.Select(scenario => scenario.Name)).FirstOrDefault() is { } unknown)
        {
            throw new InvalidDataException($"{language.Name} is without the scenario {unknown}, which does not exist.");
        }

        if (language.Missing(folders) is { } reason)
        {
            new Column(new Dictionary<string, string>(), reason).Save(language, folders);
            Console.WriteLine($"{language.Name}: SKIPPED, because {reason}");
            return Skipped;
        }

        var verdicts = new ConcurrentDictionary<string, string>();
        await Parallel.ForEachAsync(
            scenarios,
            async (scenario, _) => verdicts[scenario.Name] = await JudgeAsync(language, scenario, folders)
        );
        new Column(verdicts, null).Save(language, folders);
        return verdicts.Values.Contains(Column.Failed) ? Failed : Passed;
    }

    private static async Task<string> JudgeAsync(Language language, Scenario scenario, Folders folders)
    {
        if (scenario.Of > language.Plays)
        {
            return "its adapter plays single calls";
        }

        if (language.Without.TryGetValue(scenario.Name, out var reason))
        {
            Console.WriteLine($"{language.Name}: {scenario.Name}: SKIPPED, because {reason}");
            return reason;
        }

        var differences = await new Trial(language, scenario, folders).RunAsync();
        var verdict = differences.Count == 0 ? Column.Passed : Column.Failed;
        Console.WriteLine(string.Join("\n    ", [$"{language.Name}: {scenario.Name}: {verdict}", .. differences]));
        return verdict;
    }
}
