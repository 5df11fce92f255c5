using System.Collections.Immutable;

namespace LambdaClient.Native.Abi;

/// <summary>Reads a caller's prelude into the one that Core sends.</summary>
internal static unsafe class PreludeReader
{
    // No prelude of 16 KB holds more.
    private const uint MaxCount = 4096;

    public static Result<HttpPrelude, ApiError> Read(Prelude* pointer)
    {
        if (!SizedStruct.Read<Prelude>((nint)pointer, "prelude").TryGet(out var prelude, out var refused))
        {
            return refused;
        }

        refused =
            Check(prelude.HeaderCount, prelude.Headers, "prelude.headers")
            ?? Check(prelude.CookieCount, prelude.Cookies, "prelude.cookies");
        if (refused is not null)
        {
            return refused;
        }

        var single = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        var several = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(
            StringComparer.OrdinalIgnoreCase
        );
        for (var i = 0; i < prelude.HeaderCount; i++)
        {
            var header = prelude.Headers[i];
            if (!Text.Read(header.Name, "prelude.headers.name").TryGet(out var name, out refused))
            {
                return refused;
            }

            if (!Text.Read(header.Value, "prelude.headers.value").TryGet(out var value, out refused))
            {
                return refused;
            }

            AddHeader(single, several, name ?? "", value ?? "");
        }

        var cookies = ImmutableArray.CreateBuilder<string>((int)prelude.CookieCount);
        for (var i = 0; i < prelude.CookieCount; i++)
        {
            if (!Text.Read(prelude.Cookies[i], "prelude.cookies").TryGet(out var cookie, out refused))
            {
                return refused;
            }

            cookies.Add(cookie ?? "");
        }

        return new HttpPrelude
        {
            StatusCode = prelude.StatusCode == 0 ? 200 : prelude.StatusCode,
            Headers = single.ToImmutable(),
            MultiValueHeaders = several.ToImmutable(),
            Cookies = cookies.ToImmutable(),
        };
    }

    private static void AddHeader(
        ImmutableDictionary<string, string>.Builder single,
        ImmutableDictionary<string, ImmutableArray<string>>.Builder several,
        string name,
        string value
    )
    {
        if (several.TryGetValue(name, out var values))
        {
            several[name] = values.Add(value);
        }
        else if (single.Remove(name, out var first))
        {
            several[name] = [first, value];
        }
        else
        {
            single[name] = value;
        }
    }

    private static ApiError.Usage? Check(uint count, void* items, string name) =>
        count > MaxCount ? new(ErrorCode.PreludeInvalid, name, $"{count} of them")
        : items == null && count > 0 ? Boundary.Missing(name)
        : null;
}
