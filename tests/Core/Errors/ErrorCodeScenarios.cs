using System.Text;
using LambdaClient.TestSupport;
using LambdaClient.Transports;

namespace LambdaClient.Tests.Errors;

/// <summary>For each code, one way to meet it through a public door.</summary>
internal static class ErrorCodeScenarios
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Id = "Lambda-Runtime-Aws-Request-Id: id-1\r\n";
    private const string Empty = "Content-Length: 0\r\n\r\n";

    /// <summary>Raised by the C exports alone: a managed caller has no NULL, no handle, no foreign text and no fork.</summary>
    public static ErrorCode[] OnlyInC { get; } =
    [
        ErrorCode.ArgumentMissing,
        ErrorCode.TextInvalid,
        ErrorCode.HandleInvalid,
        ErrorCode.ForkedChild,
        ErrorCode.RuntimeUnavailable,
        ErrorCode.InternalError,
        ErrorCode.OutOfMemory,
    ];

    public static Dictionary<ErrorCode, Func<Caller, Task<ApiError>>> All { get; } =
        new()
        {
            [ErrorCode.OptionInvalid] = _ => Open(Opened.Options with { MaxEventBytes = 0 }),
            [ErrorCode.ContentTypeInvalid] = caller =>
                Answer(caller, (client, event_) => caller.Respond(client, event_, Response.Bytes(default, "\n"))),
            [ErrorCode.UserAgentInvalid] = _ => Open(Opened.Options with { UserAgent = "\n" }),
            [ErrorCode.PreludeInvalid] = _ =>
            {
                using var client = Opened.Over(Wire.Event());
                var prelude = new HttpPrelude { StatusCode = 0 };
                return Task.FromResult<ApiError>(client.OpenStream(client.Next().Must(), prelude).MustFail());
            },
            [ErrorCode.CauseInvalid] = _ => Task.FromResult(ErrorCause.Parse("[]").MustFail()),
            [ErrorCode.StreamOpen] = caller =>
                Answer(
                    caller,
                    (client, event_) =>
                    {
                        client.OpenStream(event_).Must().Flush().Must();
                        return caller.Respond(client, event_);
                    }
                ),
            [ErrorCode.HookFailed] = async caller =>
            {
                await using var server = new LoopbackServer(connection => connection.Answer(Wire.Accepted));
                var options = new BootstrapOptions
                {
                    Client = Opened.Options with { Endpoint = server.Endpoint },
                    Init = _ => throw new InvalidOperationException("no table"),
                };
                return (await caller.Bootstrap(_ => default(Response), options)).MustFail();
            },
            [ErrorCode.EndpointMissing] = _ => Open(Opened.Options with { Endpoint = null }),
            [ErrorCode.EndpointInvalid] = _ => Open(Opened.Options with { Endpoint = "host" }),
            [ErrorCode.ConnectRefused] = caller => Connect(caller, IoStatus.Refused),
            [ErrorCode.ConnectTimeout] = caller => Connect(caller, IoStatus.TimedOut),
            [ErrorCode.ConnectFailed] = caller => Connect(caller, IoStatus.Failed),
            [ErrorCode.ConnectionClosed] = caller => End(caller, default),
            [ErrorCode.ConnectionBroken] = caller => End(caller, new IoResult(IoStatus.Failed)),
            [ErrorCode.ReplyTruncated] = caller => Next(caller, Ok),
            [ErrorCode.AnswerTimeout] = NeverReplied,
            [ErrorCode.StatusLineInvalid] = caller => Next(caller, "SSH-2.0-OpenSSH"),
            [ErrorCode.FieldInvalid] = caller => Next(caller, $"{Ok}Bad Field: x\r\n{Empty}"),
            [ErrorCode.FramingInvalid] = caller => Next(caller, $"{Ok}{Id}\r\n"),
            [ErrorCode.ChunkInvalid] = caller => Next(caller, $"{Ok}{Id}Transfer-Encoding: chunked\r\n\r\n-1\r\n"),
            [ErrorCode.InterimInvalid] = caller => Next(caller, "HTTP/1.1 101 Switching Protocols\r\n\r\n"),
            [ErrorCode.StatusUnexpected] = caller => Next(caller, $"HTTP/1.1 302 Found\r\nLocation: /\r\n{Empty}"),
            [ErrorCode.RequestIdMissing] = caller => Next(caller, Ok + Empty),
            [ErrorCode.RequestIdInvalid] = caller => Next(caller, $"{Ok}Lambda-Runtime-Aws-Request-Id: ..\r\n{Empty}"),
            [ErrorCode.RequestIdRejected] = caller => Refuse(caller, 400, "InvalidRequestID"),
            [ErrorCode.InvocationIdRejected] = caller => Refuse(caller, 400, "InvalidInvocationId"),
            [ErrorCode.ResponseModeRejected] = caller => Refuse(caller, 400, "InvalidFunctionResponseMode"),
            [ErrorCode.RequestTruncated] = caller => Refuse(caller, 400, "TruncatedHTTPRequest"),
            [ErrorCode.StateTransitionRejected] = caller => Refuse(caller, 403, "InvalidStateTransition"),
            [ErrorCode.InvocationTimedOut] = caller => Refuse(caller, 410, "InvokeTimeout"),
            [ErrorCode.PayloadTooLarge] = caller => Refuse(caller, 413, "RequestEntityTooLarge"),
            [ErrorCode.RequestRejected] = caller => Refuse(caller, 404, "NotFound"),
            [ErrorCode.ContainerError] = caller => Refuse(caller, 500, "InternalServerError"),
            [ErrorCode.ServerError] = caller => Refuse(caller, 503, "Unavailable"),
            [ErrorCode.AlreadyAnswered] = caller =>
                Answer(
                    caller,
                    async (client, event_) =>
                    {
                        await caller.Respond(client, event_).Must();
                        return await caller.Respond(client, event_);
                    }
                ),
            [ErrorCode.InvocationOutstanding] = caller =>
                Answer(caller, async (client, _) => (await caller.Next(client)).Map(_ => default(Unit))),
            [ErrorCode.InvocationUnknown] = caller => Answer(caller, (client, _) => caller.Respond(client, default)),
            [ErrorCode.ClientBusy] = Overlap,
            [ErrorCode.ClientClosed] = caller =>
                Answer(
                    caller,
                    (client, event_) =>
                    {
                        client.Dispose();
                        return caller.Respond(client, event_);
                    }
                ),
            [ErrorCode.InitErrorReported] = caller => AfterInitError(caller),
            [ErrorCode.ResultUninitialized] = _ => Task.FromResult(default(Result<Unit, ApiError>).MustFail()),
            [ErrorCode.HeadTooLarge] = caller => Next(caller, $"{Ok}X: {new string('x', 64 * 1024)}\r\n"),
            [ErrorCode.BodyTooLarge] = caller => Next(caller, $"{Ok}{Id}Content-Length: 99999999\r\n\r\n"),
            [ErrorCode.ChunkOverheadTooLarge] = caller =>
                Next(caller, $"{Ok}{Id}Transfer-Encoding: chunked\r\n\r\n1;{new string('x', 300)}\r\n"),
            [ErrorCode.Cancelled] = caller =>
                Answer(
                    caller,
                    async (client, event_) =>
                    {
                        await caller.Respond(client, event_).Must();
                        client.Cancel();
                        return (await caller.Next(client)).Map(_ => default(Unit));
                    }
                ),
        };

    private static Task<ApiError> Open(RuntimeClientOptions options) =>
        Task.FromResult(RuntimeClient.Open(options).MustFail());

    private static Task<ApiError> Connect(Caller caller, IoStatus status) =>
        Next(caller, new ScriptedConnection([], Connect: new IoResult(status)));

    private static Task<ApiError> End(Caller caller, IoResult end) =>
        Next(caller, new ScriptedConnection([], end), new ScriptedConnection([], end));

    private static Task<ApiError> Next(Caller caller, string answer) =>
        Next(caller, ScriptedConnection.Of(Encoding.ASCII.GetBytes(answer)));

    private static async Task<ApiError> Next(Caller caller, params ScriptedConnection[] connections)
    {
        using var client = Opened.Over(new ScriptedTransport(connections));
        return (await caller.Next(client)).MustFail();
    }

    private static async Task<ApiError> Refuse(Caller caller, int status, string type)
    {
        using var client = Opened.Over(Wire.Event(), Wire.Refusal(status, type));
        return (await caller.Respond(client, await caller.Next(client).Must())).MustFail();
    }

    private static async Task<ApiError> Answer(
        Caller caller,
        Func<RuntimeClient, Invocation, Task<Result<Unit, ApiError>>> act
    )
    {
        using var client = Opened.Over(Wire.Event(), Wire.Accepted);
        return (await act(client, await caller.Next(client).Must())).MustFail();
    }

    private static async Task<ApiError> AfterInitError(Caller caller)
    {
        using var client = Opened.Over(Wire.Accepted);
        await caller.FailInit(client).Must();
        return (await caller.FailInit(client)).MustFail();
    }

    private static async Task<ApiError> NeverReplied(Caller caller)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send(Wire.Event());
            await connection.ReadRequest();
            await connection.ClosedByClient();
        });
        using var client = Opened.At(server, Opened.Options with { AnswerTimeout = TimeSpan.FromMilliseconds(20) });
        return (await caller.Respond(client, await caller.Next(client).Must())).MustFail();
    }

    private static async Task<ApiError> Overlap(Caller caller)
    {
        var parked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequest();
            parked.SetResult();
            await connection.ClosedByClient();
        });
        using var client = Opened.At(server);
        var first = caller.Next(client);
        await parked.Task.Within();
        var second = await caller.Next(client);
        client.Cancel();
        await first;
        return second.MustFail();
    }
}
