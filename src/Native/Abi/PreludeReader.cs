using System.Text;
using System.Text.Unicode;
using LambdaClient.Http;

namespace LambdaClient.Native.Abi;

/// <summary>Reads a caller's prelude, and writes it as the bytes that go before the answer.</summary>
internal static unsafe class PreludeReader
{
    // No prelude of 16 KB holds more.
    private const uint MaxCount = 2048;

    public static Result<ReadOnlyMemory<byte>, ApiError> Encode(Prelude* pointer)
    {
        if (!SizedStruct.TryRead<Prelude>((nint)pointer, "prelude", out var prelude, out var refused))
        {
            return refused;
        }

        var statusCode = prelude.StatusCode == 0 ? 200 : prelude.StatusCode;
        refused =
            statusCode <= int.MaxValue && PreludeWriter.IsStatusCode((int)statusCode)
                ? CheckHeaders(prelude) ?? CheckCookies(prelude)
                : Invalid("prelude.status_code", $"{statusCode}");
        if (refused is not null)
        {
            return refused;
        }

        var headers = new ReadOnlySpan<Pair>(prelude.Headers, (int)prelude.HeaderCount);
        using var writer = new PreludeWriter((int)statusCode);
        WriteHeaders(writer, headers);
        if (prelude.CookieCount > 0)
        {
            writer.BeginList("cookies"u8);
            for (var i = 0; i < prelude.CookieCount; i++)
            {
                writer.Item(prelude.Cookies[i].AsSpan());
            }

            writer.EndList();
        }

        return writer.End();
    }

    /// <summary>A name that stands there once has one value; one that stands there more often, in any case, has a list.</summary>
    private static void WriteHeaders(PreludeWriter writer, ReadOnlySpan<Pair> headers)
    {
        var repeated = 0;
        writer.BeginMap("headers"u8);
        foreach (var header in headers)
        {
            if (Count(headers, header.Name) > 1)
            {
                repeated++;
                continue;
            }

            writer.Entry(header.Name.AsSpan(), header.Value.AsSpan());
        }

        writer.EndMap();
        if (repeated == 0)
        {
            return;
        }

        writer.BeginMap("multiValueHeaders"u8);
        for (var i = 0; i < headers.Length; i++)
        {
            if (Count(headers, headers[i].Name) == 1 || Count(headers[..i], headers[i].Name) > 0)
            {
                continue;
            }

            writer.BeginList(headers[i].Name.AsSpan());
            foreach (var header in headers[i..])
            {
                if (IsSame(header.Name, headers[i].Name))
                {
                    writer.Item(header.Value.AsSpan());
                }
            }

            writer.EndList();
        }

        writer.EndMap();
    }

    private static int Count(ReadOnlySpan<Pair> headers, View name)
    {
        var count = 0;
        foreach (var header in headers)
        {
            count += IsSame(header.Name, name) ? 1 : 0;
        }

        return count;
    }

    private static bool IsSame(View one, View other) => Ascii.EqualsIgnoreCase(one.AsSpan(), other.AsSpan());

    private static ApiError? CheckHeaders(Prelude prelude)
    {
        var refused = CheckArray(prelude.HeaderCount, prelude.Headers, "prelude.headers");
        for (var i = 0; i < prelude.HeaderCount && refused is null; i++)
        {
            var (name, value) = (prelude.Headers[i].Name, prelude.Headers[i].Value);
            refused =
                Text.Check(name, "prelude.headers.name")
                ?? (FieldSyntax.IsToken(name.AsSpan()) ? null : Invalid("prelude.headers.name", name))
                ?? CheckValue(value, "prelude.headers.value");
        }

        return refused;
    }

    private static ApiError? CheckCookies(Prelude prelude)
    {
        var refused = CheckArray(prelude.CookieCount, prelude.Cookies, "prelude.cookies");
        for (var i = 0; i < prelude.CookieCount && refused is null; i++)
        {
            refused = CheckValue(prelude.Cookies[i], "prelude.cookies");
        }

        return refused;
    }

    private static ApiError.Usage? CheckArray(uint count, void* items, string name) =>
        count > MaxCount ? Invalid(name, $"{count} of them")
        : items == null && count > 0 ? Boundary.Missing(name)
        : null;

    private static ApiError.Usage? CheckValue(View value, string name) =>
        Text.Check(value, name)
        ?? (
            !Utf8.IsValid(value.AsSpan()) ? new(ErrorCode.TextInvalid, name, Encoding.Latin1.GetString(value.AsSpan()))
            : FieldSyntax.IsValue(value.AsSpan()) ? null
            : Invalid(name, value)
        );

    private static ApiError.Usage Invalid(string name, View value) =>
        Invalid(name, Encoding.Latin1.GetString(value.AsSpan()));

    private static ApiError.Usage Invalid(string name, string value) => new(ErrorCode.PreludeInvalid, name, value);
}
