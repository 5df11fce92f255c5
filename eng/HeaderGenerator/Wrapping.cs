using System.Text;

namespace LambdaClient.HeaderGenerator;

/// <summary>Running text in lines.</summary>
internal static class Wrapping
{
    /// <summary>Breaks text into lines of at most a width; a word that is longer has a line of its own.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        yield return line.ToString();
    }

    public static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";

    public static string Lower(string text) =>
        text.Length > 1 && char.IsUpper(text[1]) ? text : $"{char.ToLowerInvariant(text[0])}{text[1..]}";

    /// <summary>The first sentence, without its full stop.</summary>
    public static string FirstSentence(string text) => text[..EndOfFirstSentence(text)];

    private static int EndOfFirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text.TrimEnd('.').Length : end;
    }
}
