using System.Net;
using System.Text.RegularExpressions;

namespace LambdaClient.Emulator;

/// <summary>What function the emulator plays and where it listens. Immutable; every setting has a usable default.</summary>
public sealed partial record EmulatorOptions
{
    /// <summary>The function's name, as callers write it in the Invoke path and as the handler sees it: 1 to 64 letters, digits, hyphens and underscores.</summary>
    public string FunctionName { get; init; } = "function";

    /// <summary>The function time-out, counted from the moment an event reaches the runtime. Must be above zero and at most 900 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a handler program may take from its start to its first request for an event. Must be above zero.</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The configured memory in MB. Told to the handler and reported, not enforced.</summary>
    public int MemorySizeMb { get; init; } = 128;

    /// <summary>The address to listen on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port to listen on; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The AWS region named in ARNs and told to the handler.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The twelve-digit AWS account id named in ARNs.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>The handler program to run, or null to wait for a runtime that somebody else starts.</summary>
    public HandlerProgram? Handler { get; init; }

    /// <summary>
    /// Where everything the handler program writes to its standard output and error is copied, or null to drop it.
    /// Written to by one thread at a time; stays open when the emulator is disposed.
    /// </summary>
    public Stream? HandlerOutput { get; init; }

    /// <summary>How many Runtime API calls <see cref="LambdaEmulator.Calls"/> remembers; the oldest are dropped first.</summary>
    public int CallLogCapacity { get; init; } = 10_000;

    /// <summary>The clock behind time-outs, deadlines and durations.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void ThrowIfInvalid()
    {
        if (!NamePattern.IsMatch(FunctionName))
        {
            throw new ArgumentException(
                $"'{Shown.Short(FunctionName)}' is not a function name; use 1 to 64 letters, digits, hyphens and underscores."
            );
        }

        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromSeconds(900))
        {
            throw new ArgumentException(
                $"The function time-out of {Timeout.TotalSeconds} s is out of range; give one above 0 and at most 900 s."
            );
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(InitTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MemorySizeMb, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, IPEndPoint.MaxPort);
        ArgumentOutOfRangeException.ThrowIfLessThan(CallLogCapacity, 1);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex NamePattern { get; }
}
