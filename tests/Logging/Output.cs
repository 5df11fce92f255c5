using System.Runtime.CompilerServices;
using System.Text;
using LambdaClient.TestSupport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LambdaClient.Logging.Tests;

/// <summary>A log whose lines a test reads, and loggers over it.</summary>
internal sealed class Output : IDisposable
{
    private readonly MemoryStream _sink = new();

    public Output(
        FunctionLogFormat format = FunctionLogFormat.Json,
        string level = "TRACE",
        Action<ILoggingBuilder>? configure = null
    )
    {
        Log = FunctionLog.Open(
            new()
            {
                Sink = _sink,
                Format = format,
                Variable = name => name == "AWS_LAMBDA_LOG_LEVEL" ? level : null,
                Clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero)),
            }
        );
        Loggers = LoggerFactory.Create(builder =>
        {
            builder.AddFunctionLog(Log);
            configure?.Invoke(builder);
        });
    }

    public FunctionLog Log { get; }

    public ILoggerFactory Loggers { get; }

    public string[] Lines =>
        Encoding.UTF8.GetString(_sink.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a handler's code as the loop does, for an event with <see cref="Wire.Id"/>.</summary>
    public static void Handle(Action handler)
    {
        var transport = new ScriptedTransport(ScriptedConnection.Of(Wire.Event()));
        var opened = RuntimeClient.Open(
            new()
            {
                Endpoint = "127.0.0.1:9001",
                Variable = _ => null,
                Transport = () => transport,
            }
        );
        if (!opened.Bind(client => client.Next()).TryGet(out var invocation, out var error))
        {
            throw new InvalidOperationException(error.Message);
        }

        SetCurrent(default, invocation);
        handler();
        SetCurrent(default, default);
    }

    public void Dispose() => Loggers.Dispose();

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "SetCurrent")]
    private static extern void SetCurrent(Invocation type, Invocation invocation);
}
