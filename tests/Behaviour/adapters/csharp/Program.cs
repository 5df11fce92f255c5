// The adapter of C# to the behaviour suite: tests/Behaviour/README.md says what it has to do.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using LambdaClient;

if (!RuntimeClient.Open().TryGet(out var client, out var error))
{
    Complain("open", error);
    return 1;
}

using var closed = client;
if (Environment.GetEnvironmentVariable("BEHAVIOUR_INIT_ERROR") is { } initError)
{
    Went("fail_init", client.FailInit(Failure(Lines(initError))));
    return 1;
}

using var termination = PosixSignalRegistration.Create(
    PosixSignal.SIGTERM,
    signal =>
    {
        signal.Cancel = true;
        client.Cancel();
    }
);
var actions = Environment.GetEnvironmentVariable("BEHAVIOUR_ACTIONS") is { Length: > 0 } names
    ? names.Split(',')
    : ["echo"];
for (var served = 0; ; )
{
    if (!client.Next().TryGet(out var invocation, out error))
    {
        if (!Complain("next", error) || error.Code == ErrorCode.ConnectRefused)
        {
            return 1;
        }

        if (error.Code == ErrorCode.Cancelled)
        {
            return 0;
        }

        continue;
    }

    var action = actions[Math.Min(served++, actions.Length - 1)];
    bool? goesOn = action switch
    {
        "echo" => Respond(client, invocation, Response.Json(invocation.Payload)),
        "size" => Respond(client, invocation, Response.Json(new string('x', int.Parse(Text(invocation))))),
        "context" => Respond(client, invocation, Response.Bytes(Describe(invocation.Context), "text/plain")),
        "fail" => Went("fail", client.Fail(invocation, Failure(Lines(Text(invocation))))),
        "stream" => Stream(client, invocation),
        "stream-fail" => StreamAndFail(client, invocation),
        "cancel" => CancelAndRespond(client, invocation),
        _ => null,
    };
    if (goesOn is not true)
    {
        return goesOn is null ? 2 : 1;
    }
}

// Says how a call went, unless it went well; whether the runtime can go on.
static bool Went(string operation, Result<Unit, ApiError> result) =>
    result.Match(_ => true, error => Complain(operation, error));

static bool Complain(string operation, ApiError error)
{
    var delivery = error.Delivery switch
    {
        Delivery.NotSent => "not_sent",
        Delivery.Sent => "sent",
        _ => "unknown",
    };
    Console.Error.WriteLine(error.Message);
    Console.WriteLine($"{operation} {error.Name} {delivery}");
    return error.IsRecoverable;
}

static bool Respond(RuntimeClient client, Invocation invocation, Response response) =>
    Went("respond", client.Respond(invocation, response));

static bool CancelAndRespond(RuntimeClient client, Invocation invocation)
{
    client.Cancel();
    return Respond(client, invocation, Response.Json(invocation.Payload));
}

static bool Stream(RuntimeClient client, Invocation invocation)
{
    if (!client.OpenStream(invocation).TryGet(out var stream, out var error))
    {
        return Complain("stream_open", error);
    }

    foreach (var line in Lines(Text(invocation)))
    {
        if (!stream.Write(Encoding.UTF8.GetBytes(line)).TryGet(out _, out error))
        {
            return Complain("stream_write", error);
        }
    }

    return Went("stream_finish", stream.Finish());
}

static bool StreamAndFail(RuntimeClient client, Invocation invocation)
{
    var lines = Lines(Text(invocation));
    if (!client.OpenStream(invocation).TryGet(out var stream, out var error))
    {
        return Complain("stream_open", error);
    }

    return stream.Write(Encoding.UTF8.GetBytes(lines[0])).TryGet(out _, out error)
        ? Went("stream_fail", stream.Fail(Failure(lines[1..])))
        : Complain("stream_write", error);
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

static string Text(Invocation invocation) => Encoding.UTF8.GetString(invocation.Payload.Span);

static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');
