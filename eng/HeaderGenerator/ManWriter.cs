using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LambdaClient.HeaderGenerator;

/// <summary>Writes the manual pages, in the man macros: one in section 3 for each function, and an overview in section 7.</summary>
internal sealed partial class ManWriter(string version)
{
    private readonly StringBuilder _text = new();

    public static IEnumerable<(string Name, string Text)> Write(IReadOnlyList<Chapter> chapters, string version)
    {
        var structs = chapters.SelectMany(chapter => chapter.Structs).ToList();
        var callbacks = chapters.SelectMany(chapter => chapter.Callbacks).ToList();
        foreach (var chapter in chapters)
        {
            foreach (var export in chapter.Exports)
            {
                yield return ($"{export.Name}.3", new ManWriter(version).Function(export, chapter, structs, callbacks));
            }
        }

        yield return ("lambdaclient.7", new ManWriter(version).Manual(chapters));
    }

    private string Function(
        Export export,
        Chapter chapter,
        IReadOnlyList<Struct> structs,
        IReadOnlyList<Callback> callbacks
    )
    {
        var doc = export.Doc;
        Title(export.Name, 3);
        Section("NAME");
        Line($"{export.Name} \\- {Escape(Wrapping.Lower(Wrapping.FirstSentence(doc.Summary)))}");
        Section("LIBRARY");
        Line("lambdaclient\n.RI ( liblambdaclient.so , \" \\-llambdaclient\" )");
        Section("SYNOPSIS");
        Line(".nf\n.B #include <lambdaclient.h>\n.PP");
        Synopsis(export);
        Line(".fi");
        Section("DESCRIPTION");
        Text(doc.Summary);
        foreach (var parameter in export.Parameters)
        {
            Item("I", parameter.Name, parameter.Doc);
        }

        foreach (var type in structs.Where(type => export.Parameters.Any(p => p.BaseType == type.Name)))
        {
            Struct(type);
            foreach (var callback in callbacks.Where(known => type.Fields.Any(field => field.Type == known.Name)))
            {
                Function(callback);
            }
        }

        if (doc.Returns is { } returns)
        {
            Section("RETURN VALUE");
            Text(returns);
        }

        Errors(export);
        if (export.NullRule is { } rule)
        {
            Section("NULL ARGUMENTS");
            Text(rule);
        }

        Section("THREADS");
        Text(doc.Threads!);
        Section("HISTORY");
        Text($"Since lambdaclient {doc.Since}.");
        if (doc.Example.Count > 0)
        {
            Section("EXAMPLES");
            Code(doc.Example);
        }

        Section("SEE ALSO");
        var others = chapter.Exports.Where(other => other != export).Select(other => $".BR {other.Name} (3),\n");
        Line($"{string.Concat(others)}.BR lambdaclient (7)");
        return _text.ToString();
    }

    private string Manual(IReadOnlyList<Chapter> chapters)
    {
        Title("lambdaclient", 7);
        Section("NAME");
        Line($"lambdaclient \\- {Escape(Overview.Lines[0].Split(": ")[1].TrimEnd('.'))}");
        Section("SYNOPSIS");
        Line(".nf\n.B #include <lambdaclient.h>\n.PP\n.B cc program.c \\-llambdaclient\n.fi");
        Section("DESCRIPTION");
        Prose(Overview.Lines.Skip(1));
        Section("FUNCTIONS");
        foreach (var chapter in chapters)
        {
            Line($".SS {chapter.Title}");
            Text(Wrapping.Sentence(chapter.Text[(chapter.Title.Length + 2)..].TrimEnd('.')));
            foreach (var export in chapter.Exports)
            {
                Line($".TP\n.BR {export.Name} (3)");
                Line(Escape($"{Wrapping.FirstSentence(export.Doc.Summary)}."));
            }
        }

        Section("STATUSES");
        Item("B", "LAMBDACLIENT_OK", "Success: 0.");
        foreach (var row in AbiModel.Statuses)
        {
            var fatal = row.IsFatal ? " Fatal." : "";
            var number = ((int)row.Code).ToString(CultureInfo.InvariantCulture);
            Item(
                "B",
                StatusName(row),
                $"{number}. {Wrapping.Sentence(row.Summary)} {Wrapping.Sentence(row.NextStep)}{fatal}"
            );
        }

        Section("SEE ALSO");
        Line($".BR {chapters[0].Exports[0].Name} (3)");
        return _text.ToString();
    }

