using System.Globalization;
using LambdaClient.Behaviour;

const string Usage = """
    usage: behaviour SOURCE BUILD run ID      run all scenarios through one language of languages.json
           behaviour SOURCE BUILD table       print the table of the last runs, and compare it with docs/languages.md
           behaviour SOURCE BUILD write       bring the table of docs/languages.md up to date
           behaviour SOURCE BUILD misdeeds ID COUNT [SEED]
                                              so many random misdeeds of a handler through one language
           behaviour SOURCE BUILD soak ID COUNT
                                              so many events of 128 B and 6 MB, and what memory they take
           behaviour SOURCE BUILD bench ...   measure the adapters; the options are those of lambdaclient-bench
    SOURCE and BUILD are the folders of the repository and of its build; the ID of misdeeds and soak may be all. Exit status 77 means skipped.
    """;

if (args.Length < 3)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var folders = new Folders(Path.GetFullPath(args[0]), Path.GetFullPath(args[1]));
switch (args[2..])
{
    case ["run", var id]:
        return await Runner.RunAsync(Find(id), folders);
    case ["misdeeds", var id, var count]:
        return await EachAsync(id, each => new Misdeeds(each, Number(count), Random.Shared.Next(), folders).RunAsync());
    case ["misdeeds", var id, var count, var seed]:
        return await EachAsync(id, each => new Misdeeds(each, Number(count), Number(seed), folders).RunAsync());
    case ["soak", var id, var count]:
        return await EachAsync(id, each => new Soak(each, Number(count), folders).RunAsync());
    case ["table"]:
        return Show(new Table(folders));
    case ["write"]:
        File.WriteAllText(folders.Page, new Table(folders).Renew(File.ReadAllText(folders.Page)));
        return 0;
    case ["bench", .. var options]:
        return await Bench.RunAsync(folders, options);
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

Language Find(string id) =>
    Data.Languages(folders).FirstOrDefault(language => language.Id == id)
    ?? throw new ArgumentException($"languages.json has no language with the id {id}.");

// One language, or all of them in turn; one that is skipped among all does not make the whole of it skipped.
async Task<int> EachAsync(string id, Func<Language, Task<int>> run)
{
    if (id != "all")
    {
        return await run(Find(id));
    }

    var worst = Runner.Passed;
    foreach (var language in Data.Languages(folders))
    {
        worst = await run(language) == Runner.Failed ? Runner.Failed : worst;
    }

    return worst;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

int Show(Table table)
{
    Console.WriteLine(table.Write());
    foreach (var (name, reason) in table.Skipped)
    {
        Console.WriteLine($"{name}: SKIPPED, because {reason}");
    }

    var page = File.ReadAllText(folders.Page);
    if (table.Renew(page) == page)
    {
        return 0;
    }

    Console.WriteLine($"{folders.Page} has another table; 'behaviour SOURCE BUILD write' renews it.");
    return 1;
}
