using System.Text;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Faults;

/// <summary>Every status against every call: a typed result each, and what the loop makes of it.</summary>
public sealed class StatusMatrixTests
{
    private static IEnumerable<int> Statuses => Enumerable.Range(100, 500);

    [Theory]
    [BothCallers(
        Operation.Next,
        Operation.Respond,
        Operation.Fail,
        Operation.FailInit,
        Operation.RestoreNext,
        Operation.FailRestore
    )]
    public async Task Every_status_gives_a_typed_result(Caller caller, Operation operation) =>
        await Gives(status => Call(caller, operation, Answer(status, operation)), operation);

    [Theory, BothCallers]
    public async Task Every_status_gives_a_typed_result_to_a_stream(Caller caller) =>
        await Gives(
            status => Call(caller, Operation.Respond, Answer(status, Operation.Respond), Streamed),
            Operation.Respond
        );

    private static async Task Gives(Func<int, Task<Result<Unit, ApiError>>> call, Operation operation)
    {
        foreach (var status in Statuses)
        {
            var expected = ExpectedReaction.Of(status).To(operation);
            var result = await call(status);
            var error = result.Match<ApiError?>(_ => null, error => error);
            Assert.True((error?.Code ?? ErrorCode.None) == expected, $"{status}: {error}");
            if (error is not null)
            {
                IsTyped(error, status, operation);
            }
        }
    }

    [Theory]
    [BothCallers(Operation.Next, Operation.Respond, Operation.Fail)]
    public async Task Every_status_moves_the_loop(Caller caller, Operation operation) =>
        await ForEachStatus(status => MovesLoop(caller, operation, status, Response.Json("1")));

    [Theory, BothCallers]
    public async Task Every_status_of_a_stream_moves_the_loop(Caller caller) =>
        await ForEachStatus(status => MovesLoop(caller, Operation.Respond, status, Streamed));

    private static Response Streamed { get; } =
        Response.Streamed((output, _) => output.WriteAsync("piece"u8.ToArray()).AsTask());

    private static Task ForEachStatus(Func<int, Task> check) =>
        Parallel.ForEachAsync(
            Statuses,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (status, _) => await check(status)
        );

    private static async Task MovesLoop(Caller caller, Operation operation, int status, Response response)
    {
        var expected = ExpectedReaction.Of(status);
        var isSuccess = expected.To(operation) == ErrorCode.None;
        byte[][] before = operation == Operation.Next ? [] : [Wire.Event()];
        byte[][] after = operation == Operation.Next && isSuccess ? [Wire.Accepted] : [];
        var transport = Opened.Scripted([
            .. before,
            Answer(status, operation),
            .. after,
            Wire.Refusal(418, "last", "the script is over"),
        ]);
        using var client = Opened.Over(transport);
        List<ApiError> survived = [];

        var result = await caller.Serve(
            client,
            _ => operation == Operation.Fail ? new FunctionError("Function.Broken", "") : response,
            new RuntimeLoopOptions { MaxAttempts = 2, OnError = survived.Add }
        );

        // A stream is written bit by bit; a request begins with its method.
        var requests = transport
            .Written.Where(bytes => bytes.AsSpan().StartsWith("GET"u8) || bytes.AsSpan().StartsWith("POST"u8))
            .ToList();
        var error = result.MustFail();
        var what = $"{operation} {status} ended with {error}";
        if (expected.StopsLoop)
        {
            Assert.True(error.Code == expected.To(operation), what);
            Assert.Empty(survived);
            Assert.Equal(before.Length + 1, requests.Count);
            return;
        }

        // The loop went on to the end of the script, or for a poll that fails twice, to its last attempt.
        Assert.True(error.Code is ErrorCode.RequestRejected or ErrorCode.ConnectRefused, what);
        Assert.True(requests.Count >= before.Length + 1 + after.Length + 1, what);
        Assert.True(isSuccess || survived[0].Code == expected.To(operation), what);
        if (operation != Operation.Next)
        {
            // Whatever became of an answer, the next call is a poll: no report follows it.
            Assert.True(requests[2].AsSpan().StartsWith("GET"u8), what);
        }
    }

