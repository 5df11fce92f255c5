namespace LambdaClient.Native.Handles;

/// <summary>A stay inside a handle's place, as a <c>using</c>.</summary>
internal readonly ref struct Scope<T>
    where T : class
{
    private readonly Slot? _slot;

    public Scope(nint handle, HandleKind kind)
    {
        _slot = HandleTable.Enter(handle, kind);
        Target = _slot?.Target as T;
    }

    /// <summary>What the handle stands for; null for a handle that is not valid.</summary>
    public T? Target { get; }

    /// <summary>Gives the place up: it is freed when everybody has left.</summary>
    public void Close() => _slot?.TryClose();

    public void Dispose()
    {
        if (_slot is { } slot)
        {
            HandleTable.Leave(slot);
        }
    }
}
