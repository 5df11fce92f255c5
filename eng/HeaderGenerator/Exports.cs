namespace LambdaClient.HeaderGenerator;

/// <summary>One parameter of an exported function.</summary>
/// <param name="Type">Its C type.</param>
/// <param name="Name">Its C name.</param>
/// <param name="Doc">What the documentation says of it.</param>
internal sealed record Parameter(string Type, string Name, string Doc)
{
    public bool IsPointer => Type.EndsWith('*');

    /// <summary>Whether NULL may be passed: the documentation says so, and a test holds it to that.</summary>
    public bool MayBeNull =>
        Doc.Contains(", or NULL", StringComparison.Ordinal) || Doc.Contains("may be NULL", StringComparison.Ordinal);

    /// <summary>The type that is pointed to or passed, without its qualifiers.</summary>
    public string BaseType => Type.Replace("const ", "", StringComparison.Ordinal).TrimEnd('*').Trim();

    public string Declaration => Declare(Type, Name);

    public static string Declare(string type, string name) => type.EndsWith('*') ? type + name : $"{type} {name}";
}

/// <summary>One exported function.</summary>
internal sealed record Export(
    string Name,
    string ReturnType,
    IReadOnlyList<Parameter> Parameters,
    Doc Doc,
    bool MustUse
)
{
    public string List => Parameters.Count == 0 ? "void" : string.Join(", ", Parameters.Select(p => p.Declaration));

    public string Declaration => $"{Parameter.Declare(ReturnType, Name)}({List});";

    /// <summary>Whether it returns a status: what takes no pointer cannot fail.</summary>
    public bool ReturnsStatus => ReturnType == "int32_t" && Parameters.Any(parameter => parameter.IsPointer);

    /// <summary>What becomes of NULL, in a sentence; null where there is no pointer.</summary>
    public string? NullRule
    {
        get
        {
            var refused = Parameters.Where(p => p.IsPointer && !p.MayBeNull).Select(p => p.Name).ToList();
            var taken = Parameters.Where(p => p.IsPointer && p.MayBeNull).Select(p => p.Name).ToList();
            var sentences = new List<string>();
            if (refused.Count > 0)
            {
                sentences.Add($"ARGUMENT_MISSING for {And(refused)}.");
            }

            if (taken.Count > 0)
            {
                sentences.Add($"{And(taken)} may be NULL.");
            }

            return sentences.Count == 0 ? null : string.Join(" ", sentences);
        }
    }

    private static string And(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}

/// <summary>The type of a function of the caller's.</summary>
internal sealed record Callback(string Name, string ReturnType, IReadOnlyList<Parameter> Parameters, Doc Doc)
{
    public string Declaration =>
        $"typedef {Parameter.Declare(ReturnType, $"(*{Name})")}({string.Join(", ", Parameters.Select(p => p.Declaration))});";
}

/// <summary>A constant that belongs to a chapter.</summary>
internal sealed record Constant(string Name, int Value, string Doc)
{
    /// <summary>Whether it is compared with what a call returns, which has a sign.</summary>
    public bool IsStatus =>
        Name is "LAMBDACLIENT_OK" or "LAMBDACLIENT_ABI_VERSION"
        || Name.StartsWith("LAMBDACLIENT_E_", StringComparison.Ordinal);
}

/// <summary>The functions of one class: a chapter of the manual, and the types that it is the first to mention.</summary>
internal sealed record Chapter(
    string Text,
    IReadOnlyList<Constant> Constants,
    IReadOnlyList<Callback> Callbacks,
    IReadOnlyList<Struct> Structs,
    IReadOnlyList<Export> Exports
)
{
    public string Title => Text[..Text.IndexOf(':', StringComparison.Ordinal)];
}

/// <summary>A struct, its fields in order.</summary>
internal sealed record Struct(string Name, string Text, IReadOnlyList<Parameter> Fields)
{
    public bool IsSized => Fields[0].Name == "struct_size";

    public string InitializerName => $"{Name[..^2].ToUpperInvariant()}_INIT";
}
