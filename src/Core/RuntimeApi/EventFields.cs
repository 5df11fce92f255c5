using System.Runtime.CompilerServices;
using System.Text;
using LambdaClient.Http;

namespace LambdaClient.RuntimeApi;

/// <summary>The header fields of an event that somebody may ask for, in the order of <see cref="EventFields"/>.</summary>
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

/// <summary>Where each known field's value lies in the receive buffer. An absent field has length 0, and so has an empty one.</summary>
[InlineArray((int)EventField.None)]
internal struct EventFields
{
    private Slice _first;

    /// <summary>Which known field a name means, compared without case (RFC 9110 section 5.1).</summary>
    public static EventField Find(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            12 when Is(name, "Content-Type"u8) => EventField.ContentType,
            23 when Is(name, "Lambda-Runtime-Trace-Id"u8) => EventField.TraceId,
            26 when Is(name, "Lambda-Runtime-Deadline-Ms"u8) => EventField.Deadline,
            28 when Is(name, "Lambda-Runtime-Invocation-Id"u8) => EventField.InvocationId,
            28 when Is(name, "Lambda-Runtime-Aws-Tenant-Id"u8) => EventField.TenantId,
            29 when Is(name, "Lambda-Runtime-Aws-Request-Id"u8) => EventField.RequestId,
            29 when Is(name, "Lambda-Runtime-Client-Context"u8) => EventField.ClientContext,
            31 when Is(name, "Lambda-Runtime-Cognito-Identity"u8) => EventField.CognitoIdentity,
            35 when Is(name, "Lambda-Runtime-Invoked-Function-Arn"u8) => EventField.FunctionArn,
            _ => EventField.None,
        };

    /// <summary>The service's own spelling is tried first: it costs a tenth of a comparison without case.</summary>
    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known) =>
        name.SequenceEqual(known) || Ascii.EqualsIgnoreCase(name, known);

    public Slice Get(EventField field) => this[(int)field];

    public void Set(EventField field, Slice value) => this[(int)field] = value;

    /// <summary>The same fields after their buffer's content moved towards its beginning.</summary>
    public readonly EventFields MovedBack(int distance)
    {
        var moved = this;
        foreach (ref var slice in (Span<Slice>)moved)
        {
            slice = slice.Length == 0 ? default : slice with { Start = slice.Start - distance };
        }

        return moved;
    }
}
