using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Client;

/// <summary>Each call, byte by byte, as a server on a real socket receives it.</summary>
public sealed class GoldenRequestTests
{
    [Theory, BothCallers]
    public async Task Next(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Answer(Wire.Event()));
        using var client = Opened.At(server);

        await caller.Next(client).Must();

        Assert.Equal(
            $"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: {server.Endpoint}\r\nUser-Agent: tests/1\r\n\r\n",
            Assert.Single(server.Requests).Text
        );
    }

    [Theory, BothCallers]
    public async Task Respond(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Answer(Wire.Event(), Wire.Accepted));
        using var client = Opened.At(server);

        await caller.Respond(client, await caller.Next(client).Must(), Response.Json("""{"surname":"Doé"}""")).Must();

        Assert.Equal(
            $"POST /2018-06-01/runtime/invocation/{Wire.Id}/response HTTP/1.1\r\n"
                + $"Host: {server.Endpoint}\r\n"
                + "User-Agent: tests/1\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: 18\r\n"
                + "\r\n"
                + """{"surname":"Doé"}""",
            server.Requests[1].Text
        );
    }

    [Theory, BothCallers]
    public async Task Restore(Caller caller)
    {
        await using var server = new LoopbackServer(
            connection => connection.Answer(Wire.Answer(200)),
            connection => connection.Answer(Wire.Accepted)
        );
        using var client = Opened.At(server);

        await caller.RestoreNext(client).Must();
        await caller.FailRestore(client, new FunctionError("Function.Broken", "no")).Must();

        Assert.Equal(
            $"GET /2018-06-01/runtime/restore/next HTTP/1.1\r\nHost: {server.Endpoint}\r\nUser-Agent: tests/1\r\n\r\n",
            server.Requests[0].Text
        );
        Assert.StartsWith(
            "POST /2018-06-01/runtime/restore/error HTTP/1.1\r\n",
            server.Requests[1].Text,
            StringComparison.Ordinal
        );
        Assert.Equal("Function.Broken", server.Requests[1].Field("Lambda-Runtime-Function-Error-Type"));
        (await caller.Next(client)).MustFail(ErrorCode.InitErrorReported);
    }

    [Theory, BothCallers]
    public async Task Fail(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Answer(Wire.Event(), Wire.Accepted));
        using var client = Opened.At(server);
        var error = new FunctionError("MyNamespace.InvalidNameError", "no \"name\"", ["at one", "at two"]);

        await caller.Fail(client, await caller.Next(client).Must(), error).Must();

        Assert.Equal(
            $"POST /2018-06-01/runtime/invocation/{Wire.Id}/error HTTP/1.1\r\n"
                + $"Host: {server.Endpoint}\r\n"
                + "User-Agent: tests/1\r\n"
                + "Lambda-Runtime-Function-Error-Type: Function.InvalidNameError\r\n"
                + "Content-Type: application/vnd.aws.lambda.error+json\r\n"
                + "Content-Length: 114\r\n"
                + "\r\n"
                + """{"errorMessage":"no \u0022name\u0022","errorType":"MyNamespace.InvalidNameError","stackTrace":["at one","at two"]}""",
            server.Requests[1].Text
        );
    }

    [Theory, BothCallers]
    public async Task Fail_with_a_cause(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Answer(Wire.Event(), Wire.Accepted));
        using var client = Opened.At(server);
        var error = new FunctionError("MyNamespace.InvalidNameError", "no name")
        {
            Json = """{"errorMessage":"нет"}"""u8.ToArray(),
            Cause = new ErrorCause { Exceptions = [new("T", "нет", [new("a.c", 7, "main")])] },
        };

        await caller.Fail(client, await caller.Next(client).Must(), error).Must();

        Assert.Equal(
            $"POST /2018-06-01/runtime/invocation/{Wire.Id}/error HTTP/1.1\r\n"
                + $"Host: {server.Endpoint}\r\n"
                + "User-Agent: tests/1\r\n"
                + "Lambda-Runtime-Function-Error-Type: Function.InvalidNameError\r\n"
                + """Lambda-Runtime-Function-XRay-Error-Cause: {"working_directory":"","exceptions":[{"type":"T","message":"\u043D\u0435\u0442","stack":[{"path":"a.c","line":7,"label":"main"}]}],"paths":[]}"""
                + "\r\n"
                + "Content-Type: application/vnd.aws.lambda.error+json\r\n"
                + "Content-Length: 25\r\n"
                + "\r\n"
                + """{"errorMessage":"нет"}""",
            server.Requests[1].Text
        );
    }

    [Theory, BothCallers]
    public async Task FailInit(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Answer(Wire.Accepted));
        using var client = Opened.At(server);

        await caller.FailInit(client, new FunctionError("Runtime.ConfigInvalid", "no table")).Must();

        Assert.Equal(
            "POST /2018-06-01/runtime/init/error HTTP/1.1\r\n"
                + $"Host: {server.Endpoint}\r\n"
                + "User-Agent: tests/1\r\n"
                + "Lambda-Runtime-Function-Error-Type: Runtime.ConfigInvalid\r\n"
                + "Content-Type: application/vnd.aws.lambda.error+json\r\n"
                + "Content-Length: 79\r\n"
                + "\r\n"
                + """{"errorMessage":"no table","errorType":"Runtime.ConfigInvalid","stackTrace":[]}""",
            Assert.Single(server.Requests).Text
        );
    }

    [Theory, BothCallers]
    public async Task The_invocation_id_is_echoed_with_either_answer(Caller caller)
    {
        var @event = Wire.Event("{}", Wire.Id, "Lambda-Runtime-Invocation-Id: attempt/1 x");
        await using var server = new LoopbackServer(connection =>
            connection.Answer(@event, Wire.Accepted, @event, Wire.Accepted, Wire.Event(), Wire.Accepted)
        );
        using var client = Opened.At(server);

        await caller.Respond(client, await caller.Next(client).Must()).Must();
        await caller.Fail(client, await caller.Next(client).Must()).Must();
        await caller.Respond(client, await caller.Next(client).Must()).Must();

        Assert.Equal("attempt/1 x", server.Requests[1].Field(LambdaHeaders.InvocationId));
        Assert.Equal("attempt/1 x", server.Requests[3].Field(LambdaHeaders.InvocationId));
        Assert.Null(server.Requests[5].Field(LambdaHeaders.InvocationId));
    }

    [Theory]
    [InlineData("a/../b?c#d", "a%2F..%2Fb%3Fc%23d")]
    [InlineData("a b%20", "a%20b%2520")]
    [InlineData("...", "...")]
    [InlineData("~-._", "~-._")]
    [InlineData("é", "%C3%A9")]
    public async Task A_request_id_is_one_segment_of_the_path(string id, string segment)
    {
        var transport = Opened.Scripted(Wire.Event("{}", id), Wire.Accepted);
        using var client = Opened.Over(transport);

        await Caller.Blocking.Respond(client, client.Next().Must()).Must();

        Assert.StartsWith(
            $"POST /2018-06-01/runtime/invocation/{segment}/response HTTP/1.1\r\n",
            System.Text.Encoding.ASCII.GetString(transport.Written[1]),
            StringComparison.Ordinal
        );
    }
}
