using System.Text;
using LambdaClient.TestSupport;
using Microsoft.Extensions.Time.Testing;

namespace LambdaClient.Tests.Logging;

/// <summary>A log whose lines a test reads, with the environment and the time that it wants.</summary>
internal sealed class Logs
{
    public const string Time = "2026-03-04T05:06:07.089Z";

    private readonly Func<byte[]> _written;

    public Logs(FunctionLogOptions? options = null, params IEnumerable<(string Name, string Value)> variables)
    {
        var sink = new MemoryStream();
        _written = sink.ToArray;
        Log = FunctionLog.Open(Options(variables, options) with { Sink = sink });
    }

    public FunctionLog Log { get; }

    public string Text => Encoding.UTF8.GetString(_written());

    public static Logs Json() => new(new() { Format = FunctionLogFormat.Json });

    public static FunctionLogOptions Options(
        IEnumerable<(string Name, string Value)> variables,
        FunctionLogOptions? options = null
    )
    {
        var values = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        return (options ?? new()) with
        {
            Variable = name => values.GetValueOrDefault(name),
            Clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero)),
        };
    }

    public static Invocation Receive(params IEnumerable<string> fields) =>
        Opened.Over(Wire.Event("""{"password":"payload"}""", Wire.Id, fields)).Next().Must();
}
