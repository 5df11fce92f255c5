using System.Text.RegularExpressions;

namespace LambdaClient.HeaderGenerator;

/// <summary>C types and names in Rust's spelling.</summary>
internal static partial class RustTypes
{
    /// <summary>The Rust type of a C type: a number, a struct of the library, a pointer, or a function that may be NULL.</summary>
    public static string Of(string type)
    {
        if (FunctionPointer().Match(type) is { Success: true } function)
        {
            var arguments = Arguments(function.Groups["arguments"].Value).Select(Argument);
            var result = Returned(function.Groups["result"].Value);
            return $"Option<unsafe extern \"C\" fn({string.Join(", ", arguments)}){result}>";
        }

        var trimmed = type.Trim();
        if (!trimmed.EndsWith('*'))
        {
            return Base(WithoutConst(trimmed));
        }

        var pointee = trimmed[..^1].Trim();
        return $"{(IsConst(pointee) ? "*const" : "*mut")} {Of(WithoutConst(pointee))}";
    }

    /// <summary>What stands behind a function's arguments: nothing, or an arrow and a type.</summary>
    public static string Returned(string type) => type.Trim() == "void" ? "" : $" -> {Of(type)}";

    /// <summary>Nothing, of a type: what a struct begins with.</summary>
    public static string Zero(string type) =>
        type == "lambdaclient_view_t" ? "ABSENT"
        : FunctionPointer().IsMatch(type) ? "None"
        : !type.EndsWith('*') ? "0"
        : IsConst(type) ? "ptr::null()"
        : "ptr::null_mut()";

    /// <summary>A name that is a word of the language is marked as a name.</summary>
    public static string Name(string name) => name is "type" or "match" or "ref" or "move" or "fn" ? $"r#{name}" : name;

    private static string Argument(string argument)
    {
        var name = LastWord().Match(argument);
        var type = argument[..name.Index].Trim();
        return type.Length == 0 || type is "const" ? Of(argument) : $"{Name(name.Value)}: {Of(type)}";
    }

    private static IEnumerable<string> Arguments(string list) =>
        list.Trim() is "" or "void" ? [] : list.Split(',').Select(argument => argument.Trim());

    private static bool IsConst(string type) => type.StartsWith("const ", StringComparison.Ordinal);

    private static string WithoutConst(string type) => IsConst(type) ? type["const ".Length..] : type;

    private static string Base(string type) =>
        type switch
        {
            "char" => "c_char",
            "void" => "c_void",
            "uint8_t" => "u8",
            "int32_t" => "i32",
            "uint32_t" => "u32",
            "int64_t" => "i64",
            "uint64_t" => "u64",
            "size_t" => "usize",
            _ when type.StartsWith("lambdaclient", StringComparison.Ordinal) => type,
            _ => throw new InvalidOperationException($"no Rust type for {type}"),
        };

    [GeneratedRegex(@"^(?<result>[^(]+)\(\*\s*\w*\)\s*\((?<arguments>.*)\)$")]
    private static partial Regex FunctionPointer();

    [GeneratedRegex(@"\w*$")]
    private static partial Regex LastWord();
}
