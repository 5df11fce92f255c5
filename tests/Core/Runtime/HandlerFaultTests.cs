using System.Text;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Runtime;

/// <summary>Whatever a handler does, the right report is posted and the next event is served.</summary>
public sealed class HandlerFaultTests
{
    [Theory, BothCallers]
    public async Task It_throws(Caller caller) =>
        await IsReported(
            caller,
            _ => throw new InvalidOperationException("no"),
            "System.InvalidOperationException",
            "no"
        );

    [Theory, BothCallers]
    public async Task It_runs_out_of_memory(Caller caller) =>
        await IsReported(
            caller,
            _ => throw new InsufficientMemoryException("all gone"),
            "System.InsufficientMemoryException",
            "all gone"
        );

    [Theory, BothCallers]
    public async Task It_returns_a_failure(Caller caller) =>
        await IsReported(caller, _ => new FunctionError("Function.Broken", "broken"), "Function.Broken", "broken");

    [Theory, BothCallers]
    public async Task It_returns_default(Caller caller) =>
        await IsReported(caller, _ => default, "Error", "the handler failed without saying why");

    [Theory, BothCallers]
    public async Task It_is_null(Caller caller) =>
        await IsReported(caller, null!, "System.NullReferenceException", "Object reference");

    [Theory, BothCallers]
    public async Task It_answers_with_a_content_type_that_cannot_be_sent(Caller caller)
    {
        var survived = await IsReported(
            caller,
            _ => Response.Bytes(default, "text/plain\r\nX: y"),
            "Runtime.ApiError",
            "content_type_invalid"
        );

        Assert.Equal(ErrorCode.ContentTypeInvalid, Assert.Single(survived).Code);
    }

    [Theory, BothCallers]
    public async Task It_throws_an_exception_that_cannot_be_read(Caller caller) =>
        await IsReported(caller, _ => throw new UnreadableException(), nameof(UnreadableException), "");

    [Theory, BothCallers]
    public async Task It_throws_an_exception_whose_message_is_null(Caller caller) =>
        await IsReported(caller, _ => throw new SilentException(), nameof(SilentException), "");

    [Fact]
    public async Task It_throws_after_an_await() =>
        await IsReported(
            async _ =>
            {
                await Task.Yield();
                throw new InvalidOperationException("later");
            },
            "System.InvalidOperationException",
            "later"
        );

    [Fact]
    public async Task It_gives_a_failed_task() =>
        await IsReported(
            _ => Task.FromException<Result<Response, FunctionError>>(new FormatException("failed")),
            "System.FormatException",
            "failed"
        );

    [Fact]
    public async Task It_gives_a_cancelled_task() =>
        await IsReported(
            _ => Task.FromCanceled<Result<Response, FunctionError>>(new CancellationToken(canceled: true)),
            "System.Threading.Tasks.TaskCanceledException",
            ""
        );

    [Fact]
    public async Task It_gives_no_task() => await IsReported(_ => null!, "System.NullReferenceException", "");

    [Theory, BothCallers]
    public async Task It_answers_by_itself(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted, Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);
        List<ApiError> survived = [];

        await caller.Serve(
            client,
            invocation =>
            {
                client.Respond(invocation, Response.Text("mine")).Must();
                return Response.Text("the loop's");
            },
            new RuntimeLoopOptions { MaxAttempts = 1, OnError = survived.Add }
        );

        Assert.Equal([ErrorCode.AlreadyAnswered, ErrorCode.AlreadyAnswered], survived.Select(error => error.Code));
        Assert.Equal(4, transport.Written.Count);
    }

    private static async Task<List<ApiError>> IsReported(
        Caller caller,
        Func<Invocation, Result<Response, FunctionError>> handler,
        string type,
        string message
    ) => await IsReported((client, options) => caller.Serve(client, handler, options), type, message);

    private static async Task<List<ApiError>> IsReported(
        Func<Invocation, Task<Result<Response, FunctionError>>> handler,
        string type,
        string message
    ) =>
        await IsReported(
            (client, options) => RuntimeLoop.RunAsync(client, (invocation, _) => handler(invocation), options).Within(),
            type,
            message
        );

    /// <summary>Two events: the report of the first is checked, the second shows that the loop went on.</summary>
    private static async Task<List<ApiError>> IsReported(
        Func<RuntimeClient, RuntimeLoopOptions, Task<Result<Unit, ApiError>>> serve,
        string type,
        string message
    )
    {
        var transport = Opened.Scripted(
            Wire.Event(),
            Wire.Accepted,
            Wire.Event("{}", "id-2"),
            Wire.Refusal(500, "End")
        );
        using var client = Opened.Over(transport);
        List<ApiError> survived = [];

        var result = await serve(client, new RuntimeLoopOptions { OnError = error => survived.Add(error) });

        result.MustFail(ErrorCode.ContainerError);
        var report = Encoding.UTF8.GetString(transport.Written[1]);
        Assert.StartsWith($"POST /2018-06-01/runtime/invocation/{Wire.Id}/error ", report, StringComparison.Ordinal);
        Assert.Contains($"{type}\",\"stackTrace\":", report, StringComparison.Ordinal);
        Assert.Contains($"\"errorMessage\":\"{message}", report, StringComparison.Ordinal);
        Assert.StartsWith(
            "POST /2018-06-01/runtime/invocation/id-2/error ",
            Encoding.UTF8.GetString(transport.Written[3]),
            StringComparison.Ordinal
        );
        return survived[..(survived.Count / 2)];
    }

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new InvalidOperationException("the message cannot be read");
    }

    private sealed class SilentException : Exception
    {
        public override string Message => null!;
    }
}
