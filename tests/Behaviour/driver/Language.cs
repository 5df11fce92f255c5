using System.Text.Json.Serialization;

namespace LambdaClient.Behaviour;

/// <summary>One line of <c>languages.json</c>; README.md says what its members mean.</summary>
internal sealed record Language
{
    [JsonPropertyName("language")]
    public required string Name { get; init; }

    public required string Id { get; init; }

    public required IReadOnlyList<string> Command { get; init; }

    public string? Needs { get; init; }

    public string? Packages { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Without { get; init; } = new Dictionary<string, string>();

    public Loop Plays { get; init; }

    /// <summary>The same with the folders in place of their names.</summary>
    public Language In(Folders folders) =>
        this with
        {
            Command = [.. Command.Select(folders.Fill)],
            Packages = Packages is null ? null : folders.Fill(Packages),
            Environment = Environment.ToDictionary(pair => pair.Key, pair => folders.Fill(pair.Value)),
        };

    /// <summary>Why its adapter cannot be run here, or null if it can.</summary>
    public string? Missing(Folders folders) =>
        Needs is { } program && !IsInPath(program) ? $"{program} is not in PATH"
        : Command.FirstOrDefault(word => folders.Contain(word) && !File.Exists(word)) is { } file
            ? $"{Path.GetRelativePath(folders.Source, file)} is not there"
        : Packages is { } folder && !Directory.Exists(folder)
            ? $"{Path.GetRelativePath(folders.Source, folder)} is not there"
        : null;

    private static bool IsInPath(string program) =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>Whose loop an adapter plays.</summary>
internal enum Loop
{
    /// <summary>Its own, over single calls.</summary>
    Calls,

    /// <summary>The product's.</summary>
    Run,

    /// <summary>The product's, over turns, which do not tell of calls that were made again.</summary>
    Turn,
}

/// <summary>Where things are.</summary>
internal sealed record Folders(string Source, string Build)
{
    public string Suite => Path.Combine(Source, "tests", "Behaviour");

    public string Results => Path.Combine(Build, "tests", "Behaviour", "results");

    public string Library => Path.Combine(Build, "lib");

    public string Page => Path.Combine(Source, "docs", "languages.md");

    public string Fill(string text) =>
        text.Replace("{source}", Source, StringComparison.Ordinal)
            .Replace("{build}", Build, StringComparison.Ordinal)
            .Replace("{managed}", Path.Combine(Build, "dotnet", "managed"), StringComparison.Ordinal)
            .Replace("{adapters}", Path.Combine(Suite, "adapters"), StringComparison.Ordinal);

    public bool Contain(string path) =>
        path.StartsWith(Source + "/", StringComparison.Ordinal)
        || path.StartsWith(Build + "/", StringComparison.Ordinal);
}
