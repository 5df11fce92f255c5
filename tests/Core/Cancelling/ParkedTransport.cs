using LambdaClient.TestSupport;
using LambdaClient.Transports;

namespace LambdaClient.Tests.Cancelling;

/// <summary>Takes every request, and reads nothing until it is aborted.</summary>
internal sealed class ParkedTransport : Transport
{
    private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends once a request was written and its answer is waited for.</summary>
    public Task Reading => _reading.Task.Within();

    public override IoResult Connect(Endpoint endpoint, TimeSpan timeout) => IoResult.Done();

    public override IoResult Write(Outgoing bytes, TimeSpan limit) => IoResult.Done(bytes);

    public override IoResult Read(Memory<byte> buffer, TimeSpan limit)
    {
        _reading.TrySetResult();
        return new(_aborted.Task.Wait(Guard.Limit) ? IoStatus.Failed : IoStatus.TimedOut);
    }

    public override bool IsStale() => false;

    public override void Abort() => _aborted.TrySetResult();

    public override void Close() { }
}
