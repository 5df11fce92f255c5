using System.Collections.Immutable;
using System.Text.Json;

namespace LambdaClient;

/// <summary>Reads an X-Ray cause from JSON, without recursion, and knows where it stands when something is wrong.</summary>
internal ref struct CauseReader
{
    /// <summary>From this size on other clients do not send a cause at all.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MaxShownBytes = 256;
    private const int None = -1;

    private Utf8JsonReader _json;
    private int _exception = None;
    private int _frame = None;
    private int _path = None;
    private string? _property;

    // What is not known is skipped, however deep it is; the reader needs one bit for a level.
    private CauseReader(ReadOnlySpan<byte> json) => _json = new(json, new JsonReaderOptions { MaxDepth = MaxBytes });

    public static Result<ErrorCause, ApiError> Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            return Unfit("cause", $"{json.Length} bytes long");
        }

        var reader = new CauseReader(JsonText.Mend(json));
        try
        {
            reader._json.Read();
            var cause = reader.Cause();
            reader._json.Read();
            return cause.IsEmpty ? Unfit("cause", "empty") : cause;
        }
        catch (JsonException)
        {
            return Unfit(reader.Place, $"malformed at byte {reader._json.BytesConsumed}");
        }
        catch (InvalidOperationException)
        {
            // A value of another type.
            return Unfit(reader.Place, reader.Shown);
        }
    }

    public static ApiError.Usage Unfit(string place, string what) => new(ErrorCode.CauseInvalid, place, what);

    private readonly string Place =>
        "cause"
        + (_exception == None ? "" : $".exceptions[{_exception}]")
        + (_frame == None ? "" : $".stack[{_frame}]")
        + (_property is null ? "" : $".{_property}")
        + (_path == None ? "" : $"[{_path}]");

    private readonly string Shown => ReportText.Decode(_json.ValueSpan, MaxShownBytes);

    private ErrorCause Cause()
    {
        var cause = new ErrorCause();
        Expect(JsonTokenType.StartObject);
        while (NextProperty())
        {
            cause =
                Text("working_directory") is { } directory ? cause with { WorkingDirectory = directory }
                : Text("message") is { } message ? cause with { Message = message }
                : IsAt("exceptions") ? cause with { Exceptions = Exceptions() }
                : IsAt("paths") ? cause with { Paths = Paths() }
                : Skipped(cause);
        }

        return cause;
    }

    private ImmutableArray<ExceptionInfo> Exceptions()
    {
        var exceptions = ImmutableArray.CreateBuilder<ExceptionInfo>();
        if (BeginArray())
        {
            for (_exception = 0; NextItem(); _exception++)
            {
                exceptions.Add(Exception());
            }

            _exception = None;
        }

        return exceptions.DrainToImmutable();
    }

    private ExceptionInfo Exception()
    {
        var (type, message) = ("", "");
        ImmutableArray<StackFrameInfo> stack = [];
        Expect(JsonTokenType.StartObject);
        while (NextProperty())
        {
            if (Text("type") is { } name)
            {
                type = name;
            }
            else if (Text("message") is { } text)
            {
                message = text;
            }
            else if (IsAt("stack"))
            {
                stack = Stack();
            }
            else
            {
                Skip();
            }
        }

        return new(type, message, stack);
    }

    private ImmutableArray<StackFrameInfo> Stack()
    {
        var frames = ImmutableArray.CreateBuilder<StackFrameInfo>();
        if (BeginArray())
        {
            for (_frame = 0; NextItem(); _frame++)
            {
                frames.Add(Frame());
            }

            _frame = None;
        }

        return frames.DrainToImmutable();
    }

    private StackFrameInfo Frame()
    {
        var (path, line, label) = ("", 0, "");
        Expect(JsonTokenType.StartObject);
        while (NextProperty())
        {
            if (Text("path") is { } file)
            {
                path = file;
            }
            else if (Text("label") is { } function)
            {
                label = function;
            }
            else if (IsAt("line"))
            {
                line = Number();
            }
            else
            {
                Skip();
            }
        }

        return new(path, line, label);
    }

    private ImmutableArray<string> Paths()
    {
        var paths = ImmutableArray.CreateBuilder<string>();
        if (BeginArray())
        {
            _property = "paths";
            for (_path = 0; NextItem(); _path++)
            {
                Expect(JsonTokenType.String);
                paths.Add(_json.GetString()!);
            }

            _path = None;
            _property = null;
        }

        return paths.DrainToImmutable();
    }

    private readonly void Expect(JsonTokenType type)
    {
        if (_json.TokenType != type)
        {
            throw new InvalidOperationException();
        }
    }

    private bool NextProperty()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.PropertyName;
    }

    private bool NextItem()
    {
        _json.Read();
        return _json.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Whether the property of that name comes next; if so, the reader moves on to its value.</summary>
    private bool IsAt(string name)
    {
        if (!_json.ValueTextEquals(name))
        {
            return false;
        }

        _property = name;
        _json.Read();
        return true;
    }

    /// <summary>The text of the property of that name; null where another comes next.</summary>
    private string? Text(string name)
    {
        if (!IsAt(name))
        {
            return null;
        }

        var text = "";
        if (_json.TokenType != JsonTokenType.Null)
        {
            Expect(JsonTokenType.String);
            text = _json.GetString()!;
        }

        _property = null;
        return text;
    }

    private int Number()
    {
        var number = 0;
        if (_json.TokenType != JsonTokenType.Null && !_json.TryGetInt32(out number))
        {
            throw new InvalidOperationException();
        }

        _property = null;
        return number;
    }

    private bool BeginArray()
    {
        if (_json.TokenType != JsonTokenType.Null)
        {
            Expect(JsonTokenType.StartArray);
        }

        _property = null;
        return _json.TokenType == JsonTokenType.StartArray;
    }

    private ErrorCause Skipped(ErrorCause cause)
    {
        Skip();
        return cause;
    }

    private void Skip()
    {
        _json.Read();
        _json.Skip();
    }
}
