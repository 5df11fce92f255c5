using System.Diagnostics;
using System.Runtime.CompilerServices;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>The package that <c>dotnet tool install</c> takes, from a folder into an empty place.</summary>
public sealed class ToolTests : IDisposable
{
    // It builds and packs, on a machine that may be busy.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emulator-tests-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_tool_is_installed_and_runs_a_handler_under_its_name()
    {
        Programs.NeedBashAndCurl();
        var packages = Path.Combine(_folder.FullName, "packages");
        var tools = Path.Combine(_folder.FullName, "tools");
        await DotnetAsync(
            "pack",
            Source(),
            "-p:AsTool=true",
            $"-p:ArtifactsPath={Path.Combine(_folder.FullName, "build")}",
            "--output",
            packages
        );
        await DotnetAsync("tool", "install", "LambdaClient.Tool", "--tool-path", tools, "--source", packages);
        using var handler = new BashHandler("respond \"[$event]\"");
        var tool = Path.Combine(tools, "lambdaclient");

        var ran = await Programs.ShellAsync($"{tool} run --data 1 -- {handler.Path}");
        var help = await Programs.ShellAsync($"{tool} run --help");

        Assert.Equal((0, "[1]\n"), (ran.ExitCode, ran.Output));
        Assert.Contains("\nUsage:\n  lambdaclient run ", help.Output, StringComparison.Ordinal);
        Assert.Contains("Example: lambdaclient run ", help.Output, StringComparison.Ordinal);
    }

    private async Task DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token).WaitAsync(Limit, Token);
        Assert.True(process.ExitCode == 0, await output + await error);
    }

    private static string Source([CallerFilePath] string here = "") =>
        Path.GetFullPath("../../src/Emulator", Path.GetDirectoryName(here)!);
}
