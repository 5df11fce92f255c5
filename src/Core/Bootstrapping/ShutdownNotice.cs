using LambdaClient.Transports;

namespace LambdaClient;

/// <summary>
/// Makes the service announce the end of the execution environment: registers an internal extension without events, over a
/// connection of its own, parks on it, and listens for SIGTERM (AWS Lambda Developer Guide, "Lambda execution environment").
/// </summary>
internal sealed class ShutdownNotice : IDisposable
{
    private const string ExtensionName = "lambdaclient-shutdown";

    private readonly Session _session;
    private readonly TerminationSignal _signal = new();

    private ShutdownNotice(Session session) => _session = session;

    /// <summary>Ends when the process is to end.</summary>
    public Task Received => _signal.Received;

    /// <summary>Registers. What fails is told to <paramref name="onError"/>: the function works without the notice.</summary>
    public static async Task<ShutdownNotice> OpenAsync(
        RuntimeClientOptions options,
        Endpoint endpoint,
        Action<ApiError>? onError,
        CancellationToken cancellation
    )
    {
        var notice = new ShutdownNotice(
            new Session(options, endpoint, options.Transport?.Invoke() ?? new SocketTransport())
        );
        var registered = await notice
            ._session.RegisterExtensionAsync(ExtensionName, cancellation)
            .ConfigureAwait(false);
        if (registered.TryGet(out var identifier, out var error))
        {
            _ = notice._session.ExtensionNextAsync(identifier, CancellationToken.None);
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
        _session.Dispose();
    }
}
