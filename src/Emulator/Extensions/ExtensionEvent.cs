using System.Text.Json;
using LambdaClient.Emulator.Function;

namespace LambdaClient.Emulator.Extensions;

/// <summary>Why an execution environment ends, in the words of the service.</summary>
internal enum ShutdownReason
{
    Spindown,
    Timeout,
    Failure,
}

/// <summary>What an extension is told: that an event is handed out, or that the environment ends.</summary>
internal sealed class ExtensionEvent
{
    public const string Invoke = "INVOKE";
    public const string Shutdown = "SHUTDOWN";

    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ExtensionEvent(byte[] json) => Json = json;

    public Guid Id { get; } = Guid.NewGuid();

    public byte[] Json { get; }

    /// <summary>Completes when the extension has it.</summary>
    public Task Written => _written.Task;

    public static ExtensionEvent OfInvoke(Attempt attempt, string functionArn) =>
        new(
            Write(json =>
            {
                json.WriteString("eventType", Invoke);
                json.WriteNumber("deadlineMs", attempt.Deadline.ToUnixTimeMilliseconds());
                json.WriteString("requestId", attempt.RequestId);
                json.WriteString("invokedFunctionArn", functionArn);
                json.WriteStartObject("tracing");
                json.WriteString("type", "X-Amzn-Trace-Id");
                json.WriteString("value", attempt.TraceId);
                json.WriteEndObject();
            })
        );

    public static ExtensionEvent OfShutdown(ShutdownReason reason, DateTimeOffset deadline) =>
        new(
            Write(json =>
            {
                json.WriteString("eventType", Shutdown);
                json.WriteString(
                    "shutdownReason",
                    reason switch
                    {
                        ShutdownReason.Spindown => "spindown",
                        ShutdownReason.Timeout => "timeout",
                        _ => "failure",
                    }
                );
                json.WriteNumber("deadlineMs", deadline.ToUnixTimeMilliseconds());
            })
        );

    public void MarkWritten() => _written.TrySetResult();

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
