namespace LambdaClient.Transports;

/// <summary>Bytes to write, in three parts that leave in one write. Any part may be empty.</summary>
/// <param name="Head">The first bytes.</param>
/// <param name="Body">The bytes after the head.</param>
/// <param name="Tail">The bytes after the body: a second request, whose reply comes behind the first one's.</param>
/// <remarks>The transport does not keep the memory after the write returns.</remarks>
public readonly record struct Outgoing(ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Tail)
{
    /// <summary>The number of bytes in all three parts.</summary>
    public long Length => (long)Head.Length + Body.Length + Tail.Length;
}
