using System.Globalization;
using System.Text;
using LambdaClient.Native.Exports;

namespace LambdaClient.HeaderGenerator;

/// <summary>Writes <c>_abi.py</c>: the numbers, the structs and the functions of the C ABI as ctypes takes them.</summary>
internal static class PythonWriter
{
    public static string Write(IReadOnlyList<Chapter> chapters, string version)
    {
        var structs = chapters.SelectMany(chapter => chapter.Structs).ToList();
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $""""
            """The C ABI of liblambdaclient as ctypes takes it. Generated from src/Native by eng/HeaderGenerator."""

            import ctypes
            from enum import IntEnum
            from typing import Any, Dict, List, Tuple

            VERSION = "{version}"
            ABI_VERSION = {VersionExports.AbiVersionNumber}


            """"
        );
        text.Append("class Code(IntEnum):\n");
        text.Append(
            "    \"\"\"What a call that failed returns. The numbers never change; docs/errors.md explains each.\"\"\"\n\n"
        );
        foreach (var row in AbiModel.Statuses)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {row.Name.ToUpperInvariant()} = {(int)row.Code}\n");
        }

        Enumeration<ErrorCategory>(text, "Category", "The kind of thing that went wrong.");
        Enumeration<Delivery>(text, "Delivery", "What became of the request of a call that failed.");
        text.Append("\n\nclass LogLevel(IntEnum):\n    \"\"\"How much a log event matters.\"\"\"\n\n");
        foreach (var (name, value) in AbiModel.LogLevels(chapters))
        {
            text.Append(CultureInfo.InvariantCulture, $"    {name} = {value}\n");
        }

        text.Append("\n\n");
        foreach (var (name, value) in AbiModel.Choices(chapters))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name} = {value}\n");
        }

        text.Append('\n');
        foreach (var callback in chapters.SelectMany(chapter => chapter.Callbacks))
        {
            // ctypes would make an object of each typed pointer; an address is a number.
            var arguments = string.Concat(Enumerable.Repeat(", ctypes.c_void_p", callback.Parameters.Count));
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Names.Pascal(callback.Name)} = ctypes.CFUNCTYPE({Type(callback.ReturnType, structs)}{arguments})\n"
            );
        }

        foreach (var type in structs)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n\nclass {Names.Pascal(type.Name)}(ctypes.Structure):\n    _fields_ = [\n"
            );
            foreach (var field in type.Fields)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"        (\"{field.Name}\", {Type(field.Type, structs)}),\n"
                );
            }

            text.Append("    ]\n");
        }

        text.Append("\n\nSTRUCTS: Dict[str, Any] = {\n");
        foreach (var type in structs)
        {
            text.Append(CultureInfo.InvariantCulture, $"    \"{type.Name}\": {Names.Pascal(type.Name)},\n");
        }

        text.Append("}\n\nFUNCTIONS: List[Tuple[str, Any, List[Any]]] = [\n");
        foreach (var export in chapters.SelectMany(chapter => chapter.Exports))
        {
            var arguments = string.Join(", ", export.Parameters.Select(parameter => Type(parameter.Type, structs)));
            text.Append(
                CultureInfo.InvariantCulture,
                $"    (\"{export.Name}\", {Type(export.ReturnType, structs)}, [{arguments}]),\n"
            );
        }

        return text.Append("]\n").ToString();
    }

    private static void Enumeration<T>(StringBuilder text, string name, string summary)
        where T : struct, Enum
    {
        text.Append(CultureInfo.InvariantCulture, $"\n\nclass {name}(IntEnum):\n    \"\"\"{summary}\"\"\"\n\n");
        foreach (var value in Enum.GetValues<T>())
        {
            var number = Convert.ToInt32(value, CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"    {Names.Upper($"{value}")} = {number}\n");
        }
    }

    /// <summary>A handle and bytes of any origin are an address; what ctypes fills, reads or calls itself has a type.</summary>
    private static string Type(string type, IReadOnlyList<Struct> structs)
    {
        var bare = type.Replace("const ", "", StringComparison.Ordinal);
        var known = structs.SingleOrDefault(known => known.Name == bare.TrimEnd('*', ' '));
        return (bare, known) switch
        {
            ("void", _) => "None",
            ("int32_t", _) => "ctypes.c_int32",
            ("uint32_t", _) => "ctypes.c_uint32",
            ("int64_t", _) => "ctypes.c_int64",
            ("uint64_t", _) => "ctypes.c_uint64",
            ("size_t", _) => "ctypes.c_size_t",
            ("char *", _) => "ctypes.c_char_p",
            ("int64_t *", _) => "ctypes.POINTER(ctypes.c_int64)",
            (_, { } found) when !bare.EndsWith('*') => Names.Pascal(found.Name),
            (_, { } found) => $"ctypes.POINTER({Names.Pascal(found.Name)})",
            (var pointer, _) when pointer.EndsWith("**", StringComparison.Ordinal) => "ctypes.POINTER(ctypes.c_void_p)",
            (var pointer, _) when pointer.EndsWith('*') => "ctypes.c_void_p",
            (var callback, _) when callback.StartsWith("lambdaclient_", StringComparison.Ordinal) => Names.Pascal(
                callback
            ),
            _ => throw new InvalidOperationException($"no ctypes type for {type}"),
        };
    }
}
