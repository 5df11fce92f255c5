using LambdaClient.Http;
using LambdaClient.RuntimeApi;

namespace LambdaClient;

/// <summary>
/// The bytes of one received event and where its parts lie in them. A client that lends its buffer keeps one of these
/// and raises the generation at each event, so that an invocation held too long finds out instead of reading another's bytes.
/// </summary>
internal sealed class EventData
{
    private KnownFields _fields;
    private Slice _head;
    private Slice _payload;
    private InvocationContext? _context;

    /// <summary>Which event this holds now; 0 is none.</summary>
    public uint Generation { get; private set; }

    public byte[] Bytes { get; private set; } = [];

    public ReadOnlyMemory<byte> Payload => new(Bytes, _payload.Start, _payload.Length);

    public Slice PayloadSlice => _payload;

    public ReadOnlySpan<byte> Head => _head.In(Bytes);

    public void Hold(byte[] bytes, KnownFields fields, Slice head, Slice payload, uint generation)
    {
        Bytes = bytes;
        _fields = fields;
        _head = head;
        _payload = payload;
        _context = null;
        Generation = generation;
    }

    /// <summary>Ends a loan: whoever still holds the invocation no longer reaches the bytes.</summary>
    public void Release() => Generation = 0;

    public ReadOnlySpan<byte> Field(EventField field) => _fields.Get(field).In(Bytes);

    public Slice FieldSlice(EventField field) => _fields.Get(field);

    public InvocationContext Context(FunctionConfiguration function, TimeProvider clock) =>
        _context ??= InvocationContext.Decode(this, function, clock);
}
