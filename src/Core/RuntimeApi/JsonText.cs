using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace LambdaClient.RuntimeApi;

/// <summary>Text of any origin on its way into JSON.</summary>
internal static class JsonText
{
    /// <summary>Cut to a length, with every lone surrogate replaced: JSON cannot carry one.</summary>
    public static string Fit(string text, int maxChars)
    {
        var cut = text.Length > maxChars ? text[..maxChars] : text;
        return cut.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut))
            : cut;
    }

    /// <summary>Whether the bytes are one whole JSON value in UTF-8, however deep (RFC 8259 sections 2 and 8.1).</summary>
    public static bool IsOneValue(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = json.Length });
            while (reader.Read()) { }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
