using System.CommandLine;
using LambdaClient.Emulator.Logging;

namespace LambdaClient.Emulator.CommandLine;

/// <summary><c>serve</c>: keep listening for callers and, unless a handler program was given, for a runtime.</summary>
internal sealed class ServeCommand
{
    private const int LambdaPort = 9001;

    private readonly FunctionSettings _settings;

    private ServeCommand(Command command, IReadOnlyList<string> program) =>
        _settings = new FunctionSettings(command, program, LambdaPort);

    public static Command Create(IReadOnlyList<string> program)
    {
        var command = new Command(
            "serve",
            $"""
            Keeps listening for invocations from curl, the AWS CLI or an SDK until Ctrl-C.

            With a program, runs it as the handler: it starts with the first event, and again with the next event after it crashed
            or timed out. Without one, waits for a runtime that you start yourself with AWS_LAMBDA_RUNTIME_API set to the address
            printed. What is to go wrong on purpose is posted to /emulator/faults (docs/emulator.md). A runtime that reported an init error is refused until the next invocation starts a new environment.

            Example: {CommandName.Actual} serve -- ./bootstrap
            """
        );
        var serve = new ServeCommand(command, program);
        command.SetAction(serve.InvokeAsync);
        return command;
    }

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = new InvocationReport();
        await using var reporting = report.ConfigureAwait(false);
        // Standard output may be full as well, and nobody shall wait for it.
        var output = new LogWriter(StandardStream.Output());
        await using var announcing = output.ConfigureAwait(false);
        var emulator = await _settings.StartAsync(parsed, report, cancellationToken).ConfigureAwait(false);
        await using (emulator.ConfigureAwait(false))
        {
            emulator.InvocationCompleted += outcome => report.Write(outcome, _settings.MemorySizeMb(parsed));
            var name = Uri.EscapeDataString(_settings.FunctionName(parsed));
            output.WriteLine(
                $"Listening: AWS_LAMBDA_RUNTIME_API={emulator.RuntimeApi}; try: "
                    + $"curl -d '{{}}' {emulator.BaseAddress}2015-03-31/functions/{name}/invocations"
            );
            var stopped = new TaskCompletionSource();
            using var registration = cancellationToken.Register(stopped.SetResult);
            await stopped.Task.ConfigureAwait(false);
            report.Stopping();
        }

        return ExitCode.Success;
    }
}
