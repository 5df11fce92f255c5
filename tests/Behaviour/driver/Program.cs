using LambdaClient.Behaviour;

const string Usage = """
    usage: behaviour SOURCE BUILD run ID      run all scenarios through one language of languages.json
           behaviour SOURCE BUILD table       print the table of the last runs, and compare it with docs/languages.md
           behaviour SOURCE BUILD write       bring the table of docs/languages.md up to date
           behaviour SOURCE BUILD bench ...   measure the adapters; the options are those of lambdaclient-bench
    SOURCE and BUILD are the folders of the repository and of its build. Exit status 77 means skipped.
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
        var language =
            Data.Languages(folders).FirstOrDefault(language => language.Id == id)
            ?? throw new ArgumentException($"languages.json has no language with the id {id}.");
        return await Runner.RunAsync(language, folders);
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
