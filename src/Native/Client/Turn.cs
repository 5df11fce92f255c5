namespace LambdaClient.Native.Client;

/// <summary>One thread's turn with a client, as a <c>using</c>: what overlaps it is refused, not queued.</summary>
internal readonly ref struct Turn
{
    private readonly ref int _isInUse;

    public Turn(ref int isInUse)
    {
        _isInUse = ref isInUse;
        IsMine = Interlocked.CompareExchange(ref isInUse, 1, 0) == 0;
    }

    public bool IsMine { get; }

    public void Dispose()
    {
        if (IsMine)
        {
            Volatile.Write(ref _isInUse, 0);
        }
    }
}
