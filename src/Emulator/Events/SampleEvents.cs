using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaClient.Emulator.Events;

/// <summary>Events as AWS services send them, for trying a handler.</summary>
internal static class SampleEvents
{
    private const string Suffix = ".event.json";

    private static readonly JsonSerializerOptions OneLine = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The kinds there are, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(SampleEvents)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>One event with so many records where its kind has records; otherwise so many events. Each has ids of its own.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="count">How many.</param>
    /// <returns>Each event on one line.</returns>
    public static IEnumerable<string> Create(string name, int count)
    {
        using var resource = typeof(SampleEvents).Assembly.GetManifestResourceStream(name + Suffix)!;
        var sample = JsonNode.Parse(resource)!;
        if (sample["Records"] is JsonArray records)
        {
            var copies = Copies(records[0]!, count);
            sample["Records"] = new JsonArray([.. copies]);
            return [sample.ToJsonString(OneLine)];
        }

        return Copies(sample, count).Select(copy => copy.ToJsonString(OneLine));
    }

    private static IEnumerable<JsonNode> Copies(JsonNode sample, int count) =>
        Enumerable
            .Range(1, count)
            .Select(number =>
            {
                var copy = sample.DeepClone();
                Renew(copy, "messageId");
                Renew(copy["Sns"], "MessageId");
                Renew(copy["requestContext"], "requestId");
                Renew(copy, "id");
                if (copy["s3"]?["object"] is JsonObject stored)
                {
                    stored["key"] = $"cat+{number}.jpg";
                }

                return copy;
            });

    private static void Renew(JsonNode? holder, string id)
    {
        if (holder is JsonObject members && members.ContainsKey(id))
        {
            members[id] = Guid.NewGuid().ToString();
        }
    }
}
