namespace LambdaClient.Native.Runtime;

/// <summary>
/// Makes the service announce the end of the execution environment by SIGTERM: an internal extension without events, parked on a
/// connection and a thread of its own. The signal itself is the host's.
/// </summary>
internal sealed class ShutdownExtension : IDisposable
{
    private readonly RuntimeClient _client;
    private readonly Thread? _parked;

    /// <summary>Registers. What fails is told: the function works without the notice.</summary>
    public ShutdownExtension(RuntimeClient client, Action<ApiError> tell)
    {
        _client = client;
        if (!client.Session.RegisterExtension(ShutdownNotice.ExtensionName).TryGet(out var identifier, out var error))
        {
            tell(error);
            return;
        }

        _parked = new Thread(() => Park(identifier)) { IsBackground = true };
        _parked.Start();
    }

    public void Dispose()
    {
        _client.Cancel();
        _parked?.Join();
        _client.Dispose();
    }

    private void Park(string identifier)
    {
        try
        {
            _ = _client.Session.ExtensionNext(identifier);
        }
        catch (Exception)
        {
            // Nobody waits for this thread's result, and it must not end the process.
        }
    }
}
