using LambdaClient.Transports;

namespace LambdaClient.Tests.Client;

/// <summary>A service in memory that answers for ever and allocates nothing: an event for a GET, an acceptance for a POST.</summary>
internal sealed class LoopedTransport(byte[] nextAnswer, byte[] postAnswer) : Transport
{
    private ReadOnlyMemory<byte> _answer;

    public override IoResult Connect(Endpoint endpoint, TimeSpan timeout) => IoResult.Done();

    public override IoResult Write(Outgoing bytes, TimeSpan limit)
    {
        _answer = bytes.Head.Span[0] == 'G' ? nextAnswer : postAnswer;
        return IoResult.Done(bytes);
    }

    public override IoResult Read(Memory<byte> buffer, TimeSpan limit)
    {
        var count = Math.Min(buffer.Length, _answer.Length);
        _answer[..count].CopyTo(buffer);
        _answer = _answer[count..];
        return IoResult.Done(count);
    }

    public override bool IsStale() => false;

    public override void Abort() { }

    public override void Close() { }
}
