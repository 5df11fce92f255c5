using System.Text;
using System.Text.Unicode;
using LambdaClient.Http;

namespace LambdaClient.Native.Abi;

/// <summary>Bytes and text across the boundary, checked on the way in, or mended where nothing may prevent a report.</summary>
internal static unsafe class Text
{
    private const uint MaxBytes = 1024 * 1024 * 1024;

    /// <summary>A caller's bytes, or why they cannot be used.</summary>
    public static ApiError.Usage? Check(View view, string name) =>
        view.Data == null && view.Size != 0 ? new(ErrorCode.ArgumentMissing, $"{name}.data", "NULL")
        : view.Size > MaxBytes ? new(ErrorCode.OptionInvalid, $"{name}.size", $"{view.Size}")
        : null;

    /// <summary>A caller's text for a report: mended and cut as it must be, empty where it is absent.</summary>
    public static Result<string, ApiError> ReadForReport(View view, string name) =>
        Check(view, name) is { } refused ? refused : ReportText.Decode(view.AsSpan());

    /// <summary>A caller's UTF-8; null where it is absent.</summary>
    public static Result<string?, ApiError> Read(View view, string name)
    {
        if (Check(view, name) is { } refused)
        {
            return refused;
        }

        var bytes = view.AsSpan();
        if (!Utf8.IsValid(bytes))
        {
            return new ApiError.Usage(ErrorCode.TextInvalid, name, Encoding.Latin1.GetString(bytes));
        }

        return view.IsAbsent ? (string?)null : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Text as pinned UTF-8 that ends with a NUL, which the view leaves out.</summary>
    public static byte[] Pin(string? text)
    {
        var length = text is null ? 0 : Encoding.UTF8.GetByteCount(text);
        var bytes = GC.AllocateArray<byte>(length + 1, pinned: true);
        Encoding.UTF8.GetBytes(text ?? "", bytes);
        return bytes;
    }

    public static View ViewOf(byte[] pinned) => View.Of(pinned, new Slice(0, pinned.Length - 1));
}
