using System.Text;

namespace LambdaClient;

/// <summary>Text from outside, made fit to stand in an error message: cut, on one line, without control characters.</summary>
internal static class Excerpt
{
    private const int MaxChars = 120;

    public static string Quoted(string text) => $"\"{Of(text)}\"";

    public static string Of(string text)
    {
        var builder = new StringBuilder(Math.Min(text.Length, MaxChars) + 3);
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxChars)))
        {
            builder.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        }

        return text.Length > MaxChars ? builder.Append("...").ToString() : builder.ToString();
    }
}
