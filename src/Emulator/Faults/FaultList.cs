namespace LambdaClient.Emulator.Faults;

/// <summary>
/// The faults that wait for their calls, in the order in which they were added: of several that fit a call, the first one strikes.
/// A call that waits already is not struck any more. Safe for use from many threads.
/// </summary>
public sealed class FaultList
{
    private const int Most = 1000;

    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];

    internal FaultList() { }

    /// <summary>Asks for a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <exception cref="ArgumentException">The fault cannot be, or 1000 wait already.</exception>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Misfit is { } misfit)
        {
            throw new ArgumentException(misfit);
        }

        lock (_gate)
        {
            if (_faults.Count >= Most)
            {
                throw new ArgumentException($"{Most} faults wait already; clear them first.");
            }

            _faults.Add(fault);
        }
    }

    /// <summary>The faults that wait; <see cref="Fault.Times"/> says how often each strikes yet.</summary>
    public IReadOnlyList<Fault> Snapshot()
    {
        lock (_gate)
        {
            return [.. _faults];
        }
    }

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    /// <summary>Takes the fault that strikes this call, or null.</summary>
    internal Fault? Take(FaultCall call)
    {
        lock (_gate)
        {
            var place = _faults.FindIndex(fault => fault.Call == call);
            if (place < 0)
            {
                return null;
            }

            var fault = _faults[place];
            if (fault.Times > 1)
            {
                _faults[place] = fault with { Times = fault.Times - 1 };
            }
            else
            {
                _faults.RemoveAt(place);
            }

            return fault with
            {
                Times = 1,
            };
        }
    }
}
