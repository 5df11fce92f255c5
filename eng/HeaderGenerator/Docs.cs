using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LambdaClient.HeaderGenerator;

/// <summary>The documentation of one member, as plain text; the example keeps its lines.</summary>
internal sealed record Doc(
    string Summary,
    IReadOnlyDictionary<string, string> Parameters,
    string? Returns,
    string? Threads,
    string? Since,
    IReadOnlyList<string> Example
);

/// <summary>Reads the XML documentation that the compiler wrote beside an assembly.</summary>
internal sealed partial class Docs
{
    private readonly Dictionary<string, XElement> _members;

    public Docs(string path)
    {
        _members = XDocument
            .Load(path, LoadOptions.PreserveWhitespace)
            .Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!);
    }

    public Doc OfType(Type type) => Read($"T:{type.FullName}");

    public Doc OfField(Type type, string field) => Read($"F:{type.FullName}.{field}");

    /// <summary>No two exports of a class share a name, so the parameter list need not be spelled out.</summary>
    public Doc OfMethod(Type type, string method)
    {
        var name = $"M:{type.FullName}.{method}";
        return Read(
            _members.Keys.SingleOrDefault(key => key == name || key.StartsWith(name + "(", StringComparison.Ordinal))
                ?? name
        );
    }

    private Doc Read(string name)
    {
        if (!_members.TryGetValue(name, out var member))
        {
            throw new InvalidOperationException($"{name} has no documentation");
        }

        return new(
            Text(member.Element("summary")) ?? throw new InvalidOperationException($"{name} has no summary"),
            member.Elements("param").ToDictionary(p => (string)p.Attribute("name")!, p => Text(p)!),
            Text(member.Element("returns")),
            Text(member.Element("threads")),
            Text(member.Element("since")),
            Lines(member.Element("example"))
        );
    }

    private static string? Text(XElement? element) =>
        element is null ? null : Blanks().Replace(element.Value, " ").Trim();

    /// <summary>The lines of a block, without the blanks that all of them begin with.</summary>
    private static string[] Lines(XElement? element)
    {
        if (element is null)
        {
            return [];
        }

        var lines = element.Value.Trim('\r', '\n', ' ').Split('\n').Select(line => line.TrimEnd()).ToArray();
        var indents = lines
            .Skip(1)
            .Where(line => line.Length > 0)
            .Select(line => line.Length - line.TrimStart().Length);
        var indent = indents.DefaultIfEmpty(0).Min();
        return [lines[0], .. lines.Skip(1).Select(line => line.Length > indent ? line[indent..] : "")];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
