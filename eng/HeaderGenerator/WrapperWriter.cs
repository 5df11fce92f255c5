using System.Globalization;
using System.Text;
using LambdaClient.Native.Exports;

namespace LambdaClient.HeaderGenerator;

/// <summary>
/// Writes the C between the exports and managed code: each export asks first whether managed code may run. What is fixed about a
/// status is answered without it.
/// </summary>
internal static class WrapperWriter
{
    private const string ManagedPrefix = "managed_";

    // src/Native/Entry/entry.inc has these, because they work without the runtime.
    private static readonly HashSet<string> WrittenByHand =
    [
        "lambdaclient_abi_version",
        "lambdaclient_error_delivery",
        "lambdaclient_error_describe",
        "lambdaclient_error_free",
        "lambdaclient_error_message",
        "lambdaclient_error_status",
        "lambdaclient_status_category_name",
        "lambdaclient_status_is_fatal",
        "lambdaclient_status_name",
        "lambdaclient_text",
        "lambdaclient_version",
    ];

    /// <summary>The names that DNNE's functions get, so that the exports can have theirs.</summary>
    public static string Names(IReadOnlyList<Chapter> chapters) =>
        "/* The functions of DNNE make room for the exports. Generated from src/Native by eng/HeaderGenerator. */\n"
        + string.Concat(ExportsOf(chapters).Select(export => $"#define {export.Name} {ManagedPrefix}{export.Name}\n"));

    /// <summary>The same names for objcopy, which renames what the ahead-of-time compiler made.</summary>
    public static string Symbols(IReadOnlyList<Chapter> chapters) =>
        string.Concat(ExportsOf(chapters).Select(export => $"{export.Name} {ManagedPrefix}{export.Name}\n"));

    public static string Write(IReadOnlyList<Chapter> chapters, string version)
    {
        var text = new StringBuilder("/* Every export. Generated from src/Native by eng/HeaderGenerator. */\n");
        text.Append(CultureInfo.InvariantCulture, $"#define LIBRARY_VERSION \"{version}\"\n");
        text.Append(CultureInfo.InvariantCulture, $"#define LIBRARY_ABI_VERSION {VersionExports.AbiVersionNumber}\n");
        var row = ErrorTable.Describe(ErrorCode.RuntimeUnavailable);
        text.Append(
            CultureInfo.InvariantCulture,
            $"#define UNAVAILABLE_FORMAT \"{row.Name}: {row.Summary} (%s); {row.NextStep}\"\n"
        );
        var forked = ErrorTable.Describe(ErrorCode.ForkedChild);
        text.Append(
            CultureInfo.InvariantCulture,
            $"#define FORKED_MESSAGE \"{StatusTableWriter.MessageOf(forked)}\"\n"
        );
        Tables(text);
        foreach (var export in ExportsOf(chapters))
        {
            text.Append(Prototype(export, ManagedPrefix)).Append(";\n");
        }

        foreach (var export in ExportsOf(chapters).Where(export => !WrittenByHand.Contains(export.Name)))
        {
            text.Append(Wrapper(export));
        }

        return text.ToString();
    }

    private static void Tables(StringBuilder text)
    {
        text.Append(
            "\nstatic const char *name_of(int32_t status) {\n    switch (status) {\n    case 0: return \"ok\";\n"
        );
        foreach (var row in AbiModel.Statuses)
        {
            text.Append(CultureInfo.InvariantCulture, $"    case {(int)row.Code}: return \"{row.Name}\";\n");
        }

        text.Append("    default: return \"unknown\";\n    }\n}\n");
        text.Append(
            "\nstatic const char *category_of(int32_t status) {\n    switch (status) {\n    case 0: return \"ok\";\n"
        );
        foreach (var category in AbiModel.Statuses.GroupBy(row => row.Category))
        {
            Cases(text, category);
            text.Append(
                CultureInfo.InvariantCulture,
                $"return \"{HeaderGenerator.Names.Snake($"{category.Key}")}\";\n"
            );
        }

        text.Append("    default: return \"unknown\";\n    }\n}\n");
        text.Append("\nstatic int32_t is_fatal(int32_t status) {\n    switch (status) {\n    case 0:\n");
        Cases(text, AbiModel.Statuses.Where(row => !row.IsFatal));
        text.Append("return 0;\n");
        Cases(text, AbiModel.Statuses.Where(row => row.IsFatal));
        text.Append("return 1;\n    default: return -1;\n    }\n}\n\n");
    }

    private static void Cases(StringBuilder text, IEnumerable<ErrorDescription> rows)
    {
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"    case {(int)row.Code}:\n");
        }

        text.Append("        ");
    }

    private static string Wrapper(Export export)
    {
        var names = string.Join(", ", export.Parameters.Select(parameter => parameter.Name));
        var error = export.Parameters.Any(IsError) ? "error" : "NULL";
        var call = $"{ManagedPrefix}{export.Name}({names})";
        if (export.ReturnType == "void")
        {
            return $"\n{Prototype(export)} {{\n    if (enter(NULL) == LAMBDACLIENT_OK)\n        {call};\n}}\n";
        }

        if (!export.ReturnsStatus)
        {
            throw new InvalidOperationException($"{export.Name}: write by hand what it returns where .NET is missing");
        }

        // What a call hands out is NULL when it fails.
        var outputs = string.Concat(
            export
                .Parameters.Where(IsOutput)
                .Select(output =>
                    $"    if (status != LAMBDACLIENT_OK && {output.Name} != NULL)\n        *{output.Name} = NULL;\n"
                )
        );
        return $"\n{Prototype(export)} {{\n    const int32_t status = enter({error});\n{outputs}"
            + $"    return status != LAMBDACLIENT_OK ? status : {call};\n}}\n";
    }

    private static bool IsOutput(Parameter parameter) =>
        parameter.Type.EndsWith("**", StringComparison.Ordinal) && !IsError(parameter);

    /// <summary>The place for the error of the call itself.</summary>
    private static bool IsError(Parameter parameter) => parameter is { Type: "lambdaclient_error_t **", Name: "error" };

    private static string Prototype(Export export, string prefix = "")
    {
        var declared = Parameter.Declare(export.ReturnType, prefix + export.Name);
        return $"{declared}({export.List})";
    }

    private static IEnumerable<Export> ExportsOf(IReadOnlyList<Chapter> chapters) =>
        chapters.SelectMany(chapter => chapter.Exports);
}
