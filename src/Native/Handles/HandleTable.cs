namespace LambdaClient.Native.Handles;

/// <summary>
/// All handles of the process. A handle is a number made of a generation, a kind and a place; any other number, one whose
/// place was given up, and one of another kind are recognised, so a wrong handle gets a status and never another's object.
/// </summary>
internal static class HandleTable
{
    /// <summary>Where the kind begins in a handle.</summary>
    public const int KindShift = PlaceBits;

    private const int PlaceBits = 24;
    private const nint PlaceMask = (1 << PlaceBits) - 1;

    /// <summary>
    /// The first generation of every place, another one in each copy of the library: a process can hold two, and a handle of one is
    /// stale to the other. It comes from where this copy lies, and from the clock.
    /// </summary>
    public static readonly uint FirstGeneration = ChooseFirst();

    private static readonly Lock Gate = new();
    private static readonly Stack<Slot> Unused = new();
    private static volatile Slot[] _slots = [];
    private static int _count;

    /// <summary>A place for something new; null when all 16 million are taken.</summary>
    public static Slot? Add(HandleKind kind, object target)
    {
        lock (Gate)
        {
            if (!Unused.TryPop(out var slot))
            {
                if (_count == PlaceMask)
                {
                    return null;
                }

                slot = new Slot(_count++);
                Keep(slot);
            }

            slot.Fill(kind, target);
            return slot;
        }
    }

    /// <summary>The handle of a place as it is now.</summary>
    public static nint HandleOf(Slot slot) =>
        (nint)((ulong)slot.Generation << 32) | (nint)slot.Kind << KindShift | slot.Index + 1;

    /// <summary>Enters a handle's place; null for a handle that is not valid. The caller must <see cref="Leave"/>.</summary>
    public static Slot? Enter(nint handle, HandleKind kind)
    {
        var place = (int)(handle & PlaceMask) - 1;
        var slots = _slots;
        if ((int)((handle >> KindShift) & 0xFF) != (int)kind || (uint)place >= (uint)slots.Length)
        {
            return null;
        }

        var slot = slots[place];
        if (slot is null || !slot.TryEnter((uint)(handle >>> 32)))
        {
            return null;
        }

        if (slot.Kind == kind)
        {
            return slot;
        }

        Leave(slot);
        return null;
    }

    /// <summary>What stands where a handle stood earlier; null where it never stood for anything of that kind and place.</summary>
    public static object? Successor(nint handle, HandleKind kind)
    {
        var place = (int)(handle & PlaceMask) - 1;
        var slots = _slots;
        return
            (uint)place < (uint)slots.Length
            && slots[place] is { } slot
            && slot.Kind == kind
            && (uint)(handle ^ HandleOf(slot)) == 0
            && (uint)(handle >>> 32) is var generation
            && generation >= FirstGeneration
            && generation < slot.Generation
            ? slot.Target
            : null;
    }

    /// <summary>Gives up a place by whoever owns it, whatever its generation is by now.</summary>
    public static void Close(Slot slot)
    {
        while (!slot.TryEnter(slot.Generation)) { }

        slot.TryClose();
        Leave(slot);
    }

    /// <summary>Gives up a handle's place: it is freed when everybody has left. A handle that is not valid is ignored.</summary>
    public static void Close(nint handle, HandleKind kind)
    {
        if (Enter(handle, kind) is { } slot)
        {
            slot.TryClose();
            Leave(slot);
        }
    }

    public static void Leave(Slot slot)
    {
        if (!slot.Leave())
        {
            return;
        }

        (slot.Target as IDisposable)?.Dispose();
        lock (Gate)
        {
            slot.Free();
            Unused.Push(slot);
        }
    }

    private static unsafe uint ChooseFirst()
    {
        fixed (byte* here = "lambdaclient"u8)
        {
            // The upper half stays free: no slot is renewed two thousand million times.
            return HashCode((ulong)here ^ (ulong)Environment.TickCount64 << 40) & int.MaxValue | 1;
        }
    }

    // The finaliser of MurmurHash3, 64 bits: every bit of the input reaches every bit of the output.
    private static uint HashCode(ulong bits)
    {
        bits = (bits ^ bits >> 33) * 0xff51afd7ed558ccd;
        bits = (bits ^ bits >> 33) * 0xc4ceb9fe1a85ec53;
        return (uint)(bits ^ bits >> 33);
    }

    private static void Keep(Slot slot)
    {
        var slots = _slots;
        if (slot.Index >= slots.Length)
        {
            var larger = new Slot[Math.Max(16, slots.Length * 2)];
            slots.CopyTo(larger, 0);
            slots = larger;
        }

        slots[slot.Index] = slot;
        _slots = slots;
    }
}
