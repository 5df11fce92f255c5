using System.Diagnostics;

namespace LambdaClient.Emulator.Tests.Support;

/// <summary>What a program did from its start to its end.</summary>
internal sealed record Ran(int ExitCode, string Output, string Error);

/// <summary>Runs other programs: curl, and the emulator's own command line.</summary>
internal static class Programs
{
    private static readonly string EmulatorPath = Path.Combine(AppContext.BaseDirectory, "LambdaClient.Emulator.dll");

    public static void NeedCurl() => Need("curl");

    public static void NeedBashAndCurl()
    {
        Need("bash");
        Need("curl");
    }

    public static Task<Ran> CurlAsync(params string[] arguments) =>
        RunAsync("curl", ["--silent", "--show-error", "--max-time", "30", "--noproxy", "*", .. arguments]);

    /// <summary>Runs a line as somebody types it into a shell.</summary>
    public static Task<Ran> ShellAsync(string line) => RunAsync("bash", ["-c", line]);

    public static Task<Ran> EmulatorAsync(params string[] arguments) => EmulatorAsync(arguments, input: "");

    public static Task<Ran> EmulatorAsync(string[] arguments, string input) =>
        RunAsync("dotnet", [EmulatorPath, .. arguments], input);

    /// <summary>The command line as it begins in a shell.</summary>
    public static string EmulatorCommand => $"dotnet {EmulatorPath}";

    /// <summary>Runs the emulator in a certain folder.</summary>
    public static Task<Ran> EmulatorInAsync(string folder, params string[] arguments) =>
        RunAsync("env", ["--chdir", folder, "dotnet", EmulatorPath, .. arguments]);

    /// <summary>Starts the emulator's command line without waiting for its end.</summary>
    /// <remarks>A shell's background job ignores SIGINT, and so do its children unless they are told otherwise.</remarks>
    public static Process StartEmulator(params string[] arguments) =>
        Start("env", ["--default-signal=INT", "dotnet", EmulatorPath, .. arguments]);

    public static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Whether a process does anything any more; one that is dead but not yet collected by its parent does not.</summary>
    public static bool IsRunning(string processId)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{processId}/stat");
            return status[status.LastIndexOf(')') + 2] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<Ran> RunAsync(string program, string[] arguments, string input = "")
    {
        using var process = Start(program, arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    /// <summary>Waits for the end and reads what is left of the output.</summary>
    public static async Task<Ran> EndAsync(Process process)
    {
        var token = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(token);
        var error = process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token).Soon();
        return new Ran(process.ExitCode, await output.Soon(), await error.Soon());
    }

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static void Need(string program)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!path.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            Assert.Skip($"{program} is not installed.");
        }
    }
}
