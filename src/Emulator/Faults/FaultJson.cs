using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaClient.Emulator.Faults;

/// <summary>A fault as the control endpoint reads and writes it.</summary>
internal sealed record FaultJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public required FaultCall Call { get; init; }

    public required FaultKind Fault { get; init; }

    public FaultPoint? After { get; init; }

    public long? AfterBytes { get; init; }

    public int? Status { get; init; }

    public string? ErrorType { get; init; }

    public IReadOnlyList<string>? Headers { get; init; }

    public long? DelayMs { get; init; }

    public int? Times { get; init; }

    /// <exception cref="JsonException">The text does not describe a fault.</exception>
    public static Fault Read(ReadOnlySpan<byte> text)
    {
        var read =
            JsonSerializer.Deserialize<FaultJson>(text, Options)
            ?? throw new JsonException("A fault is a JSON object, not null.");
        return new Fault
        {
            Call = read.Call,
            Kind = read.Fault,
            After = read.After ?? FaultPoint.Request,
            AfterBytes = read.AfterBytes,
            Status = read.Status ?? 500,
            ErrorType = read.ErrorType,
            Headers = read.Headers ?? [],
            // What is no span of time at all is no delay either, and refused as one.
            Delay = TimeSpan.FromMilliseconds(Math.Clamp(read.DelayMs ?? 0, -1, int.MaxValue)),
            Times = read.Times ?? 1,
        };
    }

    public static byte[] Write(IEnumerable<Fault> faults) =>
        JsonSerializer.SerializeToUtf8Bytes(
            faults.Select(fault => new FaultJson
            {
                Call = fault.Call,
                Fault = fault.Kind,
                After = fault.AfterBytes is null ? fault.After : null,
                AfterBytes = fault.AfterBytes,
                Status = fault.Kind == FaultKind.Status ? fault.Status : null,
                ErrorType = fault.ErrorType,
                Headers = fault.Headers.Count > 0 ? fault.Headers : null,
                DelayMs = fault.Delay > TimeSpan.Zero ? (long)fault.Delay.TotalMilliseconds : null,
                Times = fault.Times,
            }),
            Options
        );
}
