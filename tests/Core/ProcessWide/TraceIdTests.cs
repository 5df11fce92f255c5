using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.ProcessWide;

[Collection(nameof(Alone))]
public sealed class TraceIdTests
{
    private const string Variable = "_X_AMZN_TRACE_ID";

    [Theory, BothCallers]
    public async Task Is_set_before_each_handler_and_removed_where_absent(Caller caller)
    {
        using var variables = new TemporaryVariables([(Variable, "left over")]);
        using var client = Opened.Over(
            Wire.Event(),
            Wire.Accepted,
            Wire.Event("{}", Wire.Id, "Lambda-Runtime-Trace-Id: Root=1"),
            Wire.Accepted,
            Wire.Event("{}", Wire.Id, "Lambda-Runtime-Trace-Id: Root=2"),
            Wire.Accepted,
            Wire.Event("{}", Wire.Id, "Lambda-Runtime-Trace-Id: "),
            Wire.Accepted
        );
        List<string?> seen = [];

        await caller.Serve(
            client,
            _ =>
            {
                seen.Add(Environment.GetEnvironmentVariable(Variable));
                return Response.Json("1");
            },
            new RuntimeLoopOptions { MaxAttempts = 1 }
        );

        Assert.Equal([null, "Root=1", "Root=2", null], seen);
    }

    [Theory, BothCallers]
    public async Task Is_left_alone_where_loops_run_side_by_side(Caller caller)
    {
        using var variables = new TemporaryVariables([(Variable, "somebody else's")]);
        using var client = Opened.Over(Wire.Event("{}", Wire.Id, "Lambda-Runtime-Trace-Id: Root=1"), Wire.Accepted);
        string? seen = null;

        await caller.Serve(
            client,
            _ =>
            {
                seen = Environment.GetEnvironmentVariable(Variable);
                return Response.Json("1");
            },
            new RuntimeLoopOptions { MaxAttempts = 1, IsConcurrent = true }
        );

        Assert.Equal("somebody else's", seen);
    }
}
