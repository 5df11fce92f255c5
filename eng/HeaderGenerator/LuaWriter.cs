using System.Globalization;
using System.Text;
using LambdaClient.Native.Exports;

namespace LambdaClient.HeaderGenerator;

/// <summary>Writes <c>lambdaclient_abi.lua</c>: the C ABI as LuaJIT's ffi reads it, and the numbers.</summary>
internal static class LuaWriter
{
    public static string Write(IReadOnlyList<Chapter> chapters)
    {
        var structs = chapters.SelectMany(chapter => chapter.Structs).ToList();
        var exports = chapters.SelectMany(chapter => chapter.Exports).ToList();
        var known = structs.Select(type => type.Name).ToHashSet();
        var handles = exports
            .SelectMany(export => export.Parameters)
            .Select(parameter => parameter.BaseType)
            .Where(type => type.StartsWith("lambdaclient", StringComparison.Ordinal) && !known.Contains(type))
            .Distinct();
        var text = new StringBuilder(
            "-- The C ABI of liblambdaclient for LuaJIT's ffi. Generated from src/Native by eng/HeaderGenerator.\n"
                + "local ffi = require(\"ffi\")\n\nffi.cdef([[\n"
        );
        foreach (var handle in handles)
        {
            text.Append(CultureInfo.InvariantCulture, $"typedef struct {handle} {handle};\n");
        }

        // Functions of the caller's take structs, and structs have such functions.
        foreach (var type in structs)
        {
            text.Append(CultureInfo.InvariantCulture, $"typedef struct {type.Name[..^2]} {type.Name};\n");
        }

        foreach (var callback in chapters.SelectMany(chapter => chapter.Callbacks))
        {
            text.Append(CultureInfo.InvariantCulture, $"{callback.Declaration}\n");
        }

        foreach (var type in structs)
        {
            text.Append(CultureInfo.InvariantCulture, $"struct {type.Name[..^2]} {{\n");
            foreach (var field in type.Fields)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {field.Declaration};\n");
            }

            text.Append("};\n");
        }

        foreach (var export in exports)
        {
            text.Append(CultureInfo.InvariantCulture, $"{export.Declaration}\n");
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"]])\n\nlocal abi = {{ VERSION = {VersionExports.AbiVersionNumber} }}\n\n"
        );
        text.Append(
            "-- What a call that failed returns, by name. The numbers never change; docs/errors.md explains each.\n"
        );
        text.Append("abi.codes = {\n  ok = 0,\n");
        foreach (var row in AbiModel.Statuses)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {row.Name} = {(int)row.Code},\n");
        }

        text.Append("}\n\n-- What became of the request of a call that failed.\nabi.deliveries = {\n");
        foreach (var value in Enum.GetValues<Delivery>())
        {
            text.Append(CultureInfo.InvariantCulture, $"  [{(int)value}] = \"{Names.Snake($"{value}")}\",\n");
        }

        text.Append("}\n\n-- How much a log event matters.\nabi.levels = {\n");
        foreach (var (name, value) in AbiModel.LogLevels(chapters))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name.ToLowerInvariant()} = {value},\n");
        }

        text.Append("}\n\n-- The values of fields that choose one of several things.\nabi.choices = {\n");
        foreach (var (name, value) in AbiModel.Choices(chapters))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name.ToLowerInvariant()} = {value},\n");
        }

        text.Append("}\n\n-- The fields of each struct, in order.\nabi.structs = {\n");
        foreach (var type in structs)
        {
            var fields = string.Join(", ", type.Fields.Select(field => $"\"{field.Name}\""));
            text.Append(CultureInfo.InvariantCulture, $"  {type.Name} = {{ {fields} }},\n");
        }

        return text.Append("}\n\nreturn abi\n").ToString();
    }
}
