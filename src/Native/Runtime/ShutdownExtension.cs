namespace LambdaClient.Native.Runtime;

/// <summary>
/// Makes the service announce the end of the execution environment by SIGTERM: an internal extension without events, parked on a
/// connection and a thread of its own. The signal itself is the host's.
/// </summary>
/// <param name="client">A client for nothing else; the extension disposes of it.</param>
internal sealed class ShutdownExtension(RuntimeClient client) : IDisposable
{
    private Thread? _parked;

    /// <summary>Registers, and parks where that succeeded. The function works without the notice.</summary>
    public ApiError? Register()
    {
        if (!client.Session.RegisterExtension(ShutdownNotice.ExtensionName).TryGet(out var identifier, out var error))
        {
            return error;
        }

        var thread = new Thread(() => Park(identifier)) { IsBackground = true };
        thread.Start();
        Volatile.Write(ref _parked, thread);
        return null;
    }

    /// <summary>Stops a registration that is under way; what is parked stays. Any thread.</summary>
    public void StopRegistering()
    {
        if (Volatile.Read(ref _parked) is null)
        {
            client.Session.Cancel();
        }
    }

    public void Dispose()
    {
        client.Session.Cancel();
        _parked?.Join();
        client.Dispose();
    }

    private void Park(string identifier)
    {
        try
        {
            _ = client.Session.ExtensionNext(identifier);
        }
        catch (Exception)
        {
            // Nobody waits for this thread's result, and it must not end the process.
        }
    }
}
