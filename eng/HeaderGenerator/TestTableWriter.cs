using System.Text;

namespace LambdaClient.HeaderGenerator;

/// <summary>
/// Writes a C table of all exports, each with a function that calls it with untyped arguments: the tests of misuse walk
/// through it, so that an export cannot be left out of them.
/// </summary>
internal static class TestTableWriter
{
    public static string Write(IReadOnlyList<Chapter> chapters)
    {
        var exports = chapters.SelectMany(chapter => chapter.Exports).ToList();
        var text = new StringBuilder(
            "/* Every export, and what each of its arguments is. Generated from src/Native by eng/HeaderGenerator. */\n"
        );
        foreach (var export in exports)
        {
            text.Append(Caller(export));
        }

        text.Append("\nstatic const struct export_description exports[] = {\n");
        foreach (var export in exports)
        {
            text.Append(Row(export));
        }

        return text.Append("};\n").ToString();
    }

    private static string Caller(Export export)
    {
        var arguments = export.Parameters.Select((parameter, i) => $"a[{i}].{Member(parameter)}");
        var call = $"{export.Name}({string.Join(", ", arguments)})";
        var body = export.ReturnType switch
        {
            "void" => $"    {call};\n    return 0;\n",
            "int32_t" => $"    return {call};\n",
            "uint32_t" => $"    return (int32_t){call};\n",
            "lambdaclient_view_t" => $"    *text = (const char *){call}.data;\n    return 0;\n",
            _ => $"    *text = {call};\n    return 0;\n",
        };
        return $$"""

            static int32_t call_{{export.Name}}(const union argument *a, const char **text) {
                (void)a;
                (void)text;
            {{body}}}

            """;
    }

    private static string Row(Export export)
    {
        var returns =
            export.ReturnType == "void" ? "NOTHING"
            : export.ReturnType == "lambdaclient_view_t" ? "BORROWED"
            : export.ReturnType == "uint32_t" ? "NUMBER"
            : export.ReturnType != "int32_t" ? "TEXT"
            : export.ReturnsStatus ? "STATUS"
            : "NUMBER";
        var kinds = export.Parameters.Select(parameter =>
        {
            var kind = Kind(parameter);
            // What takes a struct of any kind is tried with one of them.
            var type = parameter.BaseType == "void" ? "lambdaclient_answer_t" : parameter.BaseType;
            var size = kind is "IN_STRUCT" or "OUT_STRUCT" ? $"sizeof({type})" : "0";
            return $"{{{kind}, {(parameter.MayBeNull ? 1 : 0)}, {size}}}";
        });
        var list = export.Parameters.Count == 0 ? "{{NUMBER_IN, 0, 0}}" : $"{{{string.Join(", ", kinds)}}}";
        return $"    {{\"{export.Name}\", call_{export.Name}, {returns}, {export.Parameters.Count},\n     {list}}},\n";
    }

    private static string Member(Parameter parameter) =>
        Kind(parameter) switch
        {
            "VIEW" => "view",
            "NUMBER_IN" => "number",
            _ => "pointer",
        };

    private static string Kind(Parameter parameter) =>
        (parameter.Type.Replace("const ", "", StringComparison.Ordinal), parameter.Type) switch
        {
            ("lambdaclient_t *", _) => "CLIENT",
            ("lambdaclient_invocation_t *", _) => "INVOCATION",
            ("lambdaclient_stream_t *", _) => "STREAM",
            ("lambdaclient_error_t *", _) => "ERROR",
            ("lambdaclient_error_t **", _) => parameter.Name == "error" ? "OUT_ERROR" : "OUT_UNDELIVERED",
            ("lambdaclient_view_t", _) => "VIEW",
            ("lambdaclient_view_t *", "lambdaclient_view_t *") => "OUT_VIEW",
            ("int64_t *", _) => "OUT_NUMBER",
            ("int32_t" or "uint32_t", _) => "NUMBER_IN",
            ("char *", _) => "TEXT_IN",
            (var type, _) when type.EndsWith("**", StringComparison.Ordinal) => "OUT_HANDLE",
            (_, var type) when type.StartsWith("const ", StringComparison.Ordinal) => "IN_STRUCT",
            (_, var type) when type.EndsWith('*') => "OUT_STRUCT",
            _ => throw new InvalidOperationException($"no test argument for {parameter.Type}"),
        };
}
