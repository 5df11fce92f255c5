using LambdaClient.Native.Posix;

namespace LambdaClient.Native.Runtime;

/// <summary>
/// The thread that looks for handlers near their deadlines: one for the process, from the first event that has a deadline to the
/// close of the last client that had one.
/// </summary>
/// <remarks>
/// An event costs it no system call: it sleeps until the first handler that it saw would be late, and finds the later ones when it
/// wakes. It is woken where it sleeps without an end, or would come too late.
/// </remarks>
internal static class Watcher
{
    // A line that comes so many milliseconds late is early enough, and the coarse clock is not better.
    private const long Slack = 20;
    private const int StackBytes = 256 * 1024;

    // What a host does with these is its own; the rest are faults, and what the runtime stops threads with.
    private const ulong HostSignals =
        0x7FFF_FFFF & ~((1UL << 3) | (1UL << 4) | (1UL << 5) | (1UL << 6) | (1UL << 7) | (1UL << 10));

    private static readonly object Gate = new();
    private static readonly List<OverrunTrace> Watched = [];
    private static bool _isRunning;
    private static bool _isWoken;

    // In milliseconds; the largest while it looks, and while it sleeps without an end.
    private static long _wakesAt = long.MaxValue;

    public static void Add(OverrunTrace trace)
    {
        lock (Gate)
        {
            Watched.Add(trace);
            if (!_isRunning)
            {
                try
                {
                    new Thread(Run, StackBytes) { IsBackground = true }.Start();
                    _isRunning = true;
                }
                catch (Exception)
                {
                    // The trace is missing where a process has no room for a thread; the event is served.
                }
            }
        }
    }

    public static void Remove(OverrunTrace trace)
    {
        lock (Gate)
        {
            Watched.Remove(trace);
            Wake();
        }
    }

    /// <summary>A handler that began has to be looked at when this time is over.</summary>
    public static void LookIn(TimeSpan wait)
    {
        // Either this sees that the watcher looks, or the watcher sees the handler.
        Interlocked.MemoryBarrier();
        if (Environment.TickCount64 + (long)wait.TotalMilliseconds + Slack < Volatile.Read(ref _wakesAt))
        {
            lock (Gate)
            {
                Wake();
            }
        }
    }

    private static void Wake()
    {
        _isWoken = true;
        Monitor.Pulse(Gate);
    }

    private static unsafe void Run()
    {
        var signals = new LibC.SignalSet { First64 = HostSignals };
        _ = LibC.SignalMask(LibC.MaskBlock, &signals, null);
        try
        {
            while (Look()) { }
        }
        catch (Exception)
        {
            // Nobody waits for this thread's result, and it must not end the process.
        }
    }

    /// <summary>Looks once and sleeps; false once nothing is watched.</summary>
    private static bool Look()
    {
        OverrunTrace[] watched;
        lock (Gate)
        {
            _isRunning = Watched.Count > 0;
            if (!_isRunning)
            {
                return false;
            }

            watched = Watched.ToArray();
            _isWoken = false;
            Interlocked.Exchange(ref _wakesAt, long.MaxValue);
        }

        var nearest = long.MaxValue;
        foreach (var trace in watched)
        {
            if (trace.Look() is { } wait)
            {
                // A fraction more: a thread that wakes too early only sleeps again.
                nearest = Math.Min(nearest, Environment.TickCount64 + (long)wait.TotalMilliseconds + 1);
            }
        }

        lock (Gate)
        {
            Volatile.Write(ref _wakesAt, nearest);
            if (!_isWoken)
            {
                var wait = Math.Min(nearest - Environment.TickCount64, int.MaxValue);
                Monitor.Wait(Gate, nearest == long.MaxValue ? Timeout.Infinite : (int)Math.Max(wait, 0));
            }
        }

        return true;
    }
}
