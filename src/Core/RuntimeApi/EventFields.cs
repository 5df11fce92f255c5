using System.Text;
using LambdaClient.Http;

namespace LambdaClient.RuntimeApi;

/// <summary>The header fields of an event that somebody may ask for.</summary>
internal enum EventField
{
    RequestId,
    InvocationId,
    Deadline,
    FunctionArn,
    TraceId,
    ClientContext,
    CognitoIdentity,
    TenantId,
    ContentType,
    None,
}

/// <summary>How a reader knows the fields of an event.</summary>
internal sealed class EventFields : FieldNames
{
    public static EventFields Names { get; } = new();

    public override int Find(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            12 when Is(name, "Content-Type"u8) => (int)EventField.ContentType,
            23 when Is(name, "Lambda-Runtime-Trace-Id"u8) => (int)EventField.TraceId,
            26 when Is(name, "Lambda-Runtime-Deadline-Ms"u8) => (int)EventField.Deadline,
            28 when Is(name, "Lambda-Runtime-Invocation-Id"u8) => (int)EventField.InvocationId,
            28 when Is(name, "Lambda-Runtime-Aws-Tenant-Id"u8) => (int)EventField.TenantId,
            29 when Is(name, "Lambda-Runtime-Aws-Request-Id"u8) => (int)EventField.RequestId,
            29 when Is(name, "Lambda-Runtime-Client-Context"u8) => (int)EventField.ClientContext,
            31 when Is(name, "Lambda-Runtime-Cognito-Identity"u8) => (int)EventField.CognitoIdentity,
            35 when Is(name, "Lambda-Runtime-Invoked-Function-Arn"u8) => (int)EventField.FunctionArn,
            _ => Unknown,
        };

    /// <summary>A repeated Content-Type alone is not worth an event.</summary>
    public override bool MayRepeat(int field) => field == (int)EventField.ContentType;

    /// <summary>The service's own spelling is tried first: it costs a tenth of a comparison without case.</summary>
    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known) =>
        name.SequenceEqual(known) || Ascii.EqualsIgnoreCase(name, known);
}

/// <summary>The fields of an event by their names.</summary>
internal static class KnownFieldsExtensions
{
    public static Slice Get(this in KnownFields fields, EventField field) => fields[(int)field];
}
