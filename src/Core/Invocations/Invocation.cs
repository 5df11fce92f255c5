using LambdaClient.Http;
using LambdaClient.RuntimeApi;

namespace LambdaClient;

/// <summary>One event to be handled and answered exactly once.</summary>
/// <remarks>
/// An immutable value; safe on any thread. Its bytes stay valid for as long as it is held, unless the client was opened
/// with <see cref="RuntimeClientOptions.LendBuffers"/>: then they are lent until the invocation is answered or abandoned,
/// <see cref="IsValid"/> turns false, and reading gives empty bytes. <c>default</c> is no invocation: it is not valid, and
/// answering it is the error <see cref="ErrorCode.InvocationUnknown"/>.
/// </remarks>
public readonly struct Invocation : IEquatable<Invocation>
{
    private static readonly AsyncLocal<Invocation> Flowing = new();

    private readonly Session? _session;
    private readonly EventData? _data;

    internal Invocation(Session session, EventData data)
    {
        _session = session;
        _data = data;
        Generation = data.Generation;
    }

    /// <summary>
    /// The invocation that the running handler was called with; <c>default</c> outside a handler that <see cref="RuntimeLoop"/>
    /// called, and for users of <see cref="RuntimeClient"/> or the native library.
    /// </summary>
    /// <remarks>
    /// It flows with <c>await</c> and into tasks and threads that the handler starts (<see cref="ExecutionContext"/>). Work that
    /// outlives the handler keeps it: there, ask <see cref="IsValid"/> where buffers are lent. Setting it costs the loop about
    /// 200 bytes for each invocation; reading it costs nothing.
    /// </remarks>
    public static Invocation Current => Flowing.Value;

    internal uint Generation { get; }

    /// <summary>Whether the bytes of this invocation can still be read.</summary>
    public bool IsValid => Data is not null;

    /// <summary>The request id: the opaque token by which the invocation is answered.</summary>
    public string RequestId => Context.RequestId;

    /// <summary>The event, exactly as the caller of the function sent it.</summary>
    public ReadOnlyMemory<byte> Payload => Data?.Payload ?? default;

    /// <summary>Everything about the invocation but its payload, decoded when first asked for.</summary>
    public InvocationContext Context =>
        Data is { } data ? data.Context(_session!.Function, _session.Clock) : InvocationContext.Empty;

    /// <summary>The X-Ray trace header, or null; the rest of the context is not decoded for it.</summary>
    internal string? TraceId => Data is { } data ? HeaderText.Decode(data.Field(EventField.TraceId)) : null;

    internal EventData? Data => _data is { } data && data.Generation == Generation && Generation != 0 ? data : null;

    /// <summary>The value of any header field of the event; null when it is absent or empty.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public string? Header(string name)
    {
        if (Data is not { } data)
        {
            return null;
        }

        foreach (var field in new HeadFields(data.Head))
        {
            if (System.Text.Ascii.EqualsIgnoreCase(field.Name, name))
            {
                return HeaderText.Decode(field.Value);
            }
        }

        return null;
    }

    /// <summary>Sets <see cref="Current"/> for what the caller does next; <c>default</c> once the handler is done.</summary>
    internal static void SetCurrent(Invocation invocation) => Flowing.Value = invocation;

    internal bool IsFrom(Session session) => ReferenceEquals(_session, session);

    /// <summary>Whether both are the same event received by the same client.</summary>
    /// <param name="other">The other invocation.</param>
    public bool Equals(Invocation other) => ReferenceEquals(_data, other._data) && Generation == other.Generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Invocation other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_data, Generation);

    /// <summary>Whether both are the same event received by the same client.</summary>
    /// <param name="left">One invocation.</param>
    /// <param name="right">The other invocation.</param>
    public static bool operator ==(Invocation left, Invocation right) => left.Equals(right);

    /// <summary>The opposite of <c>==</c>.</summary>
    /// <param name="left">One invocation.</param>
    /// <param name="right">The other invocation.</param>
    public static bool operator !=(Invocation left, Invocation right) => !left.Equals(right);
}
