using System.Text;
using System.Text.Unicode;

namespace LambdaClient;

/// <summary>Header bytes as text: UTF-8 where they are UTF-8, else one character for each byte (ISO 8859-1).</summary>
internal static class HeaderText
{
    /// <summary>Null for an absent, empty or blank value.</summary>
    public static string? Decode(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return null;
        }

        return Utf8.IsValid(value) ? Encoding.UTF8.GetString(value) : Encoding.Latin1.GetString(value);
    }
}
