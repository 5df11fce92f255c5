namespace LambdaClient.Behaviour;

/// <summary>
/// The tables of languages: the scenarios, and what of a process's life they show, as they are printed and as they stand in
/// <c>docs/languages.md</c>.
/// </summary>
internal sealed class Table
{
    private const string Unknown = "?";

    private static readonly Place Scenarios = new("<!-- begin of the table that tests/Behaviour prints -->");
    private static readonly Place Lives = new("<!-- begin of the table of lives that tests/Behaviour prints -->");

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

    private IEnumerable<Row> ScenarioRows =>
        _scenarios.Select(scenario => new Row(scenario.Name, scenario.Shows, language => CellOf(scenario, language)));

    /// <summary>A part of life is there where the first scenario that shows it passes, and no other one fails.</summary>
    private IEnumerable<Row> LifeRows =>
        _scenarios
            .Where(scenario => scenario.Life is not null)
            .GroupBy(scenario => scenario.Life!)
            .Select(life => new Row(
                life.Key,
                string.Join(", ", life.Select(scenario => scenario.Name)),
                language =>
                    life.Select(scenario => CellOf(scenario, language)).FirstOrDefault(cell => cell == Column.Failed)
                    ?? CellOf(life.First(), language)
            ));

    /// <summary>The page as it should be: these tables, with the columns of the page where there is none here.</summary>
    public string Renew(string page) =>
        Renew(
            Renew(page, Scenarios, "scenario", "what it shows", ScenarioRows),
            Lives,
            "part of life",
            "shown by",
            LifeRows
        );

    /// <summary>The tables with what is known here.</summary>
    public string Write() =>
        $"{Write("scenario", "what it shows", ScenarioRows, _ => Unknown)}\n{Write("part of life", "shown by", LifeRows, _ => Unknown)}";

    private string Renew(string page, Place place, string first, string second, IEnumerable<Row> rows)
    {
        var (from, to) = place.In(page);
        var shown = CellsOf(page[from..to]);
        var table = Write(first, second, rows, cell => shown.GetValueOrDefault(cell, Unknown));
        return $"{page[..from]}\n\n{table}\n{page[to..]}";
    }

    private string Write(
        string first,
        string second,
        IEnumerable<Row> rows,
        Func<(string Row, string Language), string> absent
    )
    {
        var lines = new List<string>
        {
            Line([first, second, .. _languages.Select(language => language.Name)]),
            Line(["---", "---", .. _languages.Select(_ => "---")]),
        };
        lines.AddRange(
            rows.Select(row =>
                Line([
                    row.Name,
                    row.Shows,
                    .. _languages.Select(language => row.Cell(language) ?? absent((row.Name, language.Name))),
                ])
            )
        );
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private string? CellOf(Scenario scenario, Language language) =>
        _columns[language].Verdicts.GetValueOrDefault(scenario.Name);

    private static Dictionary<(string Row, string Language), string> CellsOf(string table)
    {
        var rows = table
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .ToArray();
        return rows.Length == 0
            ? []
            : (
                from row in rows.Skip(2)
                from cell in row.Zip(rows[0]).Skip(1)
                select (Place: (row[0], cell.Second), cell.First)
            ).ToDictionary(cell => cell.Place, cell => cell.First);
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private sealed record Row(string Name, string Shows, Func<Language, string?> Cell);

    /// <summary>Where a table stands in the page: behind a line of its own, up to the line that ends every table.</summary>
    private sealed record Place(string Begin)
    {
        private const string End = "<!-- end of the table -->";

        public (int From, int To) In(string page)
        {
            var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
            var to = page.IndexOf(End, from, StringComparison.Ordinal);
            return from < Begin.Length || to < 0
                ? throw new InvalidDataException($"The page lacks the lines '{Begin}' and '{End}'.")
                : (from, to);
        }
    }
}
