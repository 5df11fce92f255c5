using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>The first init and duration that are reported are the handler's, and not the emulator's own first time.</summary>
public sealed class FirstFiguresTests
{
    // Whatever a request passes on its way.
    private static readonly string[] OnTheWay =
    [
        "Microsoft.AspNetCore.",
        "System.IO.Pipelines.",
        "LambdaClient.Emulator.Hosting.",
        "LambdaClient.Emulator.RuntimeApi.",
        "LambdaClient.Emulator.Function.Runtime",
        "LambdaClient.Emulator.Function.Worker",
        "LambdaClient.Emulator.Function.Attempt",
    ];

    [Fact]
    public async Task Nothing_on_the_way_of_a_request_is_compiled_once_the_handler_is_started()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler("respond 1");
        var log = handler.Beside("compiled");

        var ran = await Programs.ShellAsync(
            $"DOTNET_STARTUP_HOOKS={typeof(FirstFiguresTests).Assembly.Location} COMPILED_METHODS={log} "
                + $"{Programs.EmulatorCommand} run --data 1 -- {handler.Path}"
        );

        Assert.Equal((0, "1\n"), (ran.ExitCode, ran.Output));
        var compiled = await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken);
        var started = Array.IndexOf(compiled, "LambdaClient.Emulator.Handler.ProgramStart.Start");
        var reported = Array.IndexOf(compiled, "LambdaClient.Emulator.ReportLine.Of");
        Assert.InRange(started, 1, reported);
        Assert.DoesNotContain(compiled[started..reported], IsOnTheWay);
        // They are seen at all.
        Assert.InRange(compiled[..started].Count(IsOnTheWay), 100, int.MaxValue);
    }

    private static bool IsOnTheWay(string method) =>
        OnTheWay.Any(prefix => method.StartsWith(prefix, StringComparison.Ordinal));
}
