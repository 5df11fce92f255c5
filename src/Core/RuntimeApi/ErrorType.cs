using System.Buffers;
using System.Text;

namespace LambdaClient.RuntimeApi;

/// <summary>
/// The value of <c>Lambda-Runtime-Function-Error-Type</c>. The service keeps only <c>Runtime.Name</c> and
/// <c>Function.Name</c> made of ASCII letters; any other text would reach its metrics as unknown.
/// </summary>
internal static class ErrorType
{
    private const int MaxLetters = 128;
    private const string Unknown = "Function.Unknown";

    /// <summary>The type itself where the service keeps it, else <c>Function.</c> and the letters of its last part.</summary>
    public static string ForHeader(string type)
    {
        if (IsKept(type, "Function.") || IsKept(type, "Runtime."))
        {
            return type;
        }

        var ownName = type.AsSpan(0, EndOfName(type));
        var lastPart = ownName[(ownName.LastIndexOfAny(Separators) + 1)..];
        var name = new StringBuilder("Function.");
        var first = name.Length;
        foreach (var c in lastPart)
        {
            if (char.IsAsciiLetter(c) && name.Length - first < MaxLetters)
            {
                name.Append(name.Length == first ? char.ToUpperInvariant(c) : c);
            }
        }

        return name.Length - first >= 2 ? name.ToString() : Unknown;
    }

    /// <summary>
    /// Where the name ends and the rest begins: type arguments (<c>List`1[[…]]</c>, <c>list&lt;int&gt;</c>), an assembly
    /// (<c>Name, Version=…</c>), a closure's place (<c>run@12-3</c>), a signature (<c>run(int)</c>). A name may begin so itself
    /// (<c>&lt;StartupCode&gt;.Error</c>).
    /// </summary>
    private static int EndOfName(string type)
    {
        for (var i = 1; i < type.Length; i++)
        {
            if ("[<,@(".Contains(type[i]) && !Separators.Contains(type[i - 1]))
            {
                return i;
            }
        }

        return type.Length;
    }

    private static bool IsKept(string type, string category) =>
        type.StartsWith(category, StringComparison.Ordinal)
        && type.Length - category.Length is >= 2 and <= MaxLetters
        && char.IsAsciiLetterUpper(type[category.Length])
        && type.AsSpan(category.Length).IndexOfAnyExcept(AsciiLetters) < 0;

    private static readonly SearchValues<char> Separators = SearchValues.Create(".+:");

    private static readonly SearchValues<char> AsciiLetters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );
}
