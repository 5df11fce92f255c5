using System.Text;
using System.Threading.Channels;

namespace LambdaClient.Emulator.Tests.Support;

/// <summary>A caller's end of a streamed response, which keeps each chunk until the test asks for it.</summary>
internal sealed class Chunks
{
    private readonly Channel<byte[]> _channel = Channel.CreateUnbounded<byte[]>();

    public ValueTask AcceptAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken) =>
        _channel.Writer.WriteAsync(chunk.ToArray(), cancellationToken);

    /// <summary>The next bytes that arrive, as many as asked for, however they were cut.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new List<byte>();
        while (bytes.Count < count)
        {
            bytes.AddRange(await _channel.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon());
        }

        Assert.Equal(count, bytes.Count);
        return [.. bytes];
    }

    public async Task<string> ReadTextAsync(int count) => Encoding.UTF8.GetString(await ReadAsync(count));

    /// <summary>Asserts that nothing has arrived that was not asked for.</summary>
    public void AssertEmpty() => Assert.False(_channel.Reader.TryRead(out _));
}
