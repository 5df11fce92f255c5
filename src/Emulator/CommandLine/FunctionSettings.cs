using System.CommandLine;
using System.Net;
using System.Net.Sockets;

namespace LambdaClient.Emulator.CommandLine;

/// <summary>The options and the program that <c>run</c> and <c>serve</c> share.</summary>
internal sealed class FunctionSettings
{
    private readonly Option<double> _timeout = NumberOption.Create(
        "--timeout",
        $"Function timeout in seconds, above 0 and at most {EmulatorOptions.LongestTimeoutSeconds}, or "
            + $"{EmulatorOptions.LongestConcurrentTimeoutSeconds} with --max-concurrency.",
        "SECONDS",
        3.0,
        value => value is > 0 and <= EmulatorOptions.LongestConcurrentTimeoutSeconds,
        $"seconds above 0 and at most {EmulatorOptions.LongestConcurrentTimeoutSeconds}"
    );

    private readonly Option<double> _initTimeout = NumberOption.Create(
        "--init-timeout",
        "Seconds that the handler program may take from its start to its first request for an event.",
        "SECONDS",
        10.0,
        value => value is > 0 and <= EmulatorOptions.LongestTimeoutSeconds,
        $"seconds above 0 and at most {EmulatorOptions.LongestTimeoutSeconds}"
    );

    private readonly Option<int> _memory = NumberOption.Create(
        "--memory",
        "Memory size in MB that the handler is told and the reports show; not enforced.",
        "MB",
        128,
        value => value is >= 1 and <= 10_240,
        "MB from 1 to 10240"
    );

    private readonly Option<string> _functionName = new("--function-name")
    {
        Description = "Name of the function.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "function",
    };

    private readonly Option<string> _handler = new("--handler")
    {
        Description = "Text of the _HANDLER variable; means what the handler program takes it to mean.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "handler",
    };

    private readonly Option<string[]> _environment = new("--env")
    {
        Description = "Variable to add to the handler's environment; may be repeated.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string[]> _environmentFiles = new("--env-file")
    {
        Description = "File of NAME=VALUE lines to add to the handler's environment, before --env; may be repeated.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _cleanEnvironment = new("--clean-env")
    {
        Description =
            "Give the handler only PATH and LANG of your environment; by default it gets all of it, credentials too.",
    };

    private readonly Option<IPAddress> _host = new("--host")
    {
        Description =
            "Address to listen on, such as 0.0.0.0 in a container. Every program that reaches it can invoke the function.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (IPAddress.TryParse(text, out var address))
            {
                return address;
            }

            result.AddError($"--host takes an IP address, not '{Shown.Short(text)}'; 0.0.0.0 listens on all.");
            return null;
        },
    };

    private readonly Option<int> _maxConcurrency = NumberOption.Create(
        "--max-concurrency",
        "Events served at once, as with Lambda Managed Instances; sets AWS_LAMBDA_MAX_CONCURRENCY. Without it, one by one.",
        "N",
        0,
        value => value is >= 1 and <= EmulatorOptions.MostWorkers,
        $"a number from 1 to {EmulatorOptions.MostWorkers}"
    );

    private readonly Option<bool> _snapStart = new("--snap-start")
    {
        Description = "Give the function SnapStart: the runtime may wait for its restore before its first event.",
    };

    private readonly Option<string[]> _extensions = new("--extension")
    {
        Description = "Name of an external extension that you start yourself; may be repeated.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _allowedOrigins = new("--allow-origin")
    {
        Description =
            "Origin whose web pages may call the emulator, such as http://localhost:3000, or '*'; may be repeated.",
        HelpName = "ORIGIN",
    };

    private readonly Argument<string[]> _functions = new("function")
    {
        Description = "NAME=COMMAND of each of several functions; a single handler program goes after '--'.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Write a CALL line to standard error for each call of the runtime.",
    };

    private readonly Option<int> _port;
    private readonly IReadOnlyList<string> _program;

    /// <param name="command">The command to add the options to.</param>
    /// <param name="program">What the command line has after <c>--</c>.</param>
    /// <param name="defaultPort">The port to listen on when none is given.</param>
    /// <param name="takesFunctions">Whether several functions may be given, each as NAME=COMMAND.</param>
    public FunctionSettings(
        Command command,
        IReadOnlyList<string> program,
        int defaultPort,
        bool takesFunctions = false
    )
    {
        _program = program;
        _port = NumberOption.Create(
            "--port",
            "TCP port to listen on; 0 takes any free one.",
            "PORT",
            defaultPort,
            value => value is >= 0 and <= 65_535,
            "a port from 0 to 65535"
        );
        command.Add(_timeout);
        command.Add(_initTimeout);
        command.Add(_memory);
        command.Add(_functionName);
        command.Add(_handler);
        command.Add(_environment);
        command.Add(_environmentFiles);
        command.Add(_cleanEnvironment);
        // Nothing is not the same as any number.
        _maxConcurrency.DefaultValueFactory = null;
        command.Add(_maxConcurrency);
        command.Add(_snapStart);
        command.Add(_extensions);
        command.Add(_host);
        command.Add(_port);
        command.Add(_allowedOrigins);
        command.Add(_verbose);
        command.Add(takesFunctions ? _functions : ProgramForHelp());
    }

    /// <exception cref="UsageException">There is nothing after <c>--</c>.</exception>
    public void RequireProgram()
    {
        if (_program.Count == 0)
        {
            throw new UsageException("Give the handler program after '--', as in: run --data '{}' -- ./bootstrap");
        }
    }

    /// <summary>How many events are served at once, or null for one by one.</summary>
    public int? MaxConcurrency(ParseResult parsed) =>
        parsed.GetValue(_maxConcurrency) is > 0 and var given ? given : null;

    /// <summary>The NAME=COMMAND pairs of several functions.</summary>
    /// <exception cref="UsageException">One is no such pair.</exception>
    public IReadOnlyList<string> Functions(ParseResult parsed)
    {
        var pairs = parsed.GetValue(_functions) ?? [];
        return pairs.FirstOrDefault(pair => pair.IndexOf('=', StringComparison.Ordinal) < 1) is { } misfit
            ? throw new UsageException(
                $"'{Shown.Short(misfit)}' is neither an option of this command nor NAME=COMMAND; a single handler program goes after '--'."
            )
            : pairs;
    }

    /// <summary>Whether the command line names the function.</summary>
    public bool IsNamed(ParseResult parsed) => parsed.GetResult(_functionName) is { Implicit: false };

    /// <summary>The function as the command line describes it.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public EmulatorOptions Options(ParseResult parsed, InvocationReport report) =>
        new()
        {
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout)),
            InitTimeout = TimeSpan.FromSeconds(parsed.GetValue(_initTimeout)),
            MemorySizeMb = parsed.GetValue(_memory),
            FunctionName = parsed.GetRequiredValue(_functionName),
            Address = parsed.GetRequiredValue(_host),
            Port = parsed.GetValue(_port),
            Region = Region(),
            MaxConcurrency = MaxConcurrency(parsed),
            SnapStart = parsed.GetValue(_snapStart),
            AllowedOrigins = parsed.GetValue(_allowedOrigins) ?? [],
            ExternalExtensions = parsed.GetValue(_extensions) ?? [],
            Log = report.Log,
            Handler = _program.Count == 0 ? null : Program(parsed, _program),
        };

