using System.Reflection;
using Xunit;

namespace LambdaClient.Tests.Client;

/// <summary>docs/client-states.md draws the client's own table.</summary>
public sealed class StatePageTests
{
    [Fact]
    public void Shows_every_state_and_call()
    {
        var page = File.ReadAllText(Path.Combine(CoreDirectory, "..", "..", "docs", "client-states.md"));

        Assert.Contains(Table, page, StringComparison.Ordinal);
    }

    private static string CoreDirectory =>
        typeof(StatePageTests)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "CoreDirectory")
            .Value!;

    private static string Table =>
        string.Concat([
            $"| | {string.Join(" | ", Enum.GetNames<ClientState>())} |\n",
            $"| --- |{string.Concat(Enum.GetValues<ClientState>().Select(_ => " --- |"))}\n",
            .. Enum.GetValues<ClientCall>().Select(Row),
        ]);

    private static string Row(ClientCall call) =>
        $"| {call} | {string.Join(" | ", Enum.GetValues<ClientState>().Select(state => Cell(state, call)))} |\n";

    private static string Cell(ClientState from, ClientCall call)
    {
        var (next, refusal) = ClientStates.Begin(from, call);
        return refusal == ErrorCode.None ? $"→ {next}" : $"`{ErrorTable.Describe(refusal).Name}`";
    }
}
