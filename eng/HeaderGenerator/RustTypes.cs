namespace LambdaClient.HeaderGenerator;

/// <summary>C types and names in Rust's spelling.</summary>
internal static class RustTypes
{
    /// <summary>The Rust type of a C type: a number, a type of the library, or a pointer.</summary>
    public static string Of(string type)
    {
        var trimmed = type.Trim();
        if (!trimmed.EndsWith('*'))
        {
            return Base(WithoutConst(trimmed));
        }

        var pointee = trimmed[..^1].Trim();
        return $"{(IsConst(pointee) ? "*const" : "*mut")} {Of(WithoutConst(pointee))}";
    }

    /// <summary>What stands behind a function's arguments: nothing, or an arrow and a type.</summary>
    public static string Returned(string type) => type == "void" ? "" : $" -> {Of(type)}";

    /// <summary>A parameter of a function.</summary>
    public static string Declare(Parameter parameter) => $"{Name(parameter.Name)}: {Of(parameter.Type)}";

    /// <summary>A name that is a word of the language is marked as a name.</summary>
    public static string Name(string name) => name is "type" or "match" or "ref" or "move" or "fn" ? $"r#{name}" : name;

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
}
