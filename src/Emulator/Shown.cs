using System.Text;

namespace LambdaClient.Emulator;

/// <summary>Other people's text made fit for one of our messages.</summary>
internal static class Shown
{
    private const int Longest = 100;

    /// <summary>The text on one line, cut to a length that a message can carry.</summary>
    public static string Short(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, Longest + 1));
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            shown.Append(char.IsControl(character) ? ' ' : character);
        }

        return text.Length > Longest ? shown.Append('…').ToString() : shown.ToString();
    }
}
