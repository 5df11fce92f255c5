using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.ProcessWide;

[Collection(nameof(Alone))]
public sealed class EnvironmentTests
{
    private static readonly string[] ProxyVariables =
    [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
        "SOCKS_PROXY",
        "CGI_HTTP_PROXY",
    ];

    [Theory, BothCallers]
    public async Task A_proxy_is_never_used(Caller caller)
    {
        await using var trap = new LoopbackServer(connection => connection.Serve());
        await using var server = new LoopbackServer(connection => connection.Serve());
        using var variables = new TemporaryVariables([
            .. ProxyVariables.Select(name => (name, (string?)$"http://{trap.Endpoint}")),
            ("NO_PROXY", ""),
            ("no_proxy", ""),
        ]);

        foreach (var host in new[] { "127.0.0.1", "localhost" })
        {
            using var client = RuntimeClient.Open(new() { Endpoint = $"http://{host}:{server.Port}" }).Must();
            await caller.Respond(client, await caller.Next(client).Must()).Must();
            await caller.FailInit(client).Must();
        }

        Assert.Equal((0, 6), (trap.Accepted, server.Requests.Count));
    }

    [Fact]
    public async Task The_defaults_come_from_the_environment_of_the_process()
    {
        await using var server = new LoopbackServer(connection => connection.Serve());
        using var variables = new TemporaryVariables([
            (Endpoint.Variable, server.Endpoint),
            ("AWS_LAMBDA_FUNCTION_NAME", "hello"),
        ]);
        using var client = RuntimeClient.Open().Must();

        Assert.Equal((server.Endpoint, "hello"), (client.Endpoint.Authority, client.Function.Name));
        Assert.Equal(Wire.Id, (await Caller.Blocking.Next(client).Must()).RequestId);
    }

    [Fact]
    public void Without_an_endpoint_there_is_no_client()
    {
        using var variables = new TemporaryVariables([(Endpoint.Variable, null)]);

        RuntimeClient.Open().MustFail(ErrorCode.EndpointMissing);
    }
}
