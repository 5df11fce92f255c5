using System.Reflection;
using System.Runtime.InteropServices;
using LambdaClient.Native.Exports;

namespace LambdaClient.HeaderGenerator;

/// <summary>One exported function.</summary>
internal sealed record Export(
    string Name,
    string ReturnType,
    IReadOnlyList<(string Type, string Name, string Doc)> Parameters,
    Doc Doc
);

/// <summary>The functions of one class: a chapter of the header.</summary>
internal sealed record Chapter(string Text, IReadOnlyList<Export> Exports);

/// <summary>A struct, its fields in order.</summary>
internal sealed record Struct(string Name, string Text, IReadOnlyList<(string Type, string Name, string Doc)> Fields);

/// <summary>Reads the C ABI from the attributes and the documentation of the native assembly.</summary>
internal sealed class AbiReader(Docs docs)
{
    private static readonly Assembly Native = typeof(VersionExports).Assembly;

    private static readonly Type[] ChapterOrder =
    [
        typeof(VersionExports),
        typeof(ClientExports),
        typeof(InvocationExports),
        typeof(ErrorExports),
    ];

    public IReadOnlyList<Chapter> Chapters()
    {
        var classes = Native.GetTypes().Where(type => ExportsOf(type).Any()).ToHashSet();
        return classes.SetEquals(ChapterOrder)
            ? [.. ChapterOrder.Select(ReadChapter)]
            : throw new InvalidOperationException("a class with exports is missing in the order of chapters");
    }

    public IReadOnlyList<Struct> Structs() =>
        [
            .. Native
                .GetTypes()
                .Where(type => CName(type) is not null)
                .OrderBy(type => type.GetFields().Any(field => CName(field.FieldType) is not null))
                .ThenBy(type => type.MetadataToken)
                .Select(ReadStruct),
        ];

    private Chapter ReadChapter(Type type) =>
        new(docs.OfType(type).Summary, [.. ExportsOf(type).Select(method => ReadExport(type, method))]);

    private Export ReadExport(Type type, MethodInfo method)
    {
        var doc = docs.OfMethod(type, method.Name);
        var entry = method
            .GetCustomAttributesData()
            .Single(data => data.AttributeType == typeof(UnmanagedCallersOnlyAttribute));
        var name = (string)
            entry.NamedArguments.Single(argument => argument.MemberName == "EntryPoint").TypedValue.Value!;
        return new(
            name,
            CType(method.ReturnParameter, name),
            [.. method.GetParameters().Select(p => (CType(p, name), Names.Snake(p.Name!), doc.Parameters[p.Name!]))],
            doc
        );
    }

    private Struct ReadStruct(Type type) =>
        new(
            CName(type)!,
            docs.OfType(type).Summary,
            [
                .. type.GetFields(BindingFlags.Public | BindingFlags.Instance)
                    .Select(field =>
                        (CType(field.FieldType), Names.Snake(field.Name), docs.OfField(type, field.Name).Summary)
                    ),
            ]
        );

    private static IEnumerable<MethodInfo> ExportsOf(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.IsDefined(typeof(UnmanagedCallersOnlyAttribute)))
            .OrderBy(method => method.MetadataToken);

    private static string CType(ParameterInfo parameter, string function)
    {
        var declared = parameter
            .GetCustomAttributesData()
            .SingleOrDefault(data => data.AttributeType.FullName == "DNNE.C99TypeAttribute");
        if (declared is not null)
        {
            return (string)declared.ConstructorArguments[0].Value!;
        }

        return parameter.ParameterType == typeof(nint)
            ? throw new InvalidOperationException($"{function}: a handle without its C type")
            : CType(parameter.ParameterType);
    }

    private static string CType(Type type) =>
        CName(type)
        ?? (type.IsPointer ? PointerTo(type.GetElementType()!) : null)
        ?? (
            type == typeof(void) ? "void"
            : type == typeof(int) ? "int32_t"
            : type == typeof(uint) ? "uint32_t"
            : type == typeof(long) ? "int64_t"
            : type == typeof(ulong) ? "uint64_t"
            : type == typeof(nuint) ? "size_t"
            : throw new InvalidOperationException($"no C type for {type}")
        );

    private static string PointerTo(Type type) => type == typeof(byte) ? "const uint8_t *" : $"const {CType(type)} *";

    private static string? CName(Type type) =>
        type.GetCustomAttributesData().SingleOrDefault(data => data.AttributeType.Name == "CStructAttribute")
            is { } attribute
            ? (string)attribute.ConstructorArguments[0].Value!
            : null;
}
