using System.Net;
using System.Text.RegularExpressions;
using LambdaClient.Emulator.Extensions;
using LambdaClient.Emulator.Hosting;
using LambdaClient.Emulator.Logging;

namespace LambdaClient.Emulator;

/// <summary>What function the emulator plays and where it listens. Immutable; every setting has a usable default.</summary>
public sealed partial record EmulatorOptions
{
    /// <summary>The function's name, as callers write it in the Invoke path and as the handler sees it: 1 to 64 letters, digits, hyphens and underscores.</summary>
    public string FunctionName { get; init; } = "function";

    /// <summary>
    /// The function timeout, counted from the moment an event reaches the runtime. Must be above zero and at most 900 s, or 5,400 s
    /// with <see cref="MaxConcurrency"/>.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a handler program may take from its start to its first request for an event. Must be above zero.</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The configured memory in MB. Told to the handler and reported, not enforced.</summary>
    public int MemorySizeMb { get; init; } = 128;

    /// <summary>
    /// How many events the runtime serves at once, from 1 to 10,000, as with Lambda Managed Instances; or null for one at a time with
    /// the rules of all other functions. A handler program finds it in <c>AWS_LAMBDA_MAX_CONCURRENCY</c>.
    /// </summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>
    /// Whether the function has SnapStart: the runtime may call <c>restore/next</c>. Not together with <see cref="MaxConcurrency"/>.
    /// </summary>
    public bool SnapStart { get; init; }

    /// <summary>
    /// With <see cref="SnapStart"/>: awaited while the runtime waits in <c>restore/next</c>, between the snapshot and its restore. The
    /// token is cancelled when the runtime goes away. If it throws, the runtime gets status 500.
    /// </summary>
    public Func<CancellationToken, Task>? BeforeRestore { get; init; }

    /// <summary>
    /// The names of external extensions, as the files in <c>/opt/extensions</c> would give them: up to 10 different ones. The emulator
    /// does not start them. An extension that registers under any other name is an internal one, part of the handler program.
    /// </summary>
    public IReadOnlyList<string> ExternalExtensions { get; init; } = [];

    /// <summary>
    /// The origins whose web pages may call the emulator, such as <c>http://localhost:3000</c>, or <c>*</c> for any. A browser on this
    /// machine lets every page call it, so all others are refused, and so are host names that anybody could make mean this machine.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// The address to listen on; <see cref="IPAddress.Any"/> and <see cref="IPAddress.IPv6Any"/> are all addresses, of which the handler
    /// program is told the loopback one. Nobody is asked who they are, so other machines should reach it only in a container's network.
    /// </summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port to listen on; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// The TCP port of the function's URL, at which any HTTP request is an event; 0 takes any free one, and null has no URL. See
    /// <see cref="LambdaEmulator.FunctionUrl"/>.
    /// </summary>
    public int? FunctionUrlPort { get; init; }

    /// <summary>The AWS region named in ARNs and told to the handler.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The twelve-digit AWS account id named in ARNs.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>The handler program to run, or null to wait for a runtime that somebody else starts.</summary>
    public HandlerProgram? Handler { get; init; }

    /// <summary>
    /// Where everything the handler program writes to its standard output and error is copied, or null to drop it. Written to by one
    /// thread, which answers do not wait for; what a stream does not take in time is dropped, with a note. Complete once the
    /// emulator is disposed, which leaves it open.
    /// </summary>
    public Stream? HandlerOutput { get; init; }

    /// <summary>The same for a caller that writes lines of its own between; takes precedence.</summary>
    internal ILog? Log { get; init; }

    /// <summary>
    /// How many Runtime API calls <see cref="LambdaEmulator.Calls"/> remembers; the oldest are dropped first. They are also dropped
    /// when all together hold more than 32 MiB.
    /// </summary>
    public int CallLogCapacity { get; init; } = 10_000;

    /// <summary>
    /// The clock behind time-outs, deadlines, durations, delays and the time a handler program gets to end: one that is never moved on
    /// waits for ever for a program that does not heed SIGTERM.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void ThrowIfInvalid()
    {
        if (!NamePattern.IsMatch(FunctionName))
        {
            throw new ArgumentException(
                $"'{Shown.Short(FunctionName)}' is not a function name; use 1 to 64 letters, digits, hyphens and underscores."
            );
        }

        if (Timeout <= TimeSpan.Zero || Timeout > LongestTimeout)
        {
            throw new ArgumentException(
                $"The function timeout of {Timeout.TotalSeconds} s is out of range; give one above 0 and at most "
                    + $"{LongestTimeout.TotalSeconds} s{(MaxConcurrency is null ? ", or serve several events at once" : "")}."
            );
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(InitTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MemorySizeMb, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, IPEndPoint.MaxPort);
        ArgumentOutOfRangeException.ThrowIfNegative(FunctionUrlPort ?? 0, nameof(FunctionUrlPort));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            FunctionUrlPort ?? 0,
            IPEndPoint.MaxPort,
            nameof(FunctionUrlPort)
        );
        ArgumentOutOfRangeException.ThrowIfLessThan(CallLogCapacity, 1);
        if (MaxConcurrency is < 1 or > MostWorkers)
        {
            throw new ArgumentException(
                $"The concurrency of {MaxConcurrency} is out of range; give one from 1 to {MostWorkers}."
            );
        }

        if (MaxConcurrency is not null && SnapStart)
        {
            throw new ArgumentException(
                "A function has SnapStart or serves several events at once, not both; choose one."
            );
        }

        if (AllowedOrigins.Select(BrowserGuard.Misfit).FirstOrDefault(misfit => misfit is not null) is { } misfit)
        {
            throw new ArgumentException(misfit);
        }

        if (ExternalExtensions.Count > ExtensionRegistry.Most)
        {
            throw new ArgumentException(
                $"{ExternalExtensions.Count} external extensions are too many; a function has at most {ExtensionRegistry.Most}."
            );
        }
    }

    internal const int LongestTimeoutSeconds = 900;

    // Of a function on Lambda Managed Instances, for events that no caller waits for.
    internal const int LongestConcurrentTimeoutSeconds = 5400;

    private TimeSpan LongestTimeout =>
        TimeSpan.FromSeconds(MaxConcurrency is null ? LongestTimeoutSeconds : LongestConcurrentTimeoutSeconds);

    // As many polls as the service lets wait in one execution environment.
    internal const int MostWorkers = 10_000;

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex NamePattern { get; }
}
