// The adapter of C# to the behaviour suite: tests/Behaviour/README.md says what it has to do.
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using LambdaClient;

if (Environment.GetEnvironmentVariable("BEHAVIOUR_INIT_ERROR") is { } initError)
{
    using var client = RuntimeClient.Open().Match(client => client, Give<RuntimeClient>("open"));
    _ = client?.FailInit(Failure(Lines(initError))).Match(_ => default(Unit), Give<Unit>("fail_init"));
    return 1;
}

using var stop = new CancellationTokenSource();
using var termination = PosixSignalRegistration.Create(
    PosixSignal.SIGTERM,
    signal =>
    {
        signal.Cancel = true;
        stop.Cancel();
    }
);
var actions = new Queue<string>(Variable("BEHAVIOUR_ACTIONS") is { } names ? names.Split(',') : ["echo"]);
var options = new BootstrapOptions
{
    Loop = new RuntimeLoopOptions
    {
        OnError = Variable("BEHAVIOUR_ERRORS") is null ? error => Say("run", error) : null,
    },
    Concurrency = Variable("BEHAVIOUR_POLLERS") is { } pollers
        ? int.Parse(pollers, CultureInfo.InvariantCulture)
        : null,
    Init = Hooks("init").SingleOrDefault(),
    BeforeSnapshot = Hooks("before_snapshot"),
    AfterRestore = Hooks("after_restore"),
    Shutdown = Hooks("shutdown"),
};
return Bootstrap
    .Run(Handle, options, stop.Token)
    .Match(
        _ => 0,
        error =>
        {
            Say(error.Code == ErrorCode.EndpointMissing ? "open" : "run", error);
            return 1;
        }
    );

Result<Response, FunctionError> Handle(Invocation invocation)
{
    string action;
    lock (actions)
    {
        action = actions.Count > 1 ? actions.Dequeue() : actions.Peek();
    }

    var text = Encoding.UTF8.GetString(invocation.Payload.Span);
    return action == "told" && text.Split('\n', 2) is [var told, var rest]
        ? Act(told, rest, Encoding.UTF8.GetBytes(rest), invocation)
        : Act(action, text, invocation.Payload, invocation);
}

Result<Response, FunctionError> Act(string action, string text, ReadOnlyMemory<byte> payload, Invocation invocation)
{
    switch (action)
    {
        case "echo":
            return Response.Json(payload);
        case "cancel":
            stop.Cancel();
            return Response.Json(payload);
        case "size":
            return Response.Json(new string('x', int.Parse(text, CultureInfo.InvariantCulture)));
        case "context":
            return Response.Bytes(Describe(invocation.Context), "text/plain");
        case "fail":
            return Failure(Lines(text));
        case "fail-cause":
            return Failure(Lines(text)) with
            {
                Cause = ErrorCause.Parse("no JSON").Match(cause => cause, Give<ErrorCause>("fail")),
            };
        case "fail-huge":
            return new FunctionError("Huge", new string('x', 3 << 20));
        case "fail-half":
            return new FunctionError("Odd", "before \ud800 behind");
        case "raise-odd":
            throw new Unreadable();
        case "hang":
            Thread.Sleep(Timeout.Infinite);
            return default;
        case "gather":
            Gathering.Join(int.Parse(Variable("AWS_LAMBDA_MAX_CONCURRENCY")!, CultureInfo.InvariantCulture));
            return Response.Json(payload);
        case "raise":
            throw new InvalidOperationException(text);
        case "stream":
            return Response.Streamed((stream, cancellation) => Write(stream, Lines(text), cancellation));
        case "stream-fail":
            return Stream(Lines(text), lines => new Failed(Failure(lines)));
        case "stream-raise":
            return Stream(Lines(text), lines => new InvalidOperationException(lines[0]));
        default:
            Environment.Exit(2);
            return default;
    }
}

// Writes the first line and throws what is made of the others.
static Response Stream(string[] lines, Func<string[], Exception> thrown) =>
    Response.Streamed(
        async (stream, cancellation) =>
        {
            await Write(stream, lines[..1], cancellation);
            throw thrown(lines[1..]);
        }
    );

static async Task Write(Stream stream, string[] lines, CancellationToken cancellation)
{
    foreach (var line in lines)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line), cancellation);
    }
}

static Func<ApiError, T?> Give<T>(string operation) =>
    error =>
    {
        Say(operation, error);
        return default;
    };

static void Say(string operation, ApiError error)
{
    var delivery = error.Delivery switch
    {
        Delivery.NotSent => "not_sent",
        Delivery.Sent => "sent",
        _ => "unknown",
    };
    Console.Error.WriteLine(error.Message);
    Console.WriteLine($"{operation} {error.Name} {delivery}");
}

static byte[] Describe(InvocationContext context)
{
    (string Name, string? Value)[] fields =
    [
        ("request_id", context.RequestId),
        ("invocation_id", context.InvocationId),
        ("invoked_function_arn", context.InvokedFunctionArn),
        ("trace_id", context.TraceId),
        ("client_context", context.RawClientContext),
        ("cognito_identity", context.RawCognitoIdentity),
        ("tenant_id", context.TenantId),
        ("content_type", context.ContentType),
        ("deadline_ms", context.DeadlineMs?.ToString(CultureInfo.InvariantCulture)),
        ("remaining_ms", context.RemainingTime is { } time ? $"{(long)time.TotalMilliseconds}" : null),
    ];
    return Encoding.UTF8.GetBytes(
        string.Concat(fields.Select(field => field.Value is null ? $"{field.Name}\n" : $"{field.Name}={field.Value}\n"))
    );
}

static FunctionError Failure(string[] lines) => new(lines[0], lines[1], [.. lines[2..]]);

static string? Variable(string name) =>
    Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

// The hooks of a name in BEHAVIOUR_HOOKS, of which each says itself, and fails where something stands behind its name.
static ImmutableArray<Func<CancellationToken, Task>> Hooks(string name) =>
    [
        .. (Variable("BEHAVIOUR_HOOKS") ?? "")
            .Split(',')
            .Select(chosen => chosen.Split('='))
            .Where(parts => parts[0] == name)
            .Select<string[], Func<CancellationToken, Task>>(parts =>
                _ =>
                {
                    Console.WriteLine($"hook {name}");
                    return parts switch
                    {
                        [_, "fail"] => throw new Failed(new("HookBroke", $"{name} broke")),
                        [_, _] => throw new InvalidOperationException($"{name} broke"),
                        _ => Task.CompletedTask,
                    };
                }
            ),
    ];

static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

/// <summary>A failure that is thrown.</summary>
internal sealed class Failed(FunctionError failure) : Exception(failure.Message), IRuntimeApiError
{
    public FunctionError ToResponse() => failure;
}

/// <summary>An exception that cannot be read.</summary>
internal sealed class Unreadable : Exception
{
    public override string Message => throw new NotSupportedException();

    public override string StackTrace => throw new NotSupportedException();
}

/// <summary>Where handlers wait for each other.</summary>
internal static class Gathering
{
    private static readonly object Gate = new();
    private static int _here;

    public static void Join(int all)
    {
        lock (Gate)
        {
            _here++;
            Monitor.PulseAll(Gate);
            while (_here < all)
            {
                Monitor.Wait(Gate);
            }
        }
    }
}
