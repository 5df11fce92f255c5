using System.Text;
using System.Text.Json;

namespace LambdaClient;

/// <summary>
/// The properties of a JSON object in their order, each with its value as it stands there. Made from the reader alone: the
/// framework's document brings a hash of property names along, and with it cryptography that a native library would carry.
/// </summary>
internal sealed class JsonProperties
{
    private readonly byte[] _utf8;

    /// <summary>Reads the properties, once.</summary>
    /// <exception cref="InvalidOperationException">A name has half a character in it.</exception>
    private JsonProperties(byte[] utf8, Range place)
    {
        _utf8 = utf8;
        var properties = new List<Property>();
        var start = place.Start.Value;
        var json = new Utf8JsonReader(utf8.AsSpan(place));
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            var (kind, first) = (json.TokenType, (int)json.TokenStartIndex);
            json.Skip();
            properties.Add(new(name, kind, (start + first)..(start + (int)json.BytesConsumed)));
        }

        All = properties;
    }

    /// <summary>All properties.</summary>
    public IReadOnlyList<Property> All { get; }

    /// <summary>The object that a whole text consists of; null where it is something else.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonProperties? Of(byte[] utf8)
    {
        var json = new Utf8JsonReader(utf8);
        json.Read();
        var isObject = json.TokenType == JsonTokenType.StartObject;
        json.Skip();
        json.Read();
        return isObject ? new(utf8, 0..utf8.Length) : null;
    }

    /// <summary>The first property that has one of the names, in any case.</summary>
    public Property? Find(params ReadOnlySpan<string> names)
    {
        foreach (var property in All)
        {
            foreach (var name in names)
            {
                if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return property;
                }
            }
        }

        return null;
    }

    /// <summary>The object that a property holds; null where it holds something else.</summary>
    public JsonProperties? ObjectAt(Property? property) =>
        property is { Kind: JsonTokenType.StartObject } found ? new(_utf8, found.Value) : null;

    /// <summary>A property's text, or the JSON of what is no text.</summary>
    public string TextOf(Property property)
    {
        var value = _utf8.AsSpan(property.Value);
        if (property.Kind != JsonTokenType.String)
        {
            return Encoding.UTF8.GetString(value);
        }

        var json = new Utf8JsonReader(value);
        json.Read();
        return json.GetString()!;
    }

    /// <summary>A property: its name, and the value's kind and place.</summary>
    internal readonly record struct Property(string Name, JsonTokenType Kind, Range Value);
}
