using LambdaClient.Native.Abi;

namespace LambdaClient.Native.Client;

/// <summary>The function's configuration as views that stay valid as long as the client.</summary>
internal sealed class FunctionText
{
    private readonly PinnedText _text = new();

    public FunctionText(RuntimeClient client, FunctionLogLevel logLevel, Func<string, string?> variable)
    {
        var function = client.Function;
        Value = new FunctionInfo
        {
            MemoryMb = (uint)(function.MemoryMegabytes ?? 0),
            Name = _text.Add(function.Name),
            Version = _text.Add(function.Version),
            LogGroup = _text.Add(function.LogGroup),
            LogStream = _text.Add(function.LogStream),
            Handler = _text.Add(function.Handler),
            TaskRoot = _text.Add(function.TaskRoot),
            LogLevel = (uint)logLevel,
            PollerCount = PollersAskedFor(variable),
            IsSnapStart = ProcessLife.IsSnapStart(variable) ? 1u : 0,
            Endpoint = _text.Add(client.Endpoint.Authority + client.Endpoint.Path),
        };
    }

    public FunctionInfo Value { get; }

    private static uint PollersAskedFor(Func<string, string?> variable) =>
        Concurrency.Choose(null, false, "", variable, static _ => { }).TryGet(out var asked, out _)
            ? (uint)asked.Pollers
            : 0;
}
