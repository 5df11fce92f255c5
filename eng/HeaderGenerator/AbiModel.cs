using System.Globalization;
using LambdaClient.Native.Exports;

namespace LambdaClient.HeaderGenerator;

/// <summary>What the header says beside its structs and functions, in the header's order.</summary>
internal static class AbiModel
{
    private const string Prefix = "LAMBDACLIENT_";
    private const string LogPrefix = Prefix + "LOG_";

    // What only a caller of the C# API can do: mix two clients, or read a result that was never set.
    private static readonly ErrorCode[] ManagedOnly = [ErrorCode.InvocationUnknown, ErrorCode.ResultUninitialized];

    /// <summary>The rows of the table that a call of the C ABI can return.</summary>
    public static IReadOnlyList<ErrorDescription> Statuses { get; } =
    [.. ErrorTable.All.Where(row => !ManagedOnly.Contains(row.Code))];

    /// <summary>Whether a call of the C ABI can return a code.</summary>
    public static bool IsStatus(ErrorCode code) => !ManagedOnly.Contains(code);

    /// <summary>The numbers that C never sees, in a sentence.</summary>
    public static string Unused =>
        $"{string.Join(" and ", ManagedOnly.Select(code => ((int)code).ToString(CultureInfo.InvariantCulture)))} belong to the C# API and do not occur in C.";

    /// <summary>The levels of a log event, without their prefix.</summary>
    public static IEnumerable<(string Name, int Value)> LogLevels(IReadOnlyList<Chapter> chapters) =>
        from chapter in chapters
        from constant in chapter.Constants
        where constant.Name.StartsWith(LogPrefix, StringComparison.Ordinal)
        select (constant.Name[LogPrefix.Length..], constant.Value);

    /// <summary>The other constants of the chapters: what a field of a struct can choose.</summary>
    public static IEnumerable<(string Name, int Value)> Choices(IReadOnlyList<Chapter> chapters) =>
        from chapter in chapters
        from constant in chapter.Constants
        where !constant.Name.StartsWith(LogPrefix, StringComparison.Ordinal)
        select (constant.Name[Prefix.Length..], constant.Value);

    public static IEnumerable<Constant> Constants(IReadOnlyList<Chapter> chapters)
    {
        yield return new(
            "LAMBDACLIENT_ABI_VERSION",
            VersionExports.AbiVersionNumber,
            "The number of the C ABI that these declarations follow; see lambdaclient_abi_version."
        );
        yield return new("LAMBDACLIENT_OK", 0, "Success.");
        foreach (var row in AbiModel.Statuses)
        {
            yield return new($"LAMBDACLIENT_E_{row.Name.ToUpperInvariant()}", (int)row.Code, Meaning(row));
        }

        foreach (var category in Enumeration<ErrorCategory>("LAMBDACLIENT_CATEGORY_", "The category of a status"))
        {
            yield return category;
        }

        foreach (var delivery in Enumeration<Delivery>("LAMBDACLIENT_DELIVERY_", "What became of a request"))
        {
            yield return delivery;
        }

        foreach (var constant in chapters.SelectMany(chapter => chapter.Constants))
        {
            yield return constant;
        }
    }

    /// <summary>What a status means and what to do, in sentences.</summary>
    public static string Meaning(ErrorDescription row) =>
        $"{Wrapping.Sentence(row.Summary)} {Wrapping.Sentence(row.NextStep)}{(row.IsFatal ? " Fatal." : "")}";

    /// <summary>What is pointed to but is no struct with fields.</summary>
    public static IEnumerable<string> Handles(IReadOnlyList<Chapter> chapters)
    {
        var structs = chapters.SelectMany(chapter => chapter.Structs).Select(type => type.Name).ToHashSet();
        return chapters
            .SelectMany(chapter => chapter.Exports)
            .SelectMany(export => export.Parameters)
            .Select(parameter => parameter.BaseType)
            .Where(type => type.StartsWith("lambdaclient", StringComparison.Ordinal) && !structs.Contains(type))
            .Distinct();
    }

    private static IEnumerable<Constant> Enumeration<T>(string prefix, string doc)
        where T : struct, Enum =>
        Enum.GetValues<T>()
            .Select(value => new Constant(
                $"{prefix}{Names.Upper(value.ToString())}",
                Convert.ToInt32(value, CultureInfo.InvariantCulture),
                $"{doc}: {Names.Snake(value.ToString()).Replace('_', ' ')}."
            ));
}
