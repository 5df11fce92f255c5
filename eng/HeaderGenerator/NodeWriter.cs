using System.Globalization;
using System.Text;
using LambdaClient.Native.Exports;

namespace LambdaClient.HeaderGenerator;

/// <summary>Writes <c>abi.js</c>: the numbers, the structs and the functions of the C ABI as koffi takes them.</summary>
internal static class NodeWriter
{
    public static string Write(IReadOnlyList<Chapter> chapters)
    {
        var structs = chapters.SelectMany(chapter => chapter.Structs).ToList();
        var exports = chapters.SelectMany(chapter => chapter.Exports).ToList();
        var callbacks = chapters.SelectMany(chapter => chapter.Callbacks).Select(callback => callback.Name).ToHashSet();
        var known = structs.Select(type => type.Name).ToHashSet();
        var handles = exports
            .SelectMany(export => export.Parameters)
            .Select(parameter => parameter.BaseType)
            .Where(type => type.StartsWith("lambdaclient", StringComparison.Ordinal) && !known.Contains(type))
            .Distinct();
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"""
            // The C ABI of liblambdaclient as koffi takes it. Generated from src/Native by eng/HeaderGenerator.
            import koffi from "koffi";

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

        text.Append("});\n\n");
        foreach (var handle in handles)
        {
            text.Append(CultureInfo.InvariantCulture, $"koffi.opaque(\"{handle}\");\n");
        }

        text.Append("\nexport const structs = {\n");
        foreach (var type in structs)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {type.Name}: koffi.struct(\"{type.Name}\", {{\n");
            foreach (var field in type.Fields)
            {
                // A function of the caller's is an address here.
                var fieldType = callbacks.Contains(field.Type) ? "void *" : field.Type;
                text.Append(CultureInfo.InvariantCulture, $"    {field.Name}: \"{fieldType}\",\n");
            }

            text.Append("  }),\n");
        }

        text.Append("};\n\n/** Binds every function to a loaded library; a name has no prefix here. */\n");
        text.Append("export const bind = (library) => ({\n");
        foreach (var export in exports)
        {
            var list = string.Join(
                ", ",
                export.Parameters.Select(parameter => Direction(parameter) + parameter.Declaration)
            );
            var name = export.Name["lambdaclient_".Length..];
            var prototype = $"{Parameter.Declare(export.ReturnType, export.Name)}({list})";
            text.Append(CultureInfo.InvariantCulture, $"  {name}: library.func(\"{prototype}\"),\n");
        }

        return text.Append("});\n").ToString();
    }

    /// <summary>Koffi copies out only what it is told to; what begins with struct_size goes both ways.</summary>
    private static string Direction(Parameter parameter) =>
        parameter.Type.EndsWith("**", StringComparison.Ordinal) || parameter.Type is "int64_t *" ? "_Out_ "
        : !parameter.IsPointer || parameter.Type.StartsWith("const ", StringComparison.Ordinal) ? ""
        : IsHandle(parameter) ? ""
        : "_Inout_ ";

    private static bool IsHandle(Parameter parameter) =>
        parameter.BaseType
            is "lambdaclient_t"
                or "lambdaclient_invocation_t"
                or "lambdaclient_error_t"
                or "lambdaclient_stream_t";
}
