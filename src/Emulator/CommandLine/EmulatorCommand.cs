using System.CommandLine;
using System.CommandLine.Help;

namespace LambdaClient.Emulator.CommandLine;

/// <summary>The command line as a whole.</summary>
internal static class EmulatorCommand
{
    public static async Task<int> InvokeAsync(string[] args)
    {
        if (RawArguments.FirstInvalid(args.Length) is { } invalid)
        {
            return await RefuseAsync($"Argument {invalid} is not valid UTF-8; give text in UTF-8.")
                .ConfigureAwait(false);
        }

        var dashes = Array.IndexOf(args, "--");
        var program = dashes < 0 ? [] : args[(dashes + 1)..];
        var root = new Command(
            CommandName.Installed,
            "Runs an AWS Lambda handler on this machine. The handler is any program that speaks the Lambda Runtime API, such as a "
                + "'bootstrap' executable; it needs no AWS account and nothing leaves this machine."
        )
        {
            new HelpOption(),
            new VersionOption(),
            RunCommand.Create(program),
            ServeCommand.Create(program),
            EventsCommand.Create(),
        };
        var parsed = root.Parse(dashes < 0 ? args : args[..dashes]);
        if (parsed.Action is HelpAction)
        {
            return WriteHelp(parsed);
        }

        if (parsed.Errors.Count > 0)
        {
            var reason = root.Subcommands.Contains(parsed.CommandResult.Command)
                ? parsed.Errors[0].Message
                : "Give a command: 'run' sends events to a handler, 'serve' keeps listening, 'events' prints samples; '--help' explains.";
            return await RefuseAsync(reason).ConfigureAwait(false);
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(5),
            };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (UsageException misuse)
        {
            return await RefuseAsync(misuse.Message).ConfigureAwait(false);
        }
    }

    private static int WriteHelp(ParseResult parsed)
    {
        using var help = new StringWriter();
        parsed.Invoke(new InvocationConfiguration { Output = help });
        // A command's own name may have no blank.
        Console.Write(
            help.ToString().Replace($" {CommandName.Installed} ", $" {CommandName.Actual} ", StringComparison.Ordinal)
        );
        return ExitCode.Success;
    }

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason).ConfigureAwait(false);
        return ExitCode.Usage;
    }
}
