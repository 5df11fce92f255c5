using System.Text.RegularExpressions;

namespace LambdaClient.HeaderGenerator;

/// <summary>C# names in C's spelling.</summary>
internal static partial class Names
{
    /// <summary>StructSize and structSize become struct_size.</summary>
    public static string Snake(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    /// <summary>lambdaclient_client_context_t becomes ClientContext.</summary>
    public static string Pascal(string name) =>
        string.Concat(
            name.Split('_').Skip(1).SkipLast(1).Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}")
        );

    public static string Upper(string name) => Snake(name).ToUpperInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
