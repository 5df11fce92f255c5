using System.Text.Json;

namespace LambdaClient.Behaviour;

/// <summary>The events of the function's log among the lines of an adapter: a line each, as JSON, which no other line is.</summary>
internal sealed record FunctionLog(IReadOnlyList<string> Events, IReadOnlyList<string> Others)
{
    // Of each event, whatever it is about.
    private static readonly string[] Always = ["timestamp", "level", "message"];

    public static FunctionLog In(IReadOnlyList<string> lines)
    {
        var parts = lines.ToLookup(line => line.StartsWith('{'));
        return new([.. parts[true]], [.. parts[false]]);
    }

    /// <summary>The request ids of the events that have one.</summary>
    public IEnumerable<string> RequestIds => Events.Select(line => MemberOf(line, "requestId")).OfType<string>();

    /// <summary>How they differ from what is expected, a sentence each; that each is a whole event is always expected.</summary>
    public IEnumerable<string> Compare(IReadOnlyList<IReadOnlyDictionary<string, string?>>? expected)
    {
        foreach (var line in Events)
        {
            if (Always.FirstOrDefault(name => MemberOf(line, name) is null) is { } missing)
            {
                yield return $"the log has an event without {missing}: {line}";
            }
        }

        if (expected is null)
        {
            yield break;
        }

        if (expected.Count != Events.Count)
        {
            yield return $"the log has {Events.Count} events instead of {expected.Count}: {string.Join("; ", Events)}";
        }

        foreach (var (wanted, line) in expected.Zip(Events))
        {
            foreach (var (name, value) in wanted)
            {
                var actual = MemberOf(line, name) ?? "none";
                if (!Content.Matches(value ?? "none", actual))
                {
                    yield return $"{name} of an event of the log is '{actual}' instead of '{value ?? "none"}'";
                }
            }
        }
    }

    private static string? MemberOf(string line, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty(name, out var member) ? member.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