    /// <summary>A handler program with the environment that the command line describes.</summary>
    /// <exception cref="UsageException">A variable cannot be used.</exception>
    public HandlerProgram Program(ParseResult parsed, IReadOnlyList<string> program) =>
        new()
        {
            Path = program[0],
            Arguments = [.. program.Skip(1)],
            HandlerName = parsed.GetRequiredValue(_handler),
            InheritsEnvironment = !parsed.GetValue(_cleanEnvironment),
            Environment = Variables(parsed.GetValue(_environmentFiles) ?? [], parsed.GetValue(_environment) ?? []),
        };

    /// <summary>Starts the emulator with one or more functions.</summary>
    /// <exception cref="UsageException">A value cannot be used, or the port is taken.</exception>
    public async Task<IReadOnlyList<LambdaEmulator>> StartAsync(
        ParseResult parsed,
        IReadOnlyList<EmulatorOptions> functions,
        InvocationReport report,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var emulators = await LambdaEmulator.StartAllAsync(functions, cancellationToken).ConfigureAwait(false);
            foreach (var emulator in emulators)
            {
                report.FollowHandlers(emulator);
                if (parsed.GetValue(_verbose))
                {
                    InvocationReport.FollowCalls(emulator);
                }
            }

            return emulators;
        }
        catch (Exception refused) when (refused is IOException or SocketException)
        {
            throw new UsageException(
                $"Port {functions[0].Port} at {functions[0].Address} cannot be used: {refused.Message.TrimEnd('.')}; choose another with --port."
            );
        }
        catch (ArgumentException misuse)
        {
            throw new UsageException(misuse.Message);
        }
    }

    // What follows the dashes is taken off before the options are read, so that the program may have options of its own.
    private static Argument<string[]> ProgramForHelp()
    {
        var argument = new Argument<string[]>("program")
        {
            Description = "Handler program and its arguments, all after '--'.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        argument.Validators.Add(result =>
            result.AddError(
                $"'{Shown.Short(result.Tokens[0].Value)}' is not an option of this command; the handler program goes after '--'."
            )
        );
        return argument;
    }

    private static string Region()
    {
        string[] names = ["AWS_REGION", "AWS_DEFAULT_REGION"];
        return names.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value))
            ?? new EmulatorOptions().Region;
    }

    private static Dictionary<string, string> Variables(string[] files, string[] assignments)
    {
        var variables = new Dictionary<string, string>();
        foreach (var (name, value) in files.SelectMany(EnvironmentFile.Read))
        {
            variables[name] = value;
        }

        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new UsageException($"--env takes NAME=VALUE, not '{Shown.Short(assignment)}'.");
            }

            variables[assignment[..equals]] = assignment[(equals + 1)..];
        }

        return variables;
    }
}
