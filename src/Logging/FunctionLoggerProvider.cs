using Microsoft.Extensions.Logging;

namespace LambdaClient;

/// <summary>Writes what <c>Microsoft.Extensions.Logging</c> is given to a <see cref="FunctionLog"/>.</summary>
/// <remarks>
/// Safe on any thread. An event belongs to <see cref="Invocation.Current"/>. A line of JSON has the fields <c>category</c>,
/// <c>eventId</c> and <c>eventName</c> where they are set, the values of the message's placeholders, and those of the scopes;
/// scopes that are plain text stand in <c>scope</c>, the outermost first. Text has the message alone.
/// </remarks>
[ProviderAlias("FunctionLog")]
public sealed class FunctionLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly FunctionLog _log;
    private volatile IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    /// <summary>A provider over a log.</summary>
    /// <param name="log">The log; null opens one with the defaults.</param>
    public FunctionLoggerProvider(FunctionLog? log = null) => _log = log ?? FunctionLog.Open();

    internal IExternalScopeProvider Scopes => _scopes;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new FunctionLogger(_log, categoryName, this);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <summary>Does nothing: a log holds nothing that has to be closed.</summary>
    public void Dispose() { }
}
