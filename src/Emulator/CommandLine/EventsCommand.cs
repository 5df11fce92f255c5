using System.CommandLine;
using LambdaClient.Emulator.Events;

namespace LambdaClient.Emulator.CommandLine;

/// <summary><c>events</c>: print sample events.</summary>
internal static class EventsCommand
{
    public static Command Create()
    {
        var names = string.Join(", ", SampleEvents.Names);
        var name = new Argument<string?>("name")
        {
            Description = $"Kind of event: {names}. Without it, the kinds are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var count = NumberOption.Create(
            "--count",
            "Records of the event or, where its kind has none, events.",
            "N",
            1,
            value => value is >= 1 and <= 10_000,
            "a number from 1 to 10000"
        );
        var command = new Command(
            "events",
            $$"""
            Prints sample events of AWS services, each on one line.

            Example: {{CommandName.Actual}} events sqs --count 3 | {{CommandName.Actual}} run --lines -- ./bootstrap
            """
        )
        {
            name,
            count,
        };
        command.SetAction(parsed => Print(parsed.GetValue(name), parsed.GetValue(count)));
        return command;
    }

    private static int Print(string? name, int count)
    {
        if (name is not null && !SampleEvents.Names.Contains(name))
        {
            throw new UsageException(
                $"There are no sample events '{Shown.Short(name)}'; give one of {string.Join(", ", SampleEvents.Names)}."
            );
        }

        foreach (var line in name is null ? SampleEvents.Names : SampleEvents.Create(name, count))
        {
            Console.WriteLine(line);
        }

        return ExitCode.Success;
    }
}
