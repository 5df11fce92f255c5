using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LambdaClient.Behaviour;

/// <summary>The adapter's process.</summary>
internal sealed partial class Adapter : IDisposable
{
    private const int Sigterm = 15;

    // The variables of the function and of the suite that an adapter reads: it finds those that are given, and no others.
    private static readonly string[] Reserved =
    [
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_LAMBDA_MAX_CONCURRENCY",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_LEVEL",
        "BEHAVIOUR_ACTIONS",
        "BEHAVIOUR_INIT_ERROR",
        "BEHAVIOUR_HOOKS",
        "BEHAVIOUR_POLLERS",
        "BEHAVIOUR_ERRORS",
    ];

    private readonly Process _process;
    private readonly Task _listening;
    private readonly Task<string> _complained;
    private readonly List<string> _said = [];
    private TaskCompletionSource _spoke = NewSignal();

    private Adapter(Process process)
    {
        _process = process;
        process.StandardInput.Close();
        _listening = ListenAsync();
        _complained = process.StandardError.ReadToEndAsync();
        Ended = process.WaitForExitAsync();
    }

    /// <summary>Completes when the process has ended.</summary>
    public Task Ended { get; }

    /// <summary>The resident memory of the process, in KiB.</summary>
    public long ResidentKib
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1024;
        }
    }

    /// <summary>Starts it with some variables; the others are those of the language and of this process.</summary>
    public static Adapter Start(Language language, IReadOnlyDictionary<string, string?> variables, Folders folders)
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
        // So that a line of the log is told from what the adapter says.
        environment["AWS_LAMBDA_LOG_FORMAT"] = "JSON";
        foreach (var name in Reserved)
        {
            environment.Remove(name);
        }

        foreach (var (name, value) in variables.Where(pair => pair.Value is not null))
        {
            environment[name] = value;
        }

        foreach (var (name, value) in language.Environment)
        {
            environment[name] = value;
        }

        return new Adapter(Process.Start(start)!);
    }

    public void Terminate() => _ = Kill(_process.Id, Sigterm);

    /// <summary>Notes a line among those that it says.</summary>
    public void Note(string line)
    {
        lock (_said)
        {
            _said.Add(line);
            _spoke.SetResult();
            _spoke = NewSignal();
        }
    }

    /// <summary>Completes once what it said meets a condition, or once it has ended.</summary>
    public async Task HearAsync(Func<IReadOnlyList<string>, bool> condition)
    {
        while (true)
        {
            Task spoke;
            lock (_said)
            {
                if (condition(_said) || _listening.IsCompleted)
                {
                    return;
                }

                spoke = _spoke.Task;
            }

            await Task.WhenAny(spoke, _listening);
        }
    }

    /// <summary>Ends it if it has not ended, and tells what it said; the status is null if it had to be ended.</summary>
    public async Task<(int? Status, IReadOnlyList<string> Said, string Complained)> EndAsync()
    {
        var hasEnded = Ended.IsCompleted;
        if (!hasEnded)
        {
            _process.Kill(entireProcessTree: true);
        }

        await Ended;
        await _listening;
        return (hasEnded ? _process.ExitCode : null, _said, await _complained);
    }

    public void Dispose() => _process.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Note(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
