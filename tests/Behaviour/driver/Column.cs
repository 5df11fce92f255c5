namespace LambdaClient.Behaviour;

/// <summary>
/// What came of the scenarios in one language, kept in a file from its run until the table is made. A file has a line for each
/// scenario, its name and the verdict; or the reason why there is nothing else.
/// </summary>
internal sealed record Column(IReadOnlyDictionary<string, string> Verdicts, string? SkippedBecause)
{
    public const string Passed = "yes";
    public const string Failed = "FAILED";
    private const char Separator = '\t';
    private const string Skipped = "skipped";

    public static Column Load(Language language, Folders folders)
    {
        var path = FileOf(language, folders);
        if (!File.Exists(path))
        {
            return new Column(new Dictionary<string, string>(), "it was not run");
        }

        var pairs = File.ReadLines(path)
            .Select(line => line.Split(Separator, 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return pairs.Remove(Skipped, out var reason) ? new Column(pairs, reason) : new Column(pairs, null);
    }

    public void Save(Language language, Folders folders)
    {
        Directory.CreateDirectory(folders.Results);
        var pairs = SkippedBecause is { } reason ? [new(Skipped, reason)] : Verdicts.ToArray();
        File.WriteAllLines(FileOf(language, folders), pairs.Select(pair => $"{pair.Key}{Separator}{pair.Value}"));
    }

    private static string FileOf(Language language, Folders folders) =>
        Path.Combine(folders.Results, $"{language.Id}.tsv");
}
