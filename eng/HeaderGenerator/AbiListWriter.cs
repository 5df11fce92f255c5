using System.Globalization;
using System.Text;

namespace LambdaClient.HeaderGenerator;

/// <summary>Writes what a program that was compiled against the header relies on, one fact a line.</summary>
internal static class AbiListWriter
{
    public static string Write(IReadOnlyList<Chapter> chapters)
    {
        var text = new StringBuilder();
        foreach (var constant in AbiModel.Constants(chapters))
        {
            text.Append(CultureInfo.InvariantCulture, $"constant {constant.Name} {constant.Value}\n");
        }

        foreach (var handle in AbiModel.Handles(chapters))
        {
            text.Append(CultureInfo.InvariantCulture, $"handle {handle}\n");
        }

        foreach (var callback in chapters.SelectMany(chapter => chapter.Callbacks))
        {
            text.Append(CultureInfo.InvariantCulture, $"callback {callback.Declaration}\n");
        }

        foreach (var type in chapters.SelectMany(chapter => chapter.Structs))
        {
            // The order of the fields and their types are the layout.
            for (var i = 0; i < type.Fields.Count; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"field {type.Name} {i} {type.Fields[i].Declaration}\n");
            }
        }

        foreach (
            var export in chapters
                .SelectMany(chapter => chapter.Exports)
                .OrderBy(export => export.Name, StringComparer.Ordinal)
        )
        {
            text.Append(CultureInfo.InvariantCulture, $"function {export.Declaration}\n");
        }

        return text.ToString();
    }

    /// <summary>What changed between two lists: lines that are gone break programs, lines that came do not.</summary>
    public static IEnumerable<string> Differences(string committed, string present)
    {
        var (before, after) = (committed.Split('\n'), present.Split('\n'));
        return before
            .Except(after)
            .Select(static line => $"breaks programs: no longer \"{line}\"")
            .Concat(after.Except(before).Select(static line => $"is new: \"{line}\""));
    }
}
