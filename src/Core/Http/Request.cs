namespace LambdaClient.Http;

/// <summary>One request, and how its reply is to be read.</summary>
/// <param name="Head">The first bytes.</param>
/// <param name="Body">The bytes after them.</param>
/// <param name="BodyLimit">How many bytes the reply's body may have.</param>
/// <param name="IsPoll">
/// Whether it asks and waits: then it has no effect when it is made twice, its reply may take as long as it likes, and cancelling ends it.
/// </param>
/// <param name="IsWhole">Whether these are all its bytes; if not, <see cref="Exchange.Continue"/> sends the rest.</param>
internal readonly record struct Request(
    ReadOnlyMemory<byte> Head,
    ReadOnlyMemory<byte> Body,
    int BodyLimit,
    bool IsPoll = false,
    bool IsWhole = true
)
{
    public long Length => (long)Head.Length + Body.Length;
}
