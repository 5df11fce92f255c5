using System.Collections.Immutable;
using System.Text;
using LambdaClient.Http;

namespace LambdaClient;

/// <summary>
/// What a streamed answer says about itself as an HTTP response, before its bytes: status, header fields and cookies. Function
/// URLs and API Gateway read it.
/// </summary>
/// <remarks>
/// Immutable; safe on any thread. Source: Amazon API Gateway Developer Guide, "Set up a Lambda proxy integration with payload
/// response streaming".
/// </remarks>
public sealed record HttpPrelude
{
    /// <summary>The media type that tells that a prelude comes first.</summary>
    public const string ContentType = "application/vnd.awslambda.http-integration-response";

    /// <summary>The HTTP status, from 100 to 599; 200 unless set.</summary>
    public int StatusCode { get; init; } = 200;

    /// <summary>Header fields with one value each.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Header fields with several values (API Gateway).</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> MultiValueHeaders { get; init; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Values of <c>Set-Cookie</c> fields.</summary>
    public ImmutableArray<string> Cookies { get; init; } = [];

    /// <summary>Checks what a prelude is refused for when it is sent, but for its size.</summary>
    /// <returns>
    /// Nothing, or <c>prelude_invalid</c> with the part at fault: the status is not from 100 to 599, the name of a header field is not
    /// a token (RFC 9110, section 5.6.2), or a value has a control character or is not Unicode text.
    /// </returns>
    public Result<Unit, ApiError> Validate() =>
        FindFault() is { } fault ? new ApiError.Usage(ErrorCode.PreludeInvalid, "prelude", fault) : default(Unit);

    /// <summary>The prelude as bytes: JSON and the delimiter of eight NULs, together at most 16 KB.</summary>
    internal Result<ReadOnlyMemory<byte>, ApiError> Encode()
    {
        if (FindFault() is { } fault)
        {
            return new ApiError.Usage(ErrorCode.PreludeInvalid, "prelude", fault);
        }

        using var writer = new PreludeWriter(StatusCode);
        writer.BeginMap("headers"u8);
        foreach (var (name, value) in Headers)
        {
            writer.Entry(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
        }

        writer.EndMap();
        if (!MultiValueHeaders.IsEmpty)
        {
            writer.BeginMap("multiValueHeaders"u8);
            foreach (var (name, values) in MultiValueHeaders)
            {
                WriteList(writer, Encoding.UTF8.GetBytes(name), values);
            }

            writer.EndMap();
        }

        if (!Cookies.IsDefaultOrEmpty)
        {
            WriteList(writer, "cookies"u8, Cookies);
        }

        return writer.End();
    }

    private string? FindFault()
    {
        if (!PreludeWriter.IsStatusCode(StatusCode))
        {
            return $"{StatusCode}";
        }

        var names = Headers.Keys.Concat(MultiValueHeaders.Keys);
        var values = Headers
            .Values.Concat(MultiValueHeaders.Values.SelectMany(list => list.IsDefault ? [] : list))
            .Concat(Cookies.IsDefault ? [] : Cookies);
        return names
            .Where(name => !IsToken(name))
            .Concat(values.Where(value => !IsValue(value)).Select(value => value ?? "null"))
            .FirstOrDefault();
    }

    private static void WriteList(PreludeWriter writer, ReadOnlySpan<byte> name, ImmutableArray<string> values)
    {
        writer.BeginList(name);
        foreach (var value in values.IsDefault ? [] : values)
        {
            writer.Item(Encoding.UTF8.GetBytes(value));
        }

        writer.EndList();
    }

    private static bool IsToken(string name) => FieldSyntax.IsToken(Encoding.UTF8.GetBytes(name));

    private static bool IsValue(string? value) =>
        value is not null
        && ReportText.Fit(value, int.MaxValue) == value
        && FieldSyntax.IsValue(Encoding.UTF8.GetBytes(value));
}
