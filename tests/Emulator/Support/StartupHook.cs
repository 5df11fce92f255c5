using System.Diagnostics.Tracing;

/// <summary>
/// Runs in the emulator's own process before it, where <c>DOTNET_STARTUP_HOOKS</c> names this assembly: writes the name of each
/// method that is compiled, in that order, to the file that <c>COMPILED_METHODS</c> names.
/// </summary>
/// <remarks>The runtime looks for a class of this name outside any namespace.</remarks>
internal static class StartupHook
{
#pragma warning disable CA1823, IDE0052 // It listens for as long as it is kept.
    private static Listener? _listener;
#pragma warning restore CA1823, IDE0052

    public static void Initialize() => _listener = new Listener();

    private sealed class Listener : EventListener
    {
        private const EventKeywords Compilations = (EventKeywords)0x10;
        private readonly StreamWriter _file = new(Environment.GetEnvironmentVariable("COMPILED_METHODS")!)
        {
            AutoFlush = true,
        };

        protected override void OnEventSourceCreated(EventSource source)
        {
            if (source.Name == "Microsoft-Windows-DotNETRuntime")
            {
                EnableEvents(source, EventLevel.Verbose, Compilations);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs written)
        {
            if (written.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) is not true)
            {
                return;
            }

            // Bits 7 to 9 say by what: code that runs often is compiled again in the background, which nothing waits for.
            var by = (Convert.ToInt64(Value("MethodFlags"), null) >> 7) & 7;
            if (by is 1 or 2 or 3)
            {
                _file.WriteLine($"{Value("MethodNamespace")}.{Value("MethodName")}");
            }

            object? Value(string name) => written.Payload![written.PayloadNames!.IndexOf(name)];
        }
    }
}
