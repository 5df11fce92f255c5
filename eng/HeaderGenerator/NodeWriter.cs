using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LambdaClient.Native.Exports;

namespace LambdaClient.HeaderGenerator;

/// <summary>
/// Writes what the Node.js package and its addon need of the C ABI: numbers, function names, and the facts about an invocation and
/// the function, which JavaScript gets in the order of the structs' fields.
/// </summary>
internal static partial class NodeWriter
{
    private const string Mark = "Generated from src/Native by eng/HeaderGenerator.";

    /// <summary><c>abi.js</c>.</summary>
    public static string WriteModule(IReadOnlyList<Chapter> chapters)
    {
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"""
            // What the C ABI of liblambdaclient says. {Mark}

            export const abiVersion = {VersionExports.AbiVersionNumber};

            // What a call that failed returns, by name. The numbers never change; docs/errors.md explains each.
            export const codes = Object.freeze(
            """
        );
        text.Append("{\n  ok: 0,\n");
        foreach (var row in AbiModel.Statuses)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {row.Name}: {(int)row.Code},\n");
        }

        text.Append("});\n\n// What became of the request of a call that failed, by number.\n");
        var deliveries = Enum.GetValues<Delivery>().Select(value => $"\"{Names.Snake($"{value}")}\"");
        text.Append(
            CultureInfo.InvariantCulture,
            $"export const deliveries = Object.freeze([{string.Join(", ", deliveries)}]);\n\n"
        );
        text.Append("// How much a log event matters.\nexport const levels = Object.freeze({\n");
        foreach (var (name, value) in AbiModel.LogLevels(chapters))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name.ToLowerInvariant()}: {value},\n");
        }

        text.Append("});\n\n// The values of fields that choose one of several things.\n");
        text.Append("export const choices = Object.freeze({\n");
        foreach (var (name, value) in AbiModel.Choices(chapters))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name.ToLowerInvariant()}: {value},\n");
        }

        text.Append("});\n");
        AppendClass(text, "InvocationFacts", "What the service says about an invocation.", Invocation(chapters));
        AppendClass(text, "FunctionFacts", "What the environment says about the function.", Function(chapters));
        return text.ToString();
    }

    /// <summary><c>facts.d.ts</c>.</summary>
    public static string WriteTypes(IReadOnlyList<Chapter> chapters)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"// {Mark}\n");
        AppendInterface(text, "InvocationFacts", "What the service says about an invocation.", Invocation(chapters));
        AppendInterface(
            text,
            "FunctionInfo",
            "What the environment said about the function when the client was opened.",
            Function(chapters)
        );
        return text.ToString();
    }

    /// <summary><c>facts.inc</c>: the same fields for the addon.</summary>
    public static string WriteFacts(IReadOnlyList<Chapter> chapters)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"/* {Mark} */\n");
        foreach (
            var (condition, fields) in new[]
            {
                ("OF_INVOCATION", Invocation(chapters)),
                ("OF_FUNCTION", Function(chapters)),
            }
        )
        {
            text.Append(CultureInfo.InvariantCulture, $"#ifdef {condition}\n");
            foreach (var field in fields)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Macro(field)}({field.Name})\n");
            }

            text.Append("#endif\n");
        }

        return text.ToString();
    }

    /// <summary><c>functions.inc</c>: the functions that the addon looks up.</summary>
    public static string WriteFunctions(IReadOnlyList<Chapter> chapters)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"/* {Mark} */\n");
        foreach (var export in chapters.SelectMany(chapter => chapter.Exports))
        {
            text.Append(CultureInfo.InvariantCulture, $"FUNCTION({export.Name["lambdaclient_".Length..]})\n");
        }

        return text.ToString();
    }

    private static IReadOnlyList<Parameter> Invocation(IReadOnlyList<Chapter> chapters) =>
        Fields(chapters, "lambdaclient_context_t");

    private static IReadOnlyList<Parameter> Function(IReadOnlyList<Chapter> chapters) =>
        Fields(chapters, "lambdaclient_function_t");

    // The level of the log is the library's to look at: what is below it is dropped there.
    private static IReadOnlyList<Parameter> Fields(IReadOnlyList<Chapter> chapters, string type) =>
        [
            .. chapters
                .SelectMany(chapter => chapter.Structs)
                .Single(known => known.Name == type)
                .Fields.Where(field => field.Name is not ("struct_size" or "reserved" or "log_level")),
        ];

    private static bool IsText(Parameter field) => field.Type == "lambdaclient_view_t";

    private static bool IsFlag(Parameter field) => field.Name.StartsWith("is_", StringComparison.Ordinal);

    private static string Macro(Parameter field) =>
        IsText(field) ? "TEXT"
        : IsFlag(field) ? "FLAG"
        : "NUMBER";

    private static string Camel(string name) =>
        string.Concat(
            name.Split('_').Select((word, i) => i == 0 ? word : $"{char.ToUpperInvariant(word[0])}{word[1..]}")
        );

    private static void AppendClass(StringBuilder text, string name, string doc, IReadOnlyList<Parameter> fields)
    {
        var names = fields.Select(field => Camel(field.Name)).ToList();
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n/** {doc} The order is the addon's. */\nexport class {name} {{\n  constructor({string.Join(", ", names)}) {{\n"
        );
        names.ForEach(field => text.Append(CultureInfo.InvariantCulture, $"    this.{field} = {field};\n"));
        text.Append("  }\n}\n");
    }

    private static void AppendInterface(StringBuilder text, string name, string doc, IReadOnlyList<Parameter> fields)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n/** {doc} */\nexport interface {name} {{\n");
        foreach (var field in fields)
        {
            var isAlways = IsFlag(field) || field.Doc.Contains("always present", StringComparison.Ordinal);
            var mark = isAlways ? "" : "?";
            var type =
                IsText(field) ? "string"
                : IsFlag(field) ? "boolean"
                : "number";
            text.Append(
                CultureInfo.InvariantCulture,
                $"  /** {Sentence(field)} */\n  readonly {Camel(field.Name)}{mark}: {type};\n"
            );
        }

        text.Append("}\n");
    }

    /// <summary>A field's sentence in the words of JavaScript.</summary>
    private static string Sentence(Parameter field)
    {
        var text = Absence().Replace(field.Doc, ".");
        text = IsFlag(field) ? Truth().Replace(text, "Whether ") : text;
        return CName().Replace(text, name => Camel(name.Groups[1].Value));
    }

    [GeneratedRegex("^1 where ")]
    private static partial Regex Truth();

    [GeneratedRegex("lambdaclient_([a-z_]+)")]
    private static partial Regex CName();

    /// <summary>What C says where there is nothing; JavaScript has undefined.</summary>
    [GeneratedRegex(@"; (-1|0) where [^.]*\.$")]
    private static partial Regex Absence();
}
