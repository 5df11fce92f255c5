using System.Globalization;
using System.Text;
using LambdaClient.Native.Exports;

namespace LambdaClient.HeaderGenerator;

/// <summary>Writes <c>lambdaclient.h</c>: C89 with stdint.h, C++ too, and every comment a chapter of the manual.</summary>
internal sealed class HeaderWriter
{
    private const int Width = 118;

    // A space at which a line is not broken.
    private const char Unbroken = '\u00A0';

    private readonly StringBuilder _text = new();

    public static string Write(IReadOnlyList<Chapter> chapters, string version)
    {
        var structs = chapters.SelectMany(chapter => chapter.Structs).ToList();
        var writer = new HeaderWriter();
        writer.Preamble();
        writer.Version(version);
        writer.Statuses();
        writer.Types(chapters);
        foreach (var chapter in chapters)
        {
            writer.Chapter(chapter, structs);
        }

        writer.Line("#ifdef __cplusplus\n}\n#endif\n\n#endif /* LAMBDACLIENT_H */");
        return writer._text.ToString();
    }

    private void Preamble()
    {
        Line("/*");
        foreach (var line in Overview.Lines)
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
        Comment("The number of the C ABI that this header describes; see lambdaclient_abi_version.");
        Line($"#define LAMBDACLIENT_ABI_VERSION {Number(VersionExports.AbiVersionNumber)}\n");
        Comment(
            "Marks a call whose status must be looked at: an answer or an event is lost where its failure is not noticed."
        );
        Line(
            """
            #if defined(__GNUC__)
            #define LAMBDACLIENT_MUST_USE __attribute__((warn_unused_result))
            #else
            #define LAMBDACLIENT_MUST_USE
            #endif

            """
        );
        Comment("The null pointer of the initialisers below.");
        Line(
            """
            #if defined(__cplusplus) && __cplusplus >= 201103L
            #define LAMBDACLIENT_NULL nullptr
            #else
            #define LAMBDACLIENT_NULL NULL
            #endif

            #ifdef __cplusplus
            extern "C" {
            #endif

            """
        );
    }

    private void Statuses()
    {
        Heading($"Status: what calls return. A number never changes its meaning. {AbiModel.Unused}");
        Line("/* Success. */\n#define LAMBDACLIENT_OK 0\n");
        foreach (var category in AbiModel.Statuses.GroupBy(row => row.Category))
        {
            foreach (var row in category)
            {
                Comment(AbiModel.Meaning(row));
                Line($"#define LAMBDACLIENT_E_{row.Name.ToUpperInvariant()} {Number((int)row.Code)}");
            }

            Line("");
        }

        Comment("The category of a status is its hundreds.");
        Enumeration<ErrorCategory>("LAMBDACLIENT_CATEGORY_");
        Comment("What became of the request of a call that failed; only after NOT_SENT may a result be sent again.");
        Enumeration<Delivery>("LAMBDACLIENT_DELIVERY_");
    }

    private void Types(IReadOnlyList<Chapter> chapters)
    {
        Heading("Handles: what stands behind them is the library's own.");
        foreach (var handle in AbiModel.Handles(chapters))
        {
            Line($"typedef struct {handle} {handle};");
        }

        Line("");
    }

    private void Chapter(Chapter chapter, IReadOnlyList<Struct> structs)
    {
        Heading(chapter.Text);
        foreach (var constant in chapter.Constants)
        {
            Comment(constant.Doc);
            Line($"#define {constant.Name} {Number(constant.Value)}");
        }

        if (chapter.Constants.Count > 0)
        {
            Line("");
        }

        foreach (var callback in chapter.Callbacks)
        {
            Documented(callback.Parameters, callback.Doc, null, callback.Declaration);
        }

        foreach (var type in chapter.Structs)
        {
            Struct(type, structs);
        }

        foreach (var export in chapter.Exports)
        {
            Documented(export.Parameters, export.Doc, export.NullRule, export.Declaration, export.MustUse);
        }
    }

    private void Struct(Struct type, IReadOnlyList<Struct> structs)
    {
        Comment(type.Text);
        Line($"typedef struct {type.Name[..^2]} {{");
        foreach (var field in type.Fields)
        {
            Comment(field.Doc, "    ");
            Line($"    {field.Declaration};");
        }

        Line($"}} {type.Name};");
        if (type.Name == "lambdaclient_view_t")
        {
            Comment("An initialiser: a view of a literal, without the NUL at its end.");
            Line("#define LAMBDACLIENT_TEXT(literal) {(const uint8_t *)(\"\" literal), sizeof(literal) - 1}");
        }

        if (type.IsSized)
        {
            var zeros = type
                .Fields.Skip(1)
                .Select(field =>
                    structs.Any(known => known.Name == field.Type) ? $"{{LAMBDACLIENT_NULL,{Unbroken}0}}"
                    : IsPointer(field.Type) ? "LAMBDACLIENT_NULL"
                    : "0"
                );
            var lines = Wrapping.Wrap($"{{ sizeof({type.Name}), {string.Join(", ", zeros)} }}", Width - 6);
            Line($"#define {type.InitializerName} \\\n    {string.Join(" \\\n      ", lines)}".Replace(Unbroken, ' '));
        }

        Line("");
    }

    private void Documented(
        IReadOnlyList<Parameter> parameters,
        Doc doc,
        string? nullRule,
        string declaration,
        bool mustUse = false
    )
    {
        IEnumerable<(string Name, string? Text)> all =
        [
            .. parameters.Select(parameter => (parameter.Name, parameter.Doc)),
            ("Returns", doc.Returns),
            ("NULL", nullRule),
            ("Threads", doc.Threads),
            ("Since", doc.Since),
        ];
        var facts = all.Where(fact => fact.Text is not null).ToList();
        var column = facts.Max(fact => fact.Name.Length) + 2;
        Line("/*");
        Wrap(doc.Summary, " * ");
        Line(" *");
        foreach (var (name, text) in facts)
        {
            Wrap(text!, $" * {name.PadRight(column)}", " * " + new string(' ', column));
        }

        if (doc.Example.Count > 0)
        {
            Line(" *");
            foreach (var line in doc.Example)
            {
                Line($" *     {line}".TrimEnd());
            }
        }

        Line(" */");
        if (mustUse)
        {
            Line("LAMBDACLIENT_MUST_USE");
        }

        Line(
            declaration.Length <= Width
                ? declaration
                : declaration
                    .Replace(", ", ",\n    ", StringComparison.Ordinal)
                    .Insert(declaration.LastIndexOf('(') + 1, "\n    ")
        );
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
        var start = first;
        foreach (var line in Wrapping.Wrap(text, Width - first.Length))
        {
            Line(start + line);
            start = rest ?? first;
        }
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    /// <summary>Whether a field holds an address: of an object, or of a function.</summary>
    private static bool IsPointer(string type) =>
        type.EndsWith('*')
        || (
            type.EndsWith("_t", StringComparison.Ordinal) && type.StartsWith("lambdaclient_", StringComparison.Ordinal)
        );

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
