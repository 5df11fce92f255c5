using LambdaClient.TestSupport;
using LambdaClient.Transports;

namespace LambdaClient.Tests;

/// <summary>Opens clients for tests, without a look at the real environment.</summary>
internal static class Opened
{
    public static RuntimeClientOptions Options { get; } =
        new()
        {
            Endpoint = "127.0.0.1:9001",
            UserAgent = "tests/1",
            Variable = _ => null,
            Clock = new SlowClock(),
        };

    public static RuntimeClient At(LoopbackServer server, RuntimeClientOptions? options = null) =>
        With((options ?? Options) with { Endpoint = server.Endpoint });

    public static RuntimeClient Over(Transport transport, RuntimeClientOptions? options = null) =>
        With((options ?? Options) with { Transport = () => transport });

    /// <summary>A client whose calls are answered in this order, each on a connection of its own.</summary>
    public static RuntimeClient Over(params IEnumerable<byte[]> answers) => Over(Scripted(answers));

    public static ScriptedTransport Scripted(params IEnumerable<byte[]> answers) =>
        new(answers.Select(ScriptedConnection.Of));

    public static RuntimeClient With(RuntimeClientOptions options) => RuntimeClient.Open(options).Must();
}
