namespace LambdaClient.Native.Handles;

/// <summary>
/// One place in the handle table. Its state is one word: the generation that a handle must match, whether the place is
/// being given up, and how many calls are inside. The last call to leave a place that is being given up frees it.
/// </summary>
internal sealed class Slot(int index)
{
    private const long OneUser = 1;
    private const long Closing = 1L << 31;
    private const long OneGeneration = 1L << 32;
    private const long UserMask = Closing - 1;

    // A free place is one that is being given up, with nobody inside: no handle enters it, a forged one neither.
    private long _state = (long)HandleTable.FirstGeneration << 32 | Closing;

    public int Index => index;

    public HandleKind Kind { get; private set; }

    public object? Target { get; private set; }

    public uint Generation => (uint)(Volatile.Read(ref _state) >>> 32);

    /// <summary>The place begins to stand for something.</summary>
    public void Fill(HandleKind kind, object target)
    {
        Kind = kind;
        Target = target;
        Interlocked.And(ref _state, ~Closing);
    }

    /// <summary>Enters, if the generation is right and the place is not being given up.</summary>
    public bool TryEnter(uint generation)
    {
        var state = Volatile.Read(ref _state);
        while ((uint)(state >>> 32) == generation && (state & Closing) == 0)
        {
            var seen = Interlocked.CompareExchange(ref _state, state + OneUser, state);
            if (seen == state)
            {
                return true;
            }

            state = seen;
        }

        return false;
    }

    /// <summary>Leaves; true when the caller was the last one in a place that is being given up, and has to free it.</summary>
    public bool Leave()
    {
        var state = Interlocked.Add(ref _state, -OneUser);
        return (state & Closing) != 0 && (state & UserMask) == 0;
    }

    /// <summary>Lets nobody else enter; false when somebody gave the place up before. The caller is inside.</summary>
    public bool TryClose()
    {
        var before = Interlocked.Or(ref _state, Closing);
        return (before & Closing) == 0;
    }

    /// <summary>Makes every handle of the present generation stale, whoever is inside.</summary>
    public void Renew() => Interlocked.Add(ref _state, OneGeneration);

    /// <summary>The same, unless it was done already.</summary>
    public bool TryRenew(uint generation)
    {
        var state = Volatile.Read(ref _state);
        while ((uint)(state >>> 32) == generation)
        {
            var seen = Interlocked.CompareExchange(ref _state, state + OneGeneration, state);
            if (seen == state)
            {
                return true;
            }

            state = seen;
        }

        return false;
    }

    /// <summary>The place is free: empty, of another generation.</summary>
    public void Free()
    {
        Target = null;
        var generation = Generation == uint.MaxValue ? HandleTable.FirstGeneration : Generation + 1;
        Volatile.Write(ref _state, (long)generation << 32 | Closing);
    }
}
