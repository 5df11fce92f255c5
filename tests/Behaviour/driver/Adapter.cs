using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LambdaClient.Behaviour;

/// <summary>The adapter's process.</summary>
internal sealed partial class Adapter : IDisposable
{
    private const int Sigterm = 15;

    private readonly Process _process;
    private readonly Task<string> _said;
    private readonly Task<string> _complained;

    private Adapter(Process process)
    {
        _process = process;
        process.StandardInput.Close();
        _said = process.StandardOutput.ReadToEndAsync();
        _complained = process.StandardError.ReadToEndAsync();
        Ended = process.WaitForExitAsync();
    }

    /// <summary>Completes when the process has ended.</summary>
    public Task Ended { get; }

    public static Adapter Start(Language language, Scenario scenario, string? endpoint, Folders folders)
    {
        var start = new ProcessStartInfo(language.Command[0], language.Command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var environment = start.Environment;
        var libraries = Environment.GetEnvironmentVariable("LD_LIBRARY_PATH");
        environment["LD_LIBRARY_PATH"] = string.IsNullOrEmpty(libraries)
            ? folders.Library
            : $"{folders.Library}:{libraries}";
        Set("AWS_LAMBDA_RUNTIME_API", endpoint);
        Set("BEHAVIOUR_ACTIONS", scenario.Actions);
        Set("BEHAVIOUR_INIT_ERROR", scenario.InitError);
        foreach (var (name, value) in language.Environment)
        {
            environment[name] = value;
        }

        return new Adapter(Process.Start(start)!);

        void Set(string name, string? value)
        {
            environment.Remove(name);
            if (value is not null)
            {
                environment[name] = value;
            }
        }
    }

    public void Terminate() => _ = Kill(_process.Id, Sigterm);

    /// <summary>Ends it if it has not ended, and tells what it said; the status is null if it had to be ended.</summary>
    public async Task<(int? Status, IReadOnlyList<string> Said, string Complained)> EndAsync()
    {
        var hasEnded = Ended.IsCompleted;
        if (!hasEnded)
        {
            _process.Kill(entireProcessTree: true);
        }

        await Ended;
        var said = await _said;
        return (hasEnded ? _process.ExitCode : null, Lines(said), await _complained);
    }

    public void Dispose() => _process.Dispose();

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
