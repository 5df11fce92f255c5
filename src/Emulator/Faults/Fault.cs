namespace LambdaClient.Emulator.Faults;

/// <summary>
/// A fault on request: what is to go wrong with the next calls of one kind, so that people can see how their runtime takes it.
/// Immutable.
/// </summary>
public sealed record Fault
{
    /// <summary>The kind of call.</summary>
    public required FaultCall Call { get; init; }

    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>How far the exchange has come when it does. Not used when <see cref="AfterBytes"/> is set.</summary>
    public FaultPoint After { get; init; } = FaultPoint.Request;

    /// <summary>
    /// With all kinds but <see cref="FaultKind.Status"/>, <see cref="FaultKind.Omit"/> and <see cref="FaultKind.AnnouncedClose"/>: the number of bytes of the answer, head included, that still get through; or
    /// null for <see cref="After"/>. An answer that is shorter passes unharmed.
    /// </summary>
    public long? AfterBytes { get; init; }

    /// <summary>With <see cref="FaultKind.Status"/>: the HTTP status, from 200 to 599.</summary>
    public int Status { get; init; } = 500;

    /// <summary>With <see cref="FaultKind.Status"/>: the error type in the answer's body, or null for one that says it was asked for.</summary>
    public string? ErrorType { get; init; }

    /// <summary>With <see cref="FaultKind.Omit"/>: the names of the headers that the answer lacks, without regard to case; at least one.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>How long to wait before it goes wrong, on the clock of the emulator. At most a day.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How many calls it strikes, at least 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Why this cannot be done, or null if it can.</summary>
    internal string? Misfit =>
        !Enum.IsDefined(Call) ? $"The call {Call} does not exist."
        : !Enum.IsDefined(Kind) ? $"The fault {Kind} does not exist."
        : !Enum.IsDefined(After) ? $"The point {After} does not exist."
        : Times < 1 ? $"A fault cannot strike {Times} times; give 1 or more."
        : Status is < 200 or > 599 ? $"The status {Status} is out of range; give one from 200 to 599."
        : Delay < TimeSpan.Zero || Delay > TimeSpan.FromDays(1)
            ? $"The delay of {Delay.TotalMilliseconds} ms is out of range; give one from 0 to 86400000."
        : AfterBytes < 0 ? $"An answer has no {AfterBytes} bytes; give 0 or more."
        : Kind == FaultKind.Status && (AfterBytes is not null || After > FaultPoint.Request)
            ? "A status takes the place of the whole answer; give it after the request, or its head."
        : Kind == FaultKind.Delay && AfterBytes is null && After == FaultPoint.Body
            ? "There is nothing to delay after the body; give an earlier point."
        : (Kind == FaultKind.Omit) != (Headers.Count > 0) || Headers.Any(string.IsNullOrEmpty)
            ? "The fault omit, and no other, has headers: the names of those that the answer shall lack."
        : Kind == FaultKind.Omit && (AfterBytes is not null || After != FaultPoint.Request)
            ? "Headers are omitted from an answer that comes whole; leave out how far it gets."
        : Kind == FaultKind.AnnouncedClose && (AfterBytes is not null || After != FaultPoint.Request)
            ? "The close is announced in an answer that comes whole; leave out how far it gets."
        : null;
}

/// <summary>The kinds of calls that a fault can strike.</summary>
public enum FaultCall
{
    /// <summary>The poll for an event.</summary>
    Next,

    /// <summary>The post of a response.</summary>
    Response,

    /// <summary>The post of an error in place of a response.</summary>
    Error,

    /// <summary>The post of an init error.</summary>
    InitError,

    /// <summary>The wait for the restore of a snapshot.</summary>
    RestoreNext,

    /// <summary>The post of a restore error.</summary>
    RestoreError,

    /// <summary>The registration of an extension.</summary>
    ExtensionRegister,

    /// <summary>An extension's poll for an event.</summary>
    ExtensionNext,

    /// <summary>An extension's post of an init error.</summary>
    ExtensionInitError,

    /// <summary>An extension's post of an exit error.</summary>
    ExtensionExitError,
}

/// <summary>What can go wrong with a call.</summary>
public enum FaultKind
{
    /// <summary>The connection is closed in order (FIN).</summary>
    Close,

    /// <summary>The connection is reset (RST).</summary>
    Reset,

    /// <summary>Nothing but time passes.</summary>
    Delay,

    /// <summary>The answer is an error with a status of its own.</summary>
    Status,

    /// <summary>The answer comes without some of its headers.</summary>
    Omit,

    /// <summary>The answer says <c>Connection: close</c>, and the connection is closed after it.</summary>
    AnnouncedClose,

    /// <summary>Nothing more comes. The connection stays open until the runtime closes it.</summary>
    Silence,
}

/// <summary>How far the exchange of a call can have come when it goes wrong.</summary>
public enum FaultPoint
{
    /// <summary>The head of the request has arrived. Its body has not been read and the call has not been acted on.</summary>
    RequestHead,

    /// <summary>The request has arrived. The call has not been acted on.</summary>
    Request,

    /// <summary>The call has been acted on: an event is handed out, an answer is taken. No byte of the service's answer has been sent.</summary>
    Accepted,

    /// <summary>The head of the service's answer has been sent.</summary>
    Head,

    /// <summary>The whole answer has been sent.</summary>
    Body,
}
