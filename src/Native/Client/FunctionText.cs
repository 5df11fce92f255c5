using LambdaClient.Native.Abi;

namespace LambdaClient.Native.Client;

/// <summary>The function's configuration as views that stay valid as long as the client.</summary>
internal sealed class FunctionText
{
    private readonly PinnedText _text = new();

    public FunctionText(FunctionConfiguration function, FunctionLogLevel logLevel)
    {
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
        };
    }

    public FunctionInfo Value { get; }
}
