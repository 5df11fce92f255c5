using System.Text;
using LambdaClient.Native.Abi;

namespace LambdaClient.Native.Client;

/// <summary>A caller's media type as text; the same bytes as before on this thread give the same text, and allocate nothing.</summary>
internal static class ContentType
{
    [ThreadStatic]
    private static byte[]? _bytes;

    [ThreadStatic]
    private static string? _text;

    /// <summary>The media type, or what an absent one means.</summary>
    public static Result<string, ApiError> Read(View view, string absent)
    {
        if (Text.Check(view, "content_type") is { } refused)
        {
            return refused;
        }

        if (view.IsAbsent)
        {
            return absent;
        }

        var bytes = view.AsSpan();
        if (bytes.Length > Session.MaxContentTypeChars)
        {
            return new ApiError.Usage(ErrorCode.ContentTypeInvalid, "content_type", Encoding.Latin1.GetString(bytes));
        }

        if (_text is null || !bytes.SequenceEqual(_bytes))
        {
            _bytes = bytes.ToArray();
            _text = Encoding.Latin1.GetString(bytes);
        }

        return _text;
    }
}
