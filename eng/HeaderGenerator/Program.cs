using LambdaClient;
using LambdaClient.HeaderGenerator;
using LambdaClient.Native.Exports;

// Writes the files that are made from the exports, or says that a committed one differs.
//   HeaderGenerator --write ROOT    writes them
//   HeaderGenerator --check ROOT    exits with 1 and names each file that differs
if (args is not [("--write" or "--check") and var mode, var root])
{
    Console.Error.WriteLine("usage: HeaderGenerator --write|--check REPOSITORY_ROOT");
    return 2;
}

var docs = new Docs(Path.ChangeExtension(typeof(VersionExports).Assembly.Location, ".xml"));
var reader = new AbiReader(docs);
var chapters = reader.Chapters();
var names = chapters.SelectMany(chapter => chapter.Exports).Select(export => export.Name).Order(StringComparer.Ordinal);
(string Path, string Text)[] files =
[
    ("bindings/c/include/lambdaclient.h", HeaderWriter.Write(reader.Structs(), chapters, LibraryVersion.Text)),
    ("docs/errors.md", ErrorsPage.Write()),
    (
        "src/Native/lambdaclient.map",
        $"LAMBDACLIENT_0 {{\n  global:\n{string.Concat(names.Select(name => $"    {name};\n"))}  local: *;\n}};\n"
    ),
];

var differing = 0;
foreach (var (path, text) in files)
{
    var full = Path.Combine(root, path);
    if (mode == "--write")
    {
        await File.WriteAllTextAsync(full, text);
    }
    else if (!File.Exists(full) || await File.ReadAllTextAsync(full) != text)
    {
        Console.Error.WriteLine(
            $"{path} is not what the exports say; run: dotnet run --project eng/HeaderGenerator -- --write ."
        );
        differing++;
    }
}

return differing == 0 ? 0 : 1;
