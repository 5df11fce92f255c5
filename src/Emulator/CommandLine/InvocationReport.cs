namespace LambdaClient.Emulator.CommandLine;

/// <summary>What is written to standard error about invocations and the handler program.</summary>
internal static class InvocationReport
{
    /// <summary>Writes the REPORT line and, if the handler program ended by itself, how.</summary>
    public static void Write(InvocationOutcome outcome, int memorySizeMb)
    {
        Console.Error.WriteLine(ReportLine.Of(outcome, memorySizeMb));
        if (outcome.HandlerExit is { Stop: HandlerStop.None } exit)
        {
            Console.Error.WriteLine($"HANDLER {exit.Description}");
        }
    }

    /// <summary>Writes how the handler program took SIGTERM, if it was sent that, once the emulator has been disposed.</summary>
    public static void WriteEnd(LambdaEmulator emulator)
    {
        var exits = emulator.HandlerExits;
        if (exits.Count > 0 && exits[^1] is { Stop: HandlerStop.Terminated or HandlerStop.KilledLate } last)
        {
            var signals = last.Stop == HandlerStop.Terminated ? "SIGTERM" : "SIGTERM, then SIGKILL";
            Console.Error.WriteLine($"HANDLER {last.Description} Stopped: {signals}");
        }
    }
}
