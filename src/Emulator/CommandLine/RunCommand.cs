using System.CommandLine;
using System.Text;
using System.Threading.Channels;
using LambdaClient.Emulator.Invoke;

namespace LambdaClient.Emulator.CommandLine;

/// <summary><c>run</c>: start a handler, send it events, print its answers, stop it.</summary>
internal sealed class RunCommand
{
    private readonly Option<string[]> _events = new("--event")
    {
        Description = "File with an event in JSON, or '-' for standard input; may be repeated.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _data = new("--data")
    {
        Description = "An event as JSON text; may be repeated. Sent after those of --event.",
        HelpName = "JSON",
    };

    private readonly Option<bool> _lines = new("--lines")
    {
        Description =
            "Take each line of the files, or of standard input, as an event; a line of input is answered before the next is read.",
    };

    private readonly Option<bool> _stream = new("--stream")
    {
        Description = "Print a streamed response as it is written; not with --max-concurrency above 1.",
    };

    private readonly Option<int> _repeat = NumberOption.Create(
        "--repeat",
        "Send each event this many times in a row.",
        "N",
        1,
        value => value >= 1,
        "a number from 1 up"
    );

    private readonly Option<string> _clientContext = new("--client-context")
    {
        Description = "Client context sent with each event: JSON text, or a file that holds it.",
        HelpName = "JSON|FILE",
    };

    private readonly Option<string> _tenantId = new("--tenant-id")
    {
        Description = "Tenant id sent with each event.",
        HelpName = "ID",
    };

    private readonly FunctionSettings _settings;

    private RunCommand(Command command, IReadOnlyList<string> program)
    {
        command.Add(_events);
        command.Add(_data);
        command.Add(_lines);
        command.Add(_stream);
        command.Add(_repeat);
        command.Add(_clientContext);
        command.Add(_tenantId);
        _settings = new FunctionSettings(command, program, defaultPort: 0);
    }

    public static Command Create(IReadOnlyList<string> program)
    {
        var command = new Command(
            "run",
            $$"""
            Starts a handler program, sends it events, one after the other unless --max-concurrency lets more run at once, and prints
            each answer on its own line, in the order of the events.

            Without --event and --data, one event is read from standard input. Answers go to standard output, errors the function
            reported included; the handler's own output and a REPORT line for each invocation go to standard error.

            Exit status: 0 every event was answered; 1 at least one ended in a function error, a timeout or a crash, or the
            handler program ended by itself, even after its last answer; 2 the command line or an event cannot be used;
            3 the handler could not be started or did not come up.

            Example: {{CommandName.Actual}} run --data '{"name":"Ada"}' -- ./bootstrap
            """
        );
        var run = new RunCommand(command, program);
        command.SetAction(run.InvokeAsync);
        return command;
    }

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        _settings.RequireProgram();
        var source = new EventSource(
            parsed.GetValue(_events) ?? [],
            parsed.GetValue(_data) ?? [],
            ByLine: parsed.GetValue(_lines)
        );
        var template = new InvocationRequest
        {
            ClientContext = ReadClientContext(parsed.GetValue(_clientContext)),
            TenantId = parsed.GetValue(_tenantId),
        };
        if (parsed.GetValue(_stream) && _settings.MaxConcurrency(parsed) > 1)
        {
            throw new UsageException("--stream cannot keep several answers apart; leave out --max-concurrency.");
        }

        if (template.UnfitText is not null)
        {
            throw new UsageException("--tenant-id contains a control character; give it without.");
        }

        var report = new InvocationReport();
        await using var reporting = report.ConfigureAwait(false);
        using var interruption = cancellationToken.Register(report.Stopping);
        try
        {
            int exitCode;
            var emulators = await _settings
                .StartAsync(parsed, [_settings.Options(parsed, report)], report, cancellationToken)
                .ConfigureAwait(false);
            var emulator = emulators[0];
            await using (emulator.ConfigureAwait(false))
            {
                exitCode = await RunAsync(emulator, source, template, report, parsed, cancellationToken)
                    .ConfigureAwait(false);
                if (!await emulator.SettleAsync(cancellationToken).ConfigureAwait(false))
                {
                    report.Log.WriteLine(
                        "HANDLER answered its last event and did not ask for the next one within the function timeout"
                    );
                    exitCode = ExitCode.FunctionError;
                }

                report.Stopping();
            }

            return exitCode == ExitCode.Success && report.HasHandlerFailed ? ExitCode.FunctionError : exitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    /// <summary>Sends the events, as many at once as the runtime serves, and prints their answers in the order of the events.</summary>
    private async Task<int> RunAsync(
        LambdaEmulator emulator,
        EventSource source,
        InvocationRequest template,
        InvocationReport report,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        using var output = StandardStream.Output();
        var answers = new AnswerWriter(output);
        if (parsed.GetValue(_stream))
        {
            template = template with { ResponseSink = answers.WriteChunkAsync };
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(_settings.MaxConcurrency(parsed) ?? 1);
        var running = Channel.CreateUnbounded<Task<InvocationOutcome>>();
        var sending = SendAsync();
        var exitCode = ExitCode.Success;
        await foreach (var invocation in running.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            var outcome = await invocation.ConfigureAwait(false);
            await answers.EndAsync(outcome, cancellationToken).ConfigureAwait(false);
            report.Log.WriteLine(ReportLine.Of(outcome, emulator.Options.MemorySizeMb));
            if (outcome.Status == InvocationStatus.InitFailed)
            {
                exitCode = ExitCode.InitFailed;
                break;
            }

            exitCode = outcome.IsSuccess ? exitCode : ExitCode.FunctionError;
            slots.Release();
        }

        await enough.CancelAsync().ConfigureAwait(false);
        await sending.ConfigureAwait(false);
        return exitCode;

        async Task SendAsync()
        {
            Exception? failure = null;
            try
            {
                await slots.WaitAsync(enough.Token).ConfigureAwait(false);
                await foreach (var payload in source.ReadAsync(enough.Token).ConfigureAwait(false))
                {
                    for (var i = 0; i < parsed.GetValue(_repeat); i++)
                    {
                        var request = template with { Payload = payload };
                        await running
                            .Writer.WriteAsync(emulator.InvokeAsync(request, enough.Token), enough.Token)
                            .ConfigureAwait(false);
                        // The slot of the next event, which is not read before it is there.
                        await slots.WaitAsync(enough.Token).ConfigureAwait(false);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // No more is wanted, or the user has had enough; whoever prints knows which.
            }
            catch (UsageException misuse)
            {
                failure = misuse;
            }

            running.Writer.Complete(failure);
        }
    }

    private static string? ReadClientContext(string? given)
    {
        if (given is null)
        {
            return null;
        }

        byte[] text;
        try
        {
            text = given.TrimStart().StartsWith('{') ? Encoding.UTF8.GetBytes(given) : File.ReadAllBytes(given);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"--client-context takes a JSON object or the path of a file that holds one, not '{Shown.Short(given)}'."
            );
        }

        return Json.Fault(text) is { } fault
            ? throw new UsageException($"The client context {fault}; give a JSON object.")
            : InvokeHeaders.OneLine(Encoding.UTF8.GetString(text)).Trim();
    }
}
