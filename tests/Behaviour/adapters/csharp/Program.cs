// The adapter of C# to the behaviour suite: tests/Behaviour/README.md says what it has to do.
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
var actions = new Queue<string>(
    Environment.GetEnvironmentVariable("BEHAVIOUR_ACTIONS") is { Length: > 0 } names ? names.Split(',') : ["echo"]
);
var options = new BootstrapOptions
{
    Loop = new RuntimeLoopOptions
    {
        OnError = error => Say("run", error),
        Log = FunctionLog.Open(new FunctionLogOptions { Sink = Console.OpenStandardError() }),
    },
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
    var text = Encoding.UTF8.GetString(invocation.Payload.Span);
    switch (actions.Count > 1 ? actions.Dequeue() : actions.Peek())
    {
        case "echo":
            return Response.Json(invocation.Payload);
        case "cancel":
            stop.Cancel();
            return Response.Json(invocation.Payload);
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

static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

/// <summary>A failure that is thrown.</summary>
internal sealed class Failed(FunctionError failure) : Exception(failure.Message), IRuntimeApiError
{
    public FunctionError ToResponse() => failure;
}
