namespace LambdaClient;

/// <summary>
/// Makes the service announce the end of the execution environment: registers an internal extension without events, over a
/// connection of its own, parks on it, and listens for SIGTERM (AWS Lambda Developer Guide, "Lambda execution environment").
/// </summary>
internal sealed class ShutdownNotice : IDisposable
{
    /// <summary>The name under which the extension is registered.</summary>
    public const string ExtensionName = "lambdaclient-shutdown";

    private readonly RuntimeClient _client;
    private readonly TerminationSignal _signal = new();

    private ShutdownNotice(RuntimeClient client) => _client = client;

    /// <summary>Ends when the process is to end.</summary>
    public Task Received => _signal.Received;

    /// <summary>Registers. What fails is told to <paramref name="onError"/>: the function works without the notice.</summary>
    /// <param name="client">A client for nothing else; the notice disposes of it.</param>
    /// <param name="onError">Told of a registration that failed.</param>
    /// <param name="cancellation">Gives up registering.</param>
    public static async Task<ShutdownNotice> OpenAsync(
        RuntimeClient client,
        Action<ApiError>? onError,
        CancellationToken cancellation
    )
    {
        var notice = new ShutdownNotice(client);
        var registered = await client.Session.RegisterExtensionAsync(ExtensionName, cancellation).ConfigureAwait(false);
        if (registered.TryGet(out var identifier, out var error))
        {
            _ = client.Session.ExtensionNextAsync(identifier, CancellationToken.None);
        }
        else
        {
            onError?.Invoke(error);
        }

        return notice;
    }

    public void Dispose()
    {
        _signal.Dispose();
        _client.Dispose();
    }
}
