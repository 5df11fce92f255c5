using System.CommandLine;
using System.CommandLine.Parsing;
using LambdaClient.Emulator.Logging;

namespace LambdaClient.Emulator.CommandLine;

/// <summary><c>serve</c>: keep listening for callers and, unless a handler program was given, for a runtime.</summary>
internal sealed class ServeCommand
{
    private const int LambdaPort = 9001;

    private readonly Option<string> _config = new("--config")
    {
        Description = "File that describes several functions, such as lambdaclient.json.",
        HelpName = "FILE",
    };

    private readonly Option<int> _urlPort = NumberOption.Create(
        "--url-port",
        "TCP port of the function's URL, at which any HTTP request is an event; 0 takes any free one.",
        "PORT",
        0,
        value => value is >= 0 and <= 65_535,
        "a port from 0 to 65535"
    );

    private readonly FunctionSettings _settings;

    private ServeCommand(Command command, IReadOnlyList<string> program)
    {
        command.Add(_config);
        // Nothing is not the same as any port.
        _urlPort.DefaultValueFactory = null;
        command.Add(_urlPort);
        _settings = new FunctionSettings(command, program, LambdaPort, takesFunctions: true);
    }

    public static Command Create(IReadOnlyList<string> program)
    {
        var command = new Command(
            "serve",
            $"""
            Keeps listening for invocations from curl, the AWS CLI or an SDK until Ctrl-C.

            With a program, runs it as the handler: it starts with the first event, and again with the next event after it crashed
            or timed out. Without one, waits for a runtime that you start yourself with AWS_LAMBDA_RUNTIME_API set to the address
            printed. Several functions share the port: give NAME=COMMAND for each, or a file with --config. Faults are requested at
            /emulator/faults (docs/emulator.md). A runtime that reported an init error is refused until the next invocation starts
            a new environment.

            Examples: {CommandName.Actual} serve -- ./bootstrap
                      {CommandName.Actual} serve orders=./orders/bootstrap 'mail=node mail.js'
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
        // Nor does an answer wait for a reader of standard output.
        var output = new LogWriter(StandardStream.Output());
        await using var announcing = output.ConfigureAwait(false);
        var emulators = await _settings
            .StartAsync(parsed, Functions(parsed, report), report, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            foreach (var emulator in emulators)
            {
                InvocationReport.FollowInvocations(emulator);
                output.WriteLine(Announcement(emulator, isAlone: emulators.Count == 1));
                if (emulator.FunctionUrl is { } url)
                {
                    output.WriteLine($"Function URL of {emulator.Options.FunctionName}: {url}");
                }
            }

            var stopped = new TaskCompletionSource();
            using var registration = cancellationToken.Register(stopped.SetResult);
            await stopped.Task.ConfigureAwait(false);
            report.Stopping();
        }
        finally
        {
            await Task.WhenAll(emulators.Select(emulator => emulator.DisposeAsync().AsTask())).ConfigureAwait(false);
        }

        return ExitCode.Success;
    }

    private List<EmulatorOptions> Functions(ParseResult parsed, InvocationReport report)
    {
        var alone = _settings.Options(parsed, report);
        if (parsed.GetResult(_urlPort) is not null)
        {
            alone = alone with { FunctionUrlPort = parsed.GetValue(_urlPort) };
        }

        var pairs = _settings.Functions(parsed);
        var file = parsed.GetValue(_config);
        if (pairs.Count == 0 && file is null)
        {
            return [alone];
        }

        if (alone.Handler is not null || _settings.IsNamed(parsed))
        {
            throw new UsageException(
                "Several functions have their names and programs in NAME=COMMAND or --config; leave out --function-name and '--'."
            );
        }

        var program = _settings.Program(parsed, ["-"]);
        List<EmulatorOptions> functions =
        [
            .. file is null ? [] : FunctionFile.Read(file, alone, program),
            .. pairs.Select(pair => Of(pair, alone, program)),
        ];
        return functions.Count == 1
            ? functions
            : functions.ConvertAll(it => it with { Log = new NamedLog(report.Log, it.FunctionName) });
    }

    private static EmulatorOptions Of(string pair, EmulatorOptions common, HandlerProgram program)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        List<string> command = [.. CommandLineParser.SplitCommandLine(pair[(equals + 1)..])];
        return common with
        {
            FunctionName = pair[..equals],
            Handler = command.Count == 0 ? null : program with { Path = command[0], Arguments = [.. command.Skip(1)] },
        };
    }

    private static string Announcement(LambdaEmulator emulator, bool isAlone)
    {
        var name = Uri.EscapeDataString(emulator.Options.FunctionName);
        return $"Listening{(isAlone ? "" : $" for {name}")}: AWS_LAMBDA_RUNTIME_API={emulator.RuntimeApi}; try: "
            + $"curl -d '{{}}' {emulator.BaseAddress}2015-03-31/functions/{name}/invocations";
    }
}
