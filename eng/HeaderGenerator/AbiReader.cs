using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using LambdaClient.Native.Exports;

namespace LambdaClient.HeaderGenerator;

/// <summary>Reads the C ABI from the attributes and the documentation of the native assembly.</summary>
internal sealed partial class AbiReader(Docs docs)
{
    private static readonly Assembly Native = typeof(VersionExports).Assembly;

    // From what every runtime needs to what few do.
    private static readonly Type[] ChapterOrder =
    [
        typeof(ClientExports),
        typeof(InvocationExports),
        typeof(ErrorExports),
        typeof(RunExports),
        typeof(LifetimeExports),
        typeof(LogExports),
        typeof(StreamExports),
        typeof(StepExports),
        typeof(StatusExports),
        typeof(CallerExports),
        typeof(VersionExports),
    ];

    private static readonly HashSet<string> StatusNames =
    [
        .. AbiModel.Statuses.Select(row => row.Name.ToUpperInvariant()),
    ];

    public IReadOnlyList<Chapter> Chapters()
    {
        var classes = Native.GetTypes().Where(type => ExportsOf(type).Any()).ToHashSet();
        if (!classes.SetEquals(ChapterOrder))
        {
            throw new InvalidOperationException("a class with exports is missing in the order of chapters");
        }

        var structs = Native.GetTypes().Where(type => CName(type) is not null).Select(ReadStruct).ToList();
        var callbacks = Native.GetTypes().Where(type => FunctionName(type) is not null).Select(ReadCallback).ToList();
        var placed = new HashSet<string>();
        return [.. ChapterOrder.Select(type => ReadChapter(type, structs, callbacks, placed))];
    }

    private Chapter ReadChapter(
        Type type,
        IReadOnlyList<Struct> structs,
        IReadOnlyList<Callback> callbacks,
        HashSet<string> placed
    )
    {
        Export[] exports = [.. ExportsOf(type).Select(method => ReadExport(type, method))];
        var used = new List<Struct>();
        var called = new List<Callback>();
        foreach (var parameter in exports.SelectMany(export => export.Parameters))
        {
            Place(parameter.BaseType);
        }

        return new(docs.OfType(type).Summary, ConstantsOf(type), called, used, exports);

        // What a struct is made of comes before it.
        void Place(string name)
        {
            if (callbacks.SingleOrDefault(known => known.Name == name) is { } callback && placed.Add(name))
            {
                called.Add(callback);
            }

            if (structs.SingleOrDefault(known => known.Name == name) is { } found && placed.Add(name))
            {
                foreach (var field in found.Fields)
                {
                    Place(field.BaseType);
                }

                used.Add(found);
            }
        }
    }

    /// <summary>The constants of a chapter's class, but for the number of the ABI, which stands with the version.</summary>
    private Constant[] ConstantsOf(Type type) =>
        [
            .. type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.IsLiteral && field.Name != nameof(VersionExports.AbiVersionNumber))
                .Select(field => new Constant(
                    $"LAMBDACLIENT_{Names.Upper(field.Name)}",
                    (int)field.GetRawConstantValue()!,
                    docs.OfField(type, field.Name).Summary
                )),
        ];

    private Callback ReadCallback(Type type)
    {
        var name = FunctionName(type)!;
        var doc = docs.OfType(type);
        var invoke = type.GetMethod("Invoke")!;
        return doc.Threads is null
            ? throw new InvalidOperationException($"{name}: threads is not documented")
            : new(
                name,
                CType(invoke.ReturnParameter, name),
                [
                    .. invoke
                        .GetParameters()
                        .Select(p => new Parameter(CType(p, name), Names.Snake(p.Name!), doc.Parameters[p.Name!])),
                ],
                doc
            );
    }

    /// <summary>The C name of a function type; null for what is none.</summary>
    private static string? FunctionName(Type type) => FunctionArgument(type) as string;

    private static object? FunctionArgument(MemberInfo member) =>
        member
            .GetCustomAttributesData()
            .SingleOrDefault(data => data.AttributeType.Name == "CFunctionAttribute")
            ?.ConstructorArguments[0]
            .Value;

    private Export ReadExport(Type type, MethodInfo method)
    {
        var doc = docs.OfMethod(type, method.Name);
        var entry = method
            .GetCustomAttributesData()
            .Single(data => data.AttributeType == typeof(UnmanagedCallersOnlyAttribute));
        var name = (string)
            entry.NamedArguments.Single(argument => argument.MemberName == "EntryPoint").TypedValue.Value!;
        var export = new Export(
            name,
            CType(method.ReturnParameter, name),
            [.. method.GetParameters().Select(p => new Parameter(CType(p, name), Names.Snake(p.Name!), Of(p)))],
            doc,
            method.GetCustomAttributesData().Any(data => data.AttributeType.Name == "MustUseAttribute")
        );
        Check(export);
        return export;

        string Of(ParameterInfo parameter) =>
            doc.Parameters.TryGetValue(parameter.Name!, out var text)
                ? text
                : throw new InvalidOperationException($"{name}: {parameter.Name} has no documentation");
    }

    /// <summary>A function without a part of its documentation, or that names an error nobody knows, is not written.</summary>
    private static void Check(Export export)
    {
        var doc = export.Doc;
        if (doc.Threads is null || doc.Since is null || (doc.Returns is null && export.ReturnType != "void"))
        {
            throw new InvalidOperationException($"{export.Name}: threads, since or returns is not documented");
        }

        foreach (Match word in Codes().Matches(doc.Returns ?? ""))
        {
            if (!StatusNames.Contains(word.Value))
            {
                throw new InvalidOperationException($"{export.Name}: {word.Value} is no status");
            }
        }
    }

    private Struct ReadStruct(Type type) =>
        new(
            CName(type)!,
            docs.OfType(type).Summary,
            [
                .. type.GetFields(BindingFlags.Public | BindingFlags.Instance)
                    .Select(field => new Parameter(
                        FunctionArgument(field) is Type function ? FunctionName(function)! : CType(field.FieldType),
                        Names.Snake(field.Name),
                        docs.OfField(type, field.Name).Summary
                    )),
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

    private static string PointerTo(Type type) =>
        type == typeof(void) ? "void *"
        : type == typeof(byte) ? "const uint8_t *"
        : $"const {CType(type)} *";

    private static string? CName(Type type) =>
        type.GetCustomAttributesData().SingleOrDefault(data => data.AttributeType.Name == "CStructAttribute")
            is { } attribute
            ? (string)attribute.ConstructorArguments[0].Value!
            : null;

    [GeneratedRegex(@"(?<![A-Z_])(?!LAMBDACLIENT_)[A-Z]+(_[A-Z]+)+(?![A-Z_])|CANCELLED")]
    private static partial Regex Codes();
}
