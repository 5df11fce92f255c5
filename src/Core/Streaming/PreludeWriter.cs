using System.Buffers;
using System.Text.Json;

namespace LambdaClient;

/// <summary>Writes a prelude as bytes: JSON and the delimiter of eight NULs. What it is given was checked; all text is UTF-8.</summary>
internal sealed class PreludeWriter : IDisposable
{
    private const int MaxBytes = 16 * 1024;
    private const int DelimiterBytes = 8;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _json;

    public PreludeWriter(int statusCode)
    {
        _json = new(_bytes);
        _json.WriteStartObject();
        _json.WriteNumber("statusCode"u8, statusCode);
    }

    public static bool IsStatusCode(int statusCode) => statusCode is >= 100 and <= 599;

    public void BeginMap(ReadOnlySpan<byte> name) => _json.WriteStartObject(name);

    public void Entry(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _json.WriteString(name, value);

    public void EndMap() => _json.WriteEndObject();

    public void BeginList(ReadOnlySpan<byte> name) => _json.WriteStartArray(name);

    public void Item(ReadOnlySpan<byte> value) => _json.WriteStringValue(value);

    public void EndList() => _json.WriteEndArray();

    /// <summary>The whole prelude, or why there is none: it may have 16 KB.</summary>
    public Result<ReadOnlyMemory<byte>, ApiError> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        if (_bytes.WrittenCount + DelimiterBytes > MaxBytes)
        {
            return new ApiError.Usage(ErrorCode.PreludeInvalid, "prelude", $"{_bytes.WrittenCount} bytes of JSON");
        }

        _bytes.GetSpan(DelimiterBytes)[..DelimiterBytes].Clear();
        _bytes.Advance(DelimiterBytes);
        return _bytes.WrittenMemory;
    }

    public void Dispose() => _json.Dispose();
}
