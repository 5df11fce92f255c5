using LambdaClient.Native.Abi;

namespace LambdaClient.Native.Objects;

/// <summary>The function's configuration as views that stay valid as long as the client.</summary>
internal sealed class FunctionText
{
    // Keeps the bytes that the views point to.
    private readonly List<byte[]> _pinned = [];

    public FunctionText(FunctionConfiguration function)
    {
        Value = new FunctionInfo
        {
            MemoryMb = (uint)(function.MemoryMegabytes ?? 0),
            Name = Pin(function.Name),
            Version = Pin(function.Version),
            LogGroup = Pin(function.LogGroup),
            LogStream = Pin(function.LogStream),
            Handler = Pin(function.Handler),
            TaskRoot = Pin(function.TaskRoot),
        };
    }

    public FunctionInfo Value { get; }

    private View Pin(string? text)
    {
        if (text is null)
        {
            return default;
        }

        var bytes = Text.Pin(text);
        _pinned.Add(bytes);
        return Text.ViewOf(bytes);
    }
}
