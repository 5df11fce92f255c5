using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaClient.Behaviour;

/// <summary>Reads the files of the suite.</summary>
internal static class Data
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static IReadOnlyList<Scenario> Scenarios(Folders folders) =>
        Read<Scenario>(Path.Combine(folders.Suite, "scenarios.json"));

    public static IReadOnlyList<Language> Languages(Folders folders) =>
        [.. Read<Language>(Path.Combine(folders.Suite, "languages.json")).Select(language => language.In(folders))];

    private static IReadOnlyList<T> Read<T>(string path)
    {
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize<IReadOnlyList<T>>(file, Options)
            ?? throw new InvalidDataException($"{path} is empty.");
    }
}