    /// <summary>Paragraphs; indented lines are code, and a paragraph that begins with a word and a full stop gets it as its heading.</summary>
    private void Prose(IEnumerable<string> lines)
    {
        foreach (var paragraph in string.Join('\n', lines).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var rows = paragraph.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (rows.All(row => row.StartsWith("    ", StringComparison.Ordinal)))
            {
                Code([.. rows.Select(row => row[4..])]);
                continue;
            }

            var text = string.Join(' ', rows);
            if (Heading().Match(text) is { Success: true } heading)
            {
                Line($".SS {heading.Groups[1].Value}");
                text = text[heading.Length..];
            }
            else
            {
                Line(".PP");
            }

            Text(text);
        }
    }

    private void Synopsis(Export export)
    {
        var indent = new string(' ', 4);
        Line(
            $".BI \"{Escape(Parameter.Declare(export.ReturnType, export.Name))}({(export.Parameters.Count == 0 ? "void);" : "")}\""
        );
        for (var i = 0; i < export.Parameters.Count; i++)
        {
            var (type, name, _) = export.Parameters[i];
            var end = i == export.Parameters.Count - 1 ? ");" : ",";
            Line($".BI \"{indent}{type}{(type.EndsWith('*') ? "" : " ")}\" {name} \"{end}\"");
        }
    }

    private void Struct(Struct type)
    {
        Line($".SS {type.Name}");
        Text(type.Text);
        foreach (var field in type.Fields)
        {
            Item("B", field.Declaration, field.Doc);
        }
    }

    private void Function(Callback callback)
    {
        Line($".SS {callback.Name}");
        Text(callback.Declaration);
        Line(".PP");
        Text(callback.Doc.Summary);
        foreach (var parameter in callback.Parameters)
        {
            Item("I", parameter.Name, parameter.Doc);
        }

        if (callback.Doc.Returns is { } returns)
        {
            Item("B", "Returns", returns);
        }

        Item("B", "Threads", callback.Doc.Threads!);
    }

    private void Errors(Export export)
    {
        var named = ErrorTable
            .All.Select(row => (Row: row, Place: PlaceOf(export.Doc.Returns ?? "", row.Name.ToUpperInvariant())))
            .Where(found => found.Place >= 0)
            .OrderBy(found => found.Place)
            .ToList();
        if (named.Count == 0)
        {
            return;
        }

        Section("ERRORS");
        foreach (var (row, _) in named)
        {
            Item("B", StatusName(row), $"{Wrapping.Sentence(row.Summary)} {Wrapping.Sentence(row.NextStep)}");
        }
    }

    private static int PlaceOf(string text, string word) =>
        Regex.Match(text, $@"(?<![A-Z_]){word}(?![A-Z_])") is { Success: true } match ? match.Index : -1;

    private static string StatusName(ErrorDescription row) => $"LAMBDACLIENT_E_{row.Name.ToUpperInvariant()}";

    private void Title(string name, int section)
    {
        var volume = section == 3 ? "Library Functions Manual" : "Miscellaneous Information Manual";
        Line(".\\\" Generated from src/Native by eng/HeaderGenerator. SPDX-License-Identifier: Apache-2.0");
        Line($".TH {name} {section} \"\" \"lambdaclient {version}\" \"{volume}\"");
    }

    private void Section(string name) =>
        Line($".SH {(name.Contains(' ', StringComparison.Ordinal) ? $"\"{name}\"" : name)}");

    private void Item(string face, string name, string text)
    {
        Line($".TP\n.{face} \"{Escape(name)}\"");
        Text(text);
    }

    private void Code(IReadOnlyList<string> lines)
    {
        Line(".PP\n.in +4n\n.EX");
        foreach (var line in lines)
        {
            Line(Escape(line));
        }

        Line(".EE\n.in");
    }

    private void Text(string text)
    {
        foreach (var line in Wrapping.Wrap(text, 100))
        {
            Line(Escape(line));
        }
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    /// <summary>Text that the formatter takes as it is: backslashes, minus signs, and what begins a request.</summary>
    private static string Escape(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? $"\\&{escaped}" : escaped;
    }

    [GeneratedRegex(@"^([A-Z][a-z]+)\. ")]
    private static partial Regex Heading();
}
