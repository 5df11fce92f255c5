using System.ComponentModel;
using LambdaClient.Emulator.Logging;

namespace LambdaClient.Emulator.Handler;

/// <summary>The handler program while it runs.</summary>
internal sealed class HandlerProcess
{
    // A child that was told to end is gone in a blink; one the system cannot end must not hold us up.
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(2);
    private const int MostBlinks = 100;

    // The system may be unable to end a process, such as one that waits for a disk.
    private static readonly TimeSpan TimeAfterSigkill = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<HandlerExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HandlerFamily _family;
    private readonly HandlerOutput _output;
    private readonly TimeProvider _clock;
    private readonly long _startedAt;
    private readonly Action<HandlerExit> _onEnd;
    private long? _initialisedAt;
    private int? _peakMemoryMb;
    private bool _initReported;
    private bool _isCollected;
    private volatile HandlerStop _stop;

    private HandlerProcess(
        string file,
        HandlerFamily family,
        HandlerOutput output,
        TimeProvider clock,
        long startedAt,
        Action<HandlerExit> onEnd
    )
    {
        File = file;
        _family = family;
        _output = output;
        _clock = clock;
        _startedAt = startedAt;
        _onEnd = onEnd;
        new Thread(FollowToTheEnd) { IsBackground = true, Name = "handler end" }.Start();
    }

    /// <summary>The id of the process.</summary>
    public int Id => _family.Leader;

    /// <summary>The file that was started.</summary>
    public string File { get; }

    /// <summary>Whether it has had an event.</summary>
    public bool IsInitialised
    {
        get
        {
            lock (_gate)
            {
                return _initialisedAt is not null;
            }
        }
    }

    /// <summary>Completes when the program has ended.</summary>
    public Task<HandlerExit> Ended => _ended.Task;

    /// <summary>Starts the program with the environment that Lambda gives a runtime.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">What function it is.</param>
    /// <param name="runtimeApi">Where it finds the Runtime API.</param>
    /// <param name="log">Where what it writes is passed on to, or null.</param>
    /// <param name="onEnd">Called when it has ended, before <see cref="Ended"/> completes.</param>
    /// <exception cref="HandlerStartException">The system cannot start it.</exception>
    public static HandlerProcess Start(
        HandlerProgram program,
        EmulatorOptions options,
        string runtimeApi,
        ILog? log,
        Action<HandlerExit> onEnd
    )
    {
        var path = ProgramFile.Find(program.Path, program.Folder);
        var environment = HandlerEnvironment.Inherited(program);
        var family = new HandlerFamily();
        HandlerEnvironment.Apply(environment, program, options, runtimeApi);
        environment[HandlerFamily.Variable] = family.Mark;
        var output = new HandlerOutput(log);
        long startedAt;
        try
        {
            (family.Leader, startedAt) = ProgramStart.Start(
                path,
                [program.Path, .. program.Arguments],
                environment,
                program.Folder,
                output.Output,
                output.Error,
                options.TimeProvider
            );
        }
        catch (Win32Exception refused)
        {
            output.Dispose();
            throw ProgramFile.Refused(program.Path, ProgramFile.Explain(path, refused.NativeErrorCode));
        }

        output.Start();
        return new HandlerProcess(path, family, output, options.TimeProvider, startedAt, onEnd);
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

    /// <summary>What the program did up to the end of an invocation. Each call covers the time since the last.</summary>
    public HandlerReport Report()
    {
        lock (_gate)
        {
            SampleMemory();
            TimeSpan? init = _initReported
                ? null
                : _clock.GetElapsedTime(_startedAt, _initialisedAt ?? _clock.GetTimestamp());
            _initReported = true;
            var exit = Ended.IsCompletedSuccessfully ? Ended.Result : null;
            return new HandlerReport(_output.TakeTail(), _peakMemoryMb, init, exit);
        }
    }

    /// <summary>Waits until the program has ended, but not longer than it may take.</summary>
    public Task WaitForEndAsync(TimeSpan limit) => IsDoneWithin(Ended, limit);

    /// <summary>Ends the program and its descendants, and waits until they are gone.</summary>
    /// <param name="afterSigterm">How long they may take once they have SIGTERM; null sends SIGKILL at once.</param>
    /// <returns>Whether they are gone; false if the system does not end them.</returns>
    public async Task<bool> ShutDownAsync(TimeSpan? afterSigterm)
    {
        if (!Ended.IsCompleted)
        {
            if (afterSigterm is { } limit)
            {
                _stop = HandlerStop.Terminated;
                // Its time runs from before the signal, so that no answer to the signal can come first.
                var ended = IsDoneWithin(Ended, limit);
                Signal(LibC.SigTerm);
                if (await ended.ConfigureAwait(false))
                {
                    return await IsDoneWithin(_gone.Task, TimeAfterSigkill).ConfigureAwait(false);
                }
            }

            _stop = afterSigterm is null ? HandlerStop.Killed : HandlerStop.KilledLate;
            Signal(LibC.SigKill);
        }

        return await IsDoneWithin(_gone.Task, TimeAfterSigkill).ConfigureAwait(false);
    }

    private async Task<bool> IsDoneWithin(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, _clock).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Signal(int signal)
    {
        lock (_gate)
        {
            if (!_isCollected)
            {
                _family.Signal(signal);
            }
        }
    }

    private bool KillDescendants()
    {
        lock (_gate)
        {
            return _family.KillDescendants();
        }
    }

    private void SampleMemory() => _peakMemoryMb = ProcessMemory.PeakMb(Id) ?? _peakMemoryMb;

    private void FollowToTheEnd()
    {
        var reason = LibC.WaitForEnd(Id);
        _output.Drain();
        var exit = new HandlerExit
        {
            ExitStatus = reason?.ExitStatus ?? 0,
            Description = reason?.Describe() ?? "Runtime exited without providing a reason",
            Stop = _stop,
        };
        _onEnd(exit);
        _ended.SetResult(exit);

        // Its id stays its own until it is collected, and with it the session by which its descendants are found.
        for (var i = 0; i < MostBlinks && KillDescendants(); i++)
        {
            Thread.Sleep(Blink);
        }

        _output.Dispose();
        lock (_gate)
        {
            LibC.Collect(Id);
            _isCollected = true;
        }

        _gone.SetResult();
    }
}
