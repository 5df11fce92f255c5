using System.Text;
using LambdaClient.RuntimeApi;
using LambdaClient.TestSupport;
using LambdaClient.Transports;
using Xunit;

namespace LambdaClient.Tests.Endpoints;

/// <summary>Local tools put a path before the Runtime API's own.</summary>
public sealed class PathTests
{
    [Theory]
    [InlineData("localhost:5050", "")]
    [InlineData("localhost:5050/", "")]
    [InlineData("localhost:5050/Shop", "/Shop")]
    [InlineData("localhost:5050/Shop/", "/Shop")]
    [InlineData("http://127.0.0.1:9000/.rt", "/.rt")]
    [InlineData("http://127.0.0.1:9000/a/b-c_d.e~f/$LATEST:1", "/a/b-c_d.e~f/$LATEST:1")]
    [InlineData("[::1]:9001/...", "/...")]
    public void Is_read(string text, string path)
    {
        var endpoint = Endpoint.Parse(text).Must();

        Assert.Equal(path, endpoint.Path);
        Assert.Equal(endpoint.Authority + path, endpoint.ToString());
        Assert.Equal(endpoint, Endpoint.Parse(endpoint.ToString()).Must());
    }

    [Theory]
    [InlineData("//")]
    [InlineData("/a//")]
    [InlineData("/a//b")]
    [InlineData("/.")]
    [InlineData("/..")]
    [InlineData("/a/../b")]
    [InlineData("/a/./b/")]
    [InlineData("/a?b")]
    [InlineData("/a#b")]
    [InlineData("/%41")]
    [InlineData("/a b")]
    [InlineData("/é")]
    [InlineData("/a\"b")]
    [InlineData("/a\\b")]
    [InlineData("/a\r\nX: y")]
    [InlineData("/a\0")]
    public void Is_malformed(string path) => Endpoint.Parse("host:80" + path).MustFail(ErrorCode.EndpointInvalid);

    [Fact]
    public void Has_at_most_1024_characters()
    {
        Endpoint.Parse("host:80/" + new string('p', 1023)).Must();
        Endpoint.Parse("host:80/" + new string('p', 1024)).MustFail(ErrorCode.EndpointInvalid);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void Goes_before_the_target_of_every_request(string call)
    {
        var (plain, prefixed) = (Head(call, "host:80"), Head(call, "host:80/Shop/x"));
        var target = plain.IndexOf('/', StringComparison.Ordinal);

        Assert.Equal(plain.Insert(target, "/Shop/x"), prefixed);
    }

    [Theory, BothCallers]
    public async Task Is_what_the_service_receives(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Answer(Wire.Event(), Wire.Accepted));
        using var client = Opened.With(Opened.Options with { Endpoint = $"http://{server.Endpoint}/Shop/" });

        await caller.Respond(client, await caller.Next(client).Must()).Must();

        Assert.Equal(
            $"GET /Shop/2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: {server.Endpoint}\r\nUser-Agent: tests/1\r\n\r\n",
            server.Requests[0].Text
        );
        Assert.Equal($"POST /Shop/2018-06-01/runtime/invocation/{Wire.Id}/response", server.Requests[1].Call);
    }

    public static TheoryData<string> Requests => [.. Writers.Keys];

    private static Dictionary<string, Func<RequestWriter, ReadOnlyMemory<byte>>> Writers { get; } =
        new()
        {
            ["next"] = writer => writer.Next(),
            ["respond"] = writer => writer.Respond("id"u8, "1"u8, "text/plain", 1),
            ["fail"] = writer => writer.Fail("id"u8, "1"u8, "Function.Broken", null, 1),
            ["stream"] = writer =>
            {
                writer.BeginStream("id"u8, "1"u8, "text/plain");
                return writer.NoChunk();
            },
            ["fail init"] = writer => writer.FailInit("Function.Broken", 1),
            ["fail restore"] = writer => writer.FailRestore("Function.Broken", 1),
            ["restore next"] = writer => writer.RestoreNext(),
            ["register extension"] = writer => writer.RegisterExtension("name"u8, 1),
            ["extension next"] = writer => writer.ExtensionNext("id"u8),
        };

    private static string Head(string call, string endpoint) =>
        Encoding.ASCII.GetString(Writers[call](new(Endpoint.Parse(endpoint).Must(), "tests/1")).Span);
}
