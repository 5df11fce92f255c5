namespace LambdaClient.Behaviour;

/// <summary>The table of languages and scenarios, as it is printed and as it stands in <c>docs/languages.md</c>.</summary>
internal sealed class Table
{
    private const string Begin = "<!-- begin of the table that tests/Behaviour prints -->";
    private const string End = "<!-- end of the table -->";
    private const string Unknown = "?";

    private readonly IReadOnlyList<Language> _languages;
    private readonly IReadOnlyList<Scenario> _scenarios;
    private readonly Dictionary<Language, Column> _columns;

    public Table(Folders folders)
    {
        _languages = Data.Languages(folders);
        _scenarios = Data.Scenarios(folders);
        _columns = _languages.ToDictionary(language => language, language => Column.Load(language, folders));
    }

    /// <summary>The languages that have no column here, with the reason.</summary>
    public IEnumerable<(string Language, string Reason)> Skipped =>
        from language in _languages
        let column = _columns[language]
        where column.SkippedBecause is not null
        select (language.Name, column.SkippedBecause);

    /// <summary>The page as it should be: this table, with the columns of the page where there is none here.</summary>
    public string Renew(string page)
    {
        var (from, to) = Place(page);
        var shown = CellsOf(page[from..to]);
        return $"{page[..from]}\n\n{Write((scenario, language) => CellOf(scenario, language)
            ?? shown.GetValueOrDefault((scenario.Name, language.Name), Unknown))}\n{page[to..]}";
    }

    /// <summary>The table with what is known here.</summary>
    public string Write() => Write((scenario, language) => CellOf(scenario, language) ?? Unknown);

    private string Write(Func<Scenario, Language, string> cell)
    {
        var lines = new List<string>
        {
            Row(["scenario", "what it shows", .. _languages.Select(language => language.Name)]),
            Row(["---", "---", .. _languages.Select(_ => "---")]),
        };
        lines.AddRange(
            _scenarios.Select(scenario =>
                Row([scenario.Name, scenario.Shows, .. _languages.Select(language => cell(scenario, language))])
            )
        );
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private string? CellOf(Scenario scenario, Language language) =>
        _columns[language].Verdicts.GetValueOrDefault(scenario.Name);

    private static Dictionary<(string Scenario, string Language), string> CellsOf(string table)
    {
        var rows = table
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .ToArray();
        return (
            from row in rows.Skip(2)
            from cell in row.Zip(rows[0]).Skip(1)
            select (Place: (row[0], cell.Second), cell.First)
        ).ToDictionary(cell => cell.Place, cell => cell.First);
    }

    private static (int From, int To) Place(string page)
    {
        var from = page.IndexOf(Begin, StringComparison.Ordinal);
        var to = page.IndexOf(End, StringComparison.Ordinal);
        return from < 0 || to < from
            ? throw new InvalidDataException($"The page lacks the lines '{Begin}' and '{End}'.")
            : (from + Begin.Length, to);
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
