using System.Text.Json;

namespace LambdaClient.Behaviour;

/// <summary>One scenario of <c>scenarios.json</c>; README.md says what its members mean.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    public required string Shows { get; init; }

    /// <summary>Whose loop it is about; the product's does everything that one over single calls does.</summary>
    public Loop Of { get; init; }

    public string Actions { get; init; } = "echo";

    public string? InitError { get; init; }

    /// <summary>Which part of a process's life it shows, for the second table; null for none.</summary>
    public string? Life { get; init; }

    /// <summary>The hooks of the run, as the adapter is told.</summary>
    public string? Hooks { get; init; }

    /// <summary>How many pollers the adapter asks for by itself.</summary>
    public int? Pollers { get; init; }

    /// <summary>How many events the service hands out side by side; they are sent at once.</summary>
    public int? Concurrency { get; init; }

    public bool SnapStart { get; init; }

    /// <summary>The function's timeout, for a handler that overruns it.</summary>
    public int? TimeoutMs { get; init; }

    /// <summary>Where the errors go that the run survives.</summary>
    public ErrorsTo Errors { get; init; }

    /// <summary>The events of the function's log, each with members that it has; null where it may be anything.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string?>>? Logs { get; init; }

    public IReadOnlyList<JsonElement> Faults { get; init; } = [];

    public Caller Caller { get; init; } = new();

    public IReadOnlyList<Event> Events { get; init; } = [];

    public EndpointKind Endpoint { get; init; }

    public bool Terminate { get; init; }

    public IReadOnlyList<Post> Posts { get; init; } = [];

    public IReadOnlyList<string> Says { get; init; } = [];

    public int? Exits { get; init; }
}

/// <summary>Where an adapter is told to find the service.</summary>
internal enum EndpointKind
{
    Emulator,
    None,
    Unused,
}

/// <summary>Where a run's errors go.</summary>
internal enum ErrorsTo
{
    /// <summary>To the adapter, which says each.</summary>
    Adapter,

    /// <summary>To the function's log, by default.</summary>
    Log,
}

/// <summary>What every event of a scenario comes with.</summary>
internal sealed record Caller
{
    public string ContentType { get; init; } = "application/json";

    public string? TraceId { get; init; }

    public string? ClientContext { get; init; }

    public string? CognitoIdentity { get; init; }

    public string? TenantId { get; init; }
}

/// <summary>An event, and what its caller gets for it: all that is null may be anything.</summary>
internal sealed record Event
{
    public required Content Sends { get; init; }

    public Content? Gets { get; init; }

    public string? As { get; init; }

    public string? Error { get; init; }

    /// <summary>What of a stream came before its error.</summary>
    public Content? After { get; init; }

    public bool IsAnswered => Gets is not null || Error is not null;
}

/// <summary>A post that the service sees.</summary>
internal sealed record Post
{
    public required string To { get; init; }

    /// <summary>The status it is answered with; null where it gets no answer.</summary>
    public required int? Gets { get; init; }

    /// <summary>Header fields and their values; a null has to be absent.</summary>
    public IReadOnlyDictionary<string, string?> Headers { get; init; } = new Dictionary<string, string?>();
}
