using System.Text.RegularExpressions;

namespace LambdaClient.HeaderGenerator;

/// <summary>C# names in C's spelling.</summary>
internal static partial class Names
{
    /// <summary>StructSize and structSize become struct_size.</summary>
    public static string Snake(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    public static string Upper(string name) => Snake(name).ToUpperInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
