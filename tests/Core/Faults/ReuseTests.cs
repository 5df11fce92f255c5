using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Faults;

/// <summary>When a connection that carried a whole answer carries the next request, and when it must not.</summary>
public sealed class ReuseTests
{
    private const string Id = "Lambda-Runtime-Aws-Request-Id: id-1\r\n";

    public static Dictionary<string, (string Answer, bool IsReused)> Answers { get; } =
        new()
        {
            ["sized"] = ($"HTTP/1.1 200 OK\r\n{Id}Content-Length: 2\r\n\r\n{{}}", true),
            ["chunked"] = ($"HTTP/1.1 200 OK\r\n{Id}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n", true),
            ["keep-alive"] = ($"HTTP/1.1 200 OK\r\n{Id}Connection: keep-alive\r\nContent-Length: 2\r\n\r\n{{}}", true),
            ["one interim"] = (
                $"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\n{Id}Content-Length: 2\r\n\r\n{{}}",
                true
            ),
            ["eight interims"] = (
                string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\nX: y\r\n\r\n", 8))
                    + $"HTTP/1.1 200 OK\r\n{Id}Content-Length: 2\r\n\r\n{{}}",
                true
            ),
            ["HTTP/1.0"] = ($"HTTP/1.0 200 OK\r\n{Id}Content-Length: 2\r\n\r\n{{}}", false),
            ["HTTP/1.0 keep-alive"] = (
                $"HTTP/1.0 200 OK\r\n{Id}Connection: keep-alive\r\nContent-Length: 2\r\n\r\n{{}}",
                false
            ),
            ["close"] = ($"HTTP/1.1 200 OK\r\n{Id}Connection: close\r\nContent-Length: 2\r\n\r\n{{}}", false),
            ["close in a list"] = (
                $"HTTP/1.1 200 OK\r\n{Id}Connection: x, CLOSE\r\nContent-Length: 2\r\n\r\n{{}}",
                false
            ),
            ["surplus bytes"] = ($"HTTP/1.1 200 OK\r\n{Id}Content-Length: 2\r\n\r\n{{}}surplus", false),
            ["a surplus answer"] = (
                $"HTTP/1.1 200 OK\r\n{Id}Content-Length: 2\r\n\r\n{{}}HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
                false
            ),
        };

    public static TheoryData<Caller, string> Cases =>
        [.. Enum.GetValues<Caller>().SelectMany(caller => Answers.Keys.Select(name => (caller, name)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_event(Caller caller, string name)
    {
        var (answer, isReused) = Answers[name];
        var bytes = System.Text.Encoding.ASCII.GetBytes(answer);
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.Answer(bytes);
                await connection.Serve();
            },
            connection => connection.Serve()
        );
        using var client = Opened.At(server);

        var invocation = await caller.Next(client).Must();
        await caller.Respond(client, invocation).Must();

        Assert.Equal("id-1", invocation.RequestId);
        Assert.Equal("{}"u8, invocation.Payload.Span);
        Assert.Equal(isReused ? 1 : 2, server.Accepted);
    }

    [Theory, BothCallers]
    public async Task A_surplus_answer_that_comes_late_is_not_taken_for_the_next_one(Caller caller)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(
            async connection =>
            {
                await connection.Answer(Wire.Event());
                await go.Task.Within();
                await connection.Send(Wire.Refusal(403, "InvalidStateTransition"));
                sent.SetResult();
                await connection.ClosedByClient();
            },
            connection => connection.Serve()
        );
        using var client = Opened.At(server);
        var invocation = await caller.Next(client).Must();
        go.SetResult();
        await sent.Task.Within();

        await caller.Respond(client, invocation).Must();

        Assert.Equal(2, server.Accepted);
    }
}
