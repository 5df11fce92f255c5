using System.Globalization;
using System.Reflection;
using System.Text;

namespace LambdaClient.HeaderGenerator;

/// <summary>Writes <c>lambdaclient.h</c>: C89 with stdint.h, C++ too, and every comment a chapter of the manual.</summary>
internal sealed class HeaderWriter
{
    private const int Width = 118;
    private const string Handles = "lambdaclient lambdaclient_invocation lambdaclient_error";

    private readonly StringBuilder _text = new();

    public static string Write(IReadOnlyList<Struct> structs, IReadOnlyList<Chapter> chapters, string version)
    {
        var writer = new HeaderWriter();
        writer.Preamble();
        writer.Version(version);
        writer.Statuses();
        writer.Types(structs);
        foreach (var chapter in chapters)
        {
            writer.Chapter(chapter);
        }

        writer.Line("#ifdef __cplusplus\n}\n#endif\n\n#endif /* LAMBDACLIENT_H */");
        return writer._text.ToString();
    }

    private void Preamble()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("preamble.txt")!;
        using var reader = new StreamReader(stream);
        Line("/*");
        foreach (var line in reader.ReadToEnd().TrimEnd().Split('\n'))
        {
            Line($" * {line}".TrimEnd());
        }

        Line(" *\n * Generated from src/Native by eng/HeaderGenerator. SPDX-License-Identifier: Apache-2.0\n */");
        Line("#ifndef LAMBDACLIENT_H\n#define LAMBDACLIENT_H\n\n#include <stddef.h>\n#include <stdint.h>\n");
    }

    private void Version(string version)
    {
        var parts = version.Split('.');
        Line("/* The version of this header. */");
        Line($"#define LAMBDACLIENT_VERSION \"{version}\"");
        Line($"#define LAMBDACLIENT_VERSION_MAJOR {parts[0]}");
        Line($"#define LAMBDACLIENT_VERSION_MINOR {parts[1]}");
        Line($"#define LAMBDACLIENT_VERSION_PATCH {parts[2]}\n");
        Line("#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
    }

    private void Statuses()
    {
        Heading("Status: what calls return. The numbers never change.");
        Line("/* Success. */\n#define LAMBDACLIENT_OK 0\n");
        foreach (var category in ErrorTable.All.GroupBy(row => row.Category))
        {
            foreach (var row in category)
            {
                var fatal = row.IsFatal ? " Fatal." : "";
                Comment($"{Sentence(row.Summary)} {Sentence(row.NextStep)}{fatal}");
                Line($"#define LAMBDACLIENT_E_{row.Name.ToUpperInvariant()} {Number((int)row.Code)}");
            }

            Line("");
        }

        Comment("The category of a status is its hundreds.");
        Enumeration<ErrorCategory>("LAMBDACLIENT_CATEGORY_");
        Comment("What became of the request of a call that failed; only after NOT_SENT may a result be sent again.");
        Enumeration<Delivery>("LAMBDACLIENT_DELIVERY_");
    }

    private void Types(IReadOnlyList<Struct> structs)
    {
        Heading("Types");
        foreach (var handle in Handles.Split(' '))
        {
            Line($"typedef struct {handle} {handle}_t;");
        }

        Line("");
        foreach (var type in structs)
        {
            Comment(type.Text);
            Line($"typedef struct {type.Name[..^2]} {{");
            foreach (var (cType, name, doc) in type.Fields)
            {
                Comment(doc, "    ");
                Line($"    {Declare(cType, name)};");
            }

            Line($"}} {type.Name};");
            if (type.Fields[0].Name == "struct_size")
            {
                Initializer(type, structs);
            }

            Line("");
        }
    }

    private void Initializer(Struct type, IReadOnlyList<Struct> structs)
    {
        var zeros = type.Fields.Skip(1).Select(field => structs.Any(s => s.Name == field.Type) ? "{0, 0}" : "0");
        var name = type.Name[..^2].ToUpperInvariant();
        Line($"#define {name}_INIT \\\n    {{ (uint32_t)sizeof({type.Name}), {string.Join(", ", zeros)} }}");
    }

    private void Chapter(Chapter chapter)
    {
        Heading(chapter.Text);
        foreach (var export in chapter.Exports)
        {
            Line("/*");
            Wrap(export.Doc.Summary, " * ");
            foreach (var (_, name, doc) in export.Parameters)
            {
                Wrap($"{name}: {doc}", " * ", " *     ");
            }

            if (export.Doc.Returns is { } returns)
            {
                Wrap($"Returns {Lower(returns)}", " * ", " *     ");
            }

            Line(" */");
            var parameters = export.Parameters.Select(parameter => Declare(parameter.Type, parameter.Name));
            var list = export.Parameters.Count == 0 ? "void" : string.Join(", ", parameters);
            Prototype(Declare(export.ReturnType, export.Name), list);
        }
    }

    private void Prototype(string name, string list)
    {
        var line = $"{name}({list});";
        Line(line.Length <= Width ? line : $"{name}(\n    {list.Replace(", ", ",\n    ", StringComparison.Ordinal)});");
        Line("");
    }

    private void Enumeration<T>(string prefix)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            Line(
                $"#define {prefix}{Names.Upper(value.ToString())} {Number(Convert.ToInt32(value, CultureInfo.InvariantCulture))}"
            );
        }

        Line("");
    }

    private void Heading(string text)
    {
        var rule = new string('-', Width - 4);
        Line($"/* {rule}");
        Wrap(text, " * ");
        Line($" * {rule} */\n");
    }

    private void Comment(string text, string indent = "")
    {
        if (indent.Length + text.Length + 6 <= Width)
        {
            Line($"{indent}/* {text} */");
            return;
        }

        Line($"{indent}/*");
        Wrap(text, $"{indent} * ");
        Line($"{indent} */");
    }

    private void Wrap(string text, string first, string? rest = null)
    {
        var line = new StringBuilder(first);
        var isEmpty = true;
        foreach (var word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                Line(line.ToString());
                line.Clear().Append(rest ?? first);
                isEmpty = true;
            }

            line.Append(isEmpty ? "" : " ").Append(word);
            isEmpty = false;
        }

        Line(line.ToString());
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    private static string Declare(string type, string name) => type.EndsWith('*') ? type + name : $"{type} {name}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";

    private static string Lower(string text) =>
        text.Length > 1 && char.IsUpper(text[1]) ? text : $"{char.ToLowerInvariant(text[0])}{text[1..]}";
}
