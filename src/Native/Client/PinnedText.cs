using LambdaClient.Native.Abi;

namespace LambdaClient.Native.Client;

/// <summary>Texts at fixed addresses, each ended by a NUL, valid as long as this object is held.</summary>
internal sealed class PinnedText
{
    private readonly List<byte[]> _pinned = [];

    public View Add(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return default;
        }

        var bytes = Text.Pin(text);
        _pinned.Add(bytes);
        return Text.ViewOf(bytes);
    }
}
