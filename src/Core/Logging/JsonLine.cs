using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LambdaClient.Logging;

/// <summary>A line as a JSON object that is never larger than an event may be: what does not fit is cut or left out.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A writer over a buffer in memory holds nothing to dispose of.")]
internal sealed class JsonLine(LogBuffer buffer)
{
    // Named for what it does not escape for HTML; a log line is no page.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    // An escape is at most \uXXXX for each UTF-16 character.
    private const int LargestEscape = 6;

    // Quotes, colon, comma, brackets.
    private const int Punctuation = 8;

    private const int LargestNumber = 40;

    // What a line needs at its end: the mark of a cut one, and the brace.
    private static readonly int EndBytes = ",\"truncated\":true}".Length;

    private readonly Utf8JsonWriter _json = new(buffer, new() { Encoder = Encoder, SkipValidation = true });
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _isCut;

    private int Room => LogEvent.MaxBytes - EndBytes - (int)(_json.BytesCommitted + _json.BytesPending);

    public void Write(in LogEvent line)
    {
        // Also after a line that ended half-way, because a value would not be read.
        _json.Reset(buffer);
        _isCut = false;
        _json.WriteStartObject();
        Span<byte> time = stackalloc byte[32];
        _json.WriteString("timestamp"u8, line.WriteTime(time));
        _json.WriteString("level"u8, line.LevelName);
        AddText("requestId", line.Ids.RequestId);
        AddText("tenantId", line.Ids.TenantId);
        AddText("traceId", line.Ids.TraceId);
        // A message that fills the line must not hide the error.
        AddText("message", line.Message, line.Error is null ? 0 : LogEvent.MaxBytes / 4);
        if (line.Error is { } error)
        {
            AddText("errorType", error.Type);
            AddText("errorMessage", error.Message);
            AddFrames(error);
        }

        AddFields(line.Fields);
        if (_isCut)
        {
            _json.WriteBoolean("truncated"u8, true);
        }

        _json.WriteEndObject();
        _json.Flush();
    }

    private void AddFrames(FunctionError error)
    {
        const string name = "stackTrace";
        if (error.StackTrace.IsEmpty || !HasRoomFor(name, Punctuation))
        {
            return;
        }

        _json.WriteStartArray(name);
        foreach (var frame in error.StackTrace)
        {
            if (!HasRoomFor("", Punctuation))
            {
                break;
            }

            _json.WriteStringValue(Fit(frame ?? "", Room - Punctuation));
        }

        _json.WriteEndArray();
    }

    private void AddFields(ReadOnlySpan<KeyValuePair<string, object?>> fields)
    {
        _names.Clear();
        foreach (var (name, value) in fields)
        {
            // Two names that differ in half a surrogate pair only are one in JSON.
            var written = ReportText.Fit(name ?? "", int.MaxValue);
            if (name is not null && !IsReserved(written) && _names.Add(written))
            {
                AddField(written, value);
            }
        }
    }

    private void AddField(string name, object? value)
    {
        if (value is string text)
        {
            AddText(name, text);
        }
        else if (HasRoomFor(name, LargestNumber))
        {
            AddValue(name, value);
        }
    }

    private void AddValue(string name, object? value)
    {
        switch (value)
        {
            case null:
                _json.WriteNull(name);
                break;
            case bool truth:
                _json.WriteBoolean(name, truth);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                _json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                _json.WriteNumber(name, number);
                break;
            case decimal number:
                _json.WriteNumber(name, number);
                break;
            case float number when float.IsFinite(number):
                _json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                _json.WriteNumber(name, number);
                break;
            case DateTime or DateTimeOffset:
                AddText(name, ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture));
                break;
            default:
                AddText(name, TextOf(value));
                break;
        }
    }

    /// <summary>A value's text is the user's code, and one that fails must not cost the line.</summary>
    private static string TextOf(object value)
    {
        try
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception e)
        {
            return $"{value.GetType().Name} has no text: {e.GetType().Name}";
        }
    }

    /// <summary>A property, its text cut to what is left of the line; nothing for null.</summary>
    private void AddText(string name, string? text, int kept = 0)
    {
        if (text is not null && HasRoomFor(name, Punctuation))
        {
            _json.WriteString(name, Fit(text, Room - kept - name.Length * LargestEscape - Punctuation));
        }
    }

    private bool HasRoomFor(string name, int valueBytes)
    {
        var fits = name.Length * (long)LargestEscape + Punctuation + valueBytes <= Room;
        _isCut |= !fits;
        return fits;
    }

    /// <summary>As much of a text as takes at most so many bytes once it is escaped.</summary>
    private ReadOnlySpan<char> Fit(string text, int room)
    {
        const int Piece = 128;
        if (text.Length <= room / LargestEscape)
        {
            return text;
        }

        Span<char> escaped = stackalloc char[Piece * LargestEscape];
        var fitting = 0;
        while (fitting < text.Length)
        {
            var piece = text.AsSpan(fitting, Math.Min(Piece, text.Length - fitting));
            var isLast = fitting + piece.Length == text.Length;
            Encoder.Encode(piece, escaped, out var consumed, out var written, isLast);
            room -= Encoding.UTF8.GetByteCount(escaped[..written]);
            if (room < 0)
            {
                _isCut = true;
                break;
            }

            fitting += consumed;
        }

        return text.AsSpan(0, fitting);
    }

    private static bool IsReserved(string name) =>
        name
            is "timestamp"
                or "level"
                or "requestId"
                or "tenantId"
                or "traceId"
                or "message"
                or "errorType"
                or "errorMessage"
                or "stackTrace"
                or "truncated";
}
