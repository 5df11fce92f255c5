using LambdaClient.Emulator.Logging;

namespace LambdaClient.Emulator.CommandLine;

/// <summary>What is written to standard error about invocations, calls of the runtime and handler programs.</summary>
internal sealed class InvocationReport : IAsyncDisposable
{
    private bool _isStopping;
    private int _failedEnds;

    /// <summary>Standard error, which handler programs write to as well.</summary>
    public LogWriter Log { get; } = new(StandardStream.Error());

    /// <summary>Whether a handler program ended although nothing ended it.</summary>
    public bool HasHandlerFailed => Volatile.Read(ref _failedEnds) > 0;

    /// <summary>Writes how each handler program ends.</summary>
    public void FollowHandlers(LambdaEmulator emulator) =>
        emulator.HandlerEnded += exit => WriteEnd(exit, emulator.Options.Log!);

    /// <summary>Writes each call of the runtime.</summary>
    public static void FollowCalls(LambdaEmulator emulator) =>
        emulator.CallCompleted += call => emulator.Options.Log!.WriteLine(CallLine.Of(call));

    /// <summary>Writes a REPORT line for each invocation.</summary>
    public static void FollowInvocations(LambdaEmulator emulator) =>
        emulator.InvocationCompleted += outcome =>
            emulator.Options.Log!.WriteLine(ReportLine.Of(outcome, emulator.Options.MemorySizeMb));

    /// <summary>From now on a handler program that is killed is no news.</summary>
    public void Stopping() => Volatile.Write(ref _isStopping, true);

    public ValueTask DisposeAsync() => Log.DisposeAsync();

    private void WriteEnd(HandlerExit exit, ILog log)
    {
        var stopped = exit.Stop switch
        {
            HandlerStop.None => "",
            HandlerStop.Terminated => " Stopped: SIGTERM",
            HandlerStop.Killed => " Stopped: SIGKILL",
            _ => " Stopped: SIGTERM, then SIGKILL",
        };
        if (exit.Stop == HandlerStop.None)
        {
            Interlocked.Increment(ref _failedEnds);
        }

        if (exit.Stop != HandlerStop.Killed || !Volatile.Read(ref _isStopping))
        {
            log.WriteLine($"HANDLER {exit.Description}{stopped}");
        }
    }
}