    [Theory]
    [BothCallers(
        "InvalidRequestID:RequestIdRejected",
        "InvalidInvocationId:InvocationIdRejected",
        "InvalidFunctionResponseMode:ResponseModeRejected",
        "TruncatedHTTPRequest:RequestTruncated",
        "invalidrequestid:RequestRejected",
        "Other:RequestRejected",
        ":RequestRejected"
    )]
    public async Task A_400_is_told_apart_by_its_type(Caller caller, string typeAndCode)
    {
        var type = typeAndCode.Split(':')[0];
        var code = Enum.Parse<ErrorCode>(typeAndCode.Split(':')[1]);

        var error = (await Call(caller, Operation.Respond, Wire.Refusal(400, type, "why"))).MustFail(code);

        var rejected = Assert.IsType<ApiError.Rejected>(error);
        Assert.Equal((400, type, "why"), (rejected.Status, rejected.ErrorType, rejected.ErrorMessage));
        Assert.Equal(code == ErrorCode.ResponseModeRejected, error.IsFatal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{\"errorType\":7,\"errorMessage\":[1]}")]
    [InlineData("{\"errorType\":\"\\ud800\"}")]
    [InlineData("{\"errorType\":")]
    public async Task An_unreadable_refusal_is_still_that_refusal(string body)
    {
        var error = (await Call(Caller.Blocking, Operation.Respond, Wire.Answer(410, body))).MustFail();

        var rejected = Assert.IsType<ApiError.Rejected>(error);
        Assert.Equal((ErrorCode.InvocationTimedOut, 410), (rejected.Code, rejected.Status));
        Assert.Null(rejected.ErrorMessage);
    }

    [Fact]
    public async Task A_long_refusal_is_cut_in_the_message_and_whole_in_the_facts()
    {
        var text = new string('m', 100_000);

        var error = (await Call(Caller.Blocking, Operation.Respond, Wire.Refusal(400, "Type", text))).MustFail();

        Assert.Equal(text, Assert.IsType<ApiError.Rejected>(error).ErrorMessage);
        Assert.True(error.Message.Length < 500);
    }

    private static void IsTyped(ApiError error, int status, Operation operation)
    {
        Assert.Equal(
            status / 100 is 4 or 5 || (status != 101 && operation is Operation.Next or Operation.RestoreNext),
            error.Delivery == Delivery.Sent
        );
        switch (error)
        {
            case ApiError.Rejected rejected:
                Assert.Equal((status, operation), (rejected.Status, rejected.Operation));
                Assert.Equal(("Type", "message"), (rejected.ErrorType, rejected.ErrorMessage));
                break;
            case ApiError.Server server:
                Assert.Equal((status, operation), (server.Status, server.Operation));
                Assert.Equal(("Type", "message"), (server.ErrorType, server.ErrorMessage));
                break;
            default:
                Assert.Equal(operation, Assert.IsType<ApiError.Protocol>(error).Operation);
                break;
        }
    }

    private static async Task<Result<Unit, ApiError>> Call(
        Caller caller,
        Operation operation,
        byte[] answer,
        Response response = default
    )
    {
        byte[][] before = operation is Operation.Respond or Operation.Fail ? [Wire.Event()] : [];
        using var client = Opened.Over([.. before, answer]);
        switch (operation)
        {
            case Operation.Next:
                return (await caller.Next(client)).Map(_ => default(Unit));
            case Operation.Respond:
                return await caller.Respond(client, await caller.Next(client).Must(), response);
            case Operation.Fail:
                return await caller.Fail(client, await caller.Next(client).Must());
            case Operation.RestoreNext:
                return await caller.RestoreNext(client);
            case Operation.FailRestore:
                return await caller.FailRestore(client);
            default:
                return await caller.FailInit(client);
        }
    }

    /// <summary>An answer of this status; an interim one is followed by the success that the call waits for.</summary>
    private static byte[] Answer(int status, Operation operation) =>
        status switch
        {
            < 200 =>
            [
                .. Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Interim\r\n\r\n"),
                .. operation switch
                {
                    Operation.Next => Wire.Event(),
                    Operation.RestoreNext => Wire.Answer(200),
                    _ => Wire.Accepted,
                },
            ],
            200 when operation == Operation.Next => Wire.Event(),
            204 or 304 => Wire.Answer(status),
            _ => Wire.Refusal(status, "Type", "message"),
        };
}
