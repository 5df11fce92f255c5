namespace LambdaClient;

/// <summary>
/// Makes the service announce the end of the execution environment: registers an internal extension without events, over a
/// connection of its own, parks on it, and listens for SIGTERM (AWS Lambda Developer Guide, "Lambda execution environment").
/// </summary>
/// <param name="client">A client for nothing else; the notice disposes of it.</param>
internal sealed class ShutdownNotice(RuntimeClient client) : IDisposable
{
    /// <summary>The name under which the extension is registered.</summary>
    public const string ExtensionName = "lambdaclient-shutdown";

    private readonly TerminationSignal _signal = new();

    /// <summary>Ends when the process is to end.</summary>
    public Task Received => _signal.Received;

    /// <summary>Registers. The function works without it; SIGTERM from anyone is heard in any case, and ends the attempt.</summary>
    /// <param name="cancellation">Stops registering.</param>
    public async Task<Result<Unit, ApiError>> RegisterAsync(CancellationToken cancellation)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var registering = client.Session.RegisterExtensionAsync(ExtensionName, ends.Token);
        if (await Task.WhenAny(registering, Received).ConfigureAwait(false) != registering)
        {
            await ends.CancelAsync().ConfigureAwait(false);
        }

        if (!(await registering.ConfigureAwait(false)).TryGet(out var identifier, out var error))
        {
            return error;
        }

        _ = client.Session.ExtensionNextAsync(identifier, CancellationToken.None);
        return default(Unit);
    }

    public void Dispose()
    {
        _signal.Dispose();
        client.Dispose();
    }
}
