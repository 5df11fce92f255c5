using LambdaClient.TestSupport;

namespace LambdaClient.Tests.Cancelling;

/// <summary>A service that takes a poll and never answers it; later connections are served as told.</summary>
internal sealed class ParkedServer : IAsyncDisposable
{
    private readonly TaskCompletionSource _parked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers what comes before the parked poll and, on each later connection, what comes after.</summary>
    public ParkedServer(byte[][] before, byte[][] after)
    {
        Server = new LoopbackServer(
            async connection =>
            {
                await connection.Answer(before);
                await connection.ReadRequest();
                _parked.SetResult();
                await connection.ClosedByClient();
                ClosedByClient.SetResult();
            },
            connection => connection.Answer(after)
        );
    }

    public LoopbackServer Server { get; }

    /// <summary>Ends once the service has received the poll that it will not answer.</summary>
    public Task Parked => _parked.Task.Within();

    /// <summary>Ends once the parked connection is gone.</summary>
    public TaskCompletionSource ClosedByClient { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
