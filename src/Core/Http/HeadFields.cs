namespace LambdaClient.Http;

/// <summary>Walks the fields of a head that a <see cref="ResponseReader"/> accepted.</summary>
internal ref struct HeadFields(ReadOnlySpan<byte> head)
{
    private ReadOnlySpan<byte> _rest = head[(head.IndexOf((byte)'\n') + 1)..];

    public Field Current { get; private set; }

    public readonly HeadFields GetEnumerator() => this;

    public bool MoveNext()
    {
        var end = _rest.IndexOf("\r\n"u8);
        if (end <= 0)
        {
            return false;
        }

        var line = _rest[..end];
        var colon = line.IndexOf((byte)':');
        var untrimmed = line[(colon + 1)..];
        var (start, valueEnd) = FieldSyntax.TrimBlanks(untrimmed);
        Current = new Field(line[..colon], untrimmed[start..valueEnd]);
        _rest = _rest[(end + 2)..];
        return true;
    }

    public readonly ref struct Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        public ReadOnlySpan<byte> Name { get; } = name;

        public ReadOnlySpan<byte> Value { get; } = value;
    }
}
