using System.ComponentModel;
using System.Diagnostics;
using System.Net;

namespace LambdaClient.Emulator.Handler;

/// <summary>The handler program while it runs.</summary>
internal sealed class HandlerProcess
{
    // A child that was told to end is gone in a blink; one the system cannot end must not hold us up.
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(2);
    private const int MostBlinks = 100;

    private readonly Lock _gate = new();
    private readonly Process _process;
    private readonly MarkedProcesses _family;
    private readonly HandlerOutput _output;
    private readonly TimeProvider _clock;
    private readonly long _startedAt;
    private readonly int _processId;
    private long? _initialisedAt;
    private int? _peakMemoryMb;
    private bool _initReported;
    private volatile HandlerStop _stop;

    private HandlerProcess(
        Process process,
        MarkedProcesses family,
        HandlerOutput output,
        TimeProvider clock,
        long startedAt
    )
    {
        _process = process;
        _family = family;
        _processId = process.Id;
        _output = output;
        _clock = clock;
        _startedAt = startedAt;
        Exited = CleanUpAfterExitAsync();
    }

    /// <summary>
    /// Completes when the program has ended, what it left behind is cleared away and its output is read.
    /// </summary>
    public Task<HandlerExit> Exited { get; }

    /// <summary>Starts the program with the environment that Lambda gives a runtime.</summary>
    /// <exception cref="Win32Exception">The system cannot start it.</exception>
    public static HandlerProcess Start(HandlerProgram program, EmulatorOptions options, IPEndPoint runtimeApi)
    {
        var start = new ProcessStartInfo(program.Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in program.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var family = new MarkedProcesses();
        HandlerEnvironment.Apply(start.Environment, program, options, runtimeApi);
        start.Environment[MarkedProcesses.Variable] = family.Mark;
        var startedAt = options.TimeProvider.GetTimestamp();
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new HandlerProcess(
            process,
            family,
            new HandlerOutput(process, options.HandlerOutput),
            options.TimeProvider,
            startedAt
        );
    }

    /// <summary>
    /// An event has reached the program. Its peak memory is noted too, because a program that dies of this event leaves none to read.
    /// </summary>
    /// <param name="initialised">When the program first asked for an event, as a timestamp of the clock.</param>
    public void EventDelivered(long? initialised)
    {
        lock (_gate)
        {
            _initialisedAt ??= initialised;
            SampleMemory();
        }
    }

    /// <summary>What there is to say about the program at the end of an invocation. Each call covers the time since the last.</summary>
    public HandlerReport Report()
    {
        lock (_gate)
        {
            SampleMemory();
            TimeSpan? init = _initReported
                ? null
                : _clock.GetElapsedTime(_startedAt, _initialisedAt ?? _clock.GetTimestamp());
            _initReported = true;
            var exit = Exited.IsCompletedSuccessfully ? Exited.Result : null;
            return new HandlerReport(_output.TakeTail(), _peakMemoryMb, init, exit);
        }
    }

    /// <summary>Waits until the program has ended, but not longer than it may take.</summary>
    /// <returns>Whether it has ended.</returns>
    public async Task<bool> WaitForExitAsync(TimeSpan limit)
    {
        try
        {
            await Exited.WaitAsync(limit, _clock).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Ends the program and its children, and waits until they are gone.</summary>
    /// <param name="afterSigterm">How long they may take once they have SIGTERM; null sends SIGKILL at once.</param>
    public async Task ShutDownAsync(TimeSpan? afterSigterm)
    {
        if (Exited.IsCompleted)
        {
            return;
        }

        if (afterSigterm is { } limit)
        {
            _stop = HandlerStop.Terminated;
            // Its time runs from before the signal, so that no answer to the signal can come first.
            var ended = WaitForExitAsync(limit);
            Signal(LibC.SigTerm);
            if (await ended.ConfigureAwait(false))
            {
                return;
            }
        }

        _stop = afterSigterm is null ? HandlerStop.Killed : HandlerStop.KilledLate;
        Signal(LibC.SigKill);
        await Exited.ConfigureAwait(false);
    }

    private void Signal(int signal)
    {
        _family.Signal(signal);
        if (!OperatingSystem.IsLinux() && !_process.HasExited)
        {
            _ = LibC.Kill(_processId, signal);
        }
    }

    private void SampleMemory() => _peakMemoryMb = ProcessMemory.PeakMb(_processId) ?? _peakMemoryMb;

    private async Task<HandlerExit> CleanUpAfterExitAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        var stop = _stop;
        for (var i = 0; i < MostBlinks && _family.Signal(LibC.SigKill); i++)
        {
            await Task.Delay(Blink).ConfigureAwait(false);
        }

        _output.Dispose();
        var status = _process.ExitCode;
        _process.Dispose();
        return new HandlerExit
        {
            ExitStatus = status,
            Description = ExitReason.Describe(status),
            Stop = stop,
        };
    }
}
