using LambdaClient;
using LambdaClient.HeaderGenerator;
using LambdaClient.Native.Exports;

// Writes the files that are made from the exports, or says that a committed one differs.
//   HeaderGenerator --write ROOT    writes them
//   HeaderGenerator --check ROOT    exits with 1 and names each file that differs
//   HeaderGenerator --accept ROOT   takes the C ABI as it is now for the promised one (docs/abi.md)
if (args is not [("--write" or "--check" or "--accept") and var mode, var root])
{
    Console.Error.WriteLine("usage: HeaderGenerator --write|--check|--accept REPOSITORY_ROOT");
    return 2;
}

const string ManFolder = "bindings/c/man";
var docs = new Docs(Path.ChangeExtension(typeof(VersionExports).Assembly.Location, ".xml"));
var chapters = new AbiReader(docs).Chapters();
var names = chapters.SelectMany(chapter => chapter.Exports).Select(export => export.Name).Order(StringComparer.Ordinal);
(string Path, string Text)[] files =
[
    ("bindings/c/include/lambdaclient.h", HeaderWriter.Write(chapters, LibraryVersion.Text)),
    .. ManWriter
        .Write(chapters, LibraryVersion.Text)
        .Select(page => ($"{ManFolder}/man{page.Name[^1]}/{page.Name}", page.Text)),
    ("bindings/python/lambdaclient/_abi.py", PythonWriter.Write(chapters, LibraryVersion.Text)),
    ("bindings/node/lib/abi.js", NodeWriter.WriteModule(chapters)),
    ("bindings/node/lib/facts.d.ts", NodeWriter.WriteTypes(chapters)),
    ("bindings/node/native/facts.inc", NodeWriter.WriteFacts(chapters)),
    ("bindings/node/native/functions.inc", NodeWriter.WriteFunctions(chapters)),
    ("bindings/lua/lambdaclient_abi.lua", LuaWriter.Write(chapters)),
    ("tests/Native/exports.inc", TestTableWriter.Write(chapters)),
    ("bindings/rust/lambdaclient-sys/src/declarations.rs", RustWriter.Write(chapters, LibraryVersion.Text)),
    ("bindings/rust/lambdaclient-sys/examples/layout.rs", RustLayoutWriter.WriteRust(chapters)),
    ("bindings/rust/lambdaclient/src/error_kind.rs", RustKindWriter.Write()),
    ("tests/Native/layout.inc", RustLayoutWriter.WriteC(chapters)),
    ("docs/errors.md", ErrorsPage.Write()),
    ("src/Native/Exports/StatusTable.cs", StatusTableWriter.Write()),
    ("src/Native/Entry/wrappers.inc", WrapperWriter.Write(chapters, LibraryVersion.Text)),
    ("src/Native/Dnne/names.inc", WrapperWriter.Names(chapters)),
    ("src/Native/Entry/managed.syms", WrapperWriter.Symbols(chapters)),
    (
        "src/Native/lambdaclient.map",
        $"LAMBDACLIENT_0 {{\n  global:\n{string.Concat(names.Select(name => $"    {name};\n"))}  local: *;\n}};\n"
    ),
];

var differing = 0;
var abiList = Path.Combine(root, "src/Native/Abi.txt");
var abi = AbiListWriter.Write(chapters);
if (mode == "--accept")
{
    await File.WriteAllTextAsync(abiList, abi);
    return 0;
}

foreach (var difference in AbiListWriter.Differences(await File.ReadAllTextAsync(abiList), abi))
{
    Console.Error.WriteLine($"the C ABI {difference}");
    differing += mode == "--check" ? 1 : 0;
}

if (differing > 0)
{
    Console.Error.WriteLine(
        "decide, raise its number (docs/abi.md), and run: dotnet run --project eng/HeaderGenerator -- --accept ."
    );
}

foreach (var (path, text) in files)
{
    var full = Path.Combine(root, path);
    if (mode == "--write")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        await File.WriteAllTextAsync(full, text);
    }
    else if (!File.Exists(full) || await File.ReadAllTextAsync(full) != text)
    {
        Report(path, "is not what the exports say");
    }
}

// The pages of functions that are no more.
foreach (var full in Directory.EnumerateFiles(Path.Combine(root, ManFolder), "*", SearchOption.AllDirectories))
{
    var path = Path.GetRelativePath(root, full);
    if (files.Any(file => file.Path == path))
    {
        continue;
    }

    if (mode == "--write")
    {
        File.Delete(full);
    }
    else
    {
        Report(path, "belongs to no export");
    }
}

return differing == 0 ? 0 : 1;

void Report(string path, string fault)
{
    Console.Error.WriteLine($"{path} {fault}; run: dotnet run --project eng/HeaderGenerator -- --write .");
    differing++;
}
