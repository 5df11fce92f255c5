using System.Text;
using LambdaClient.Http;

namespace LambdaClient;

/// <summary>
/// Being an extension that wants no events: the service sends SIGTERM before it ends an execution environment only where an
/// extension is registered (AWS Lambda Developer Guide, "Lambda execution environment").
/// </summary>
internal sealed partial class Session
{
    private const string IdentifierField = "Lambda-Extension-Identifier";

    private static readonly byte[] NoEvents = [.. """{"events":[]}"""u8];

    /// <summary>Registers, and gives the identifier under which to wait.</summary>
    /// <param name="name">The extension's name: printable ASCII.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Result<string, ApiError>> RegisterExtensionAsync(string name, CancellationToken cancellation) =>
        RunAsync<RegisterCall, string>(new(name), cancellation);

    /// <summary>As <see cref="RegisterExtensionAsync"/>, blocking.</summary>
    public Result<string, ApiError> RegisterExtension(string name) => Run<RegisterCall, string>(new(name));

    /// <summary>Waits for an event, which does not come: this ends when the session is cancelled or the service ends.</summary>
    /// <param name="identifier">What registering gave.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Result<Unit, ApiError>> ExtensionNextAsync(string identifier, CancellationToken cancellation) =>
        RunAsync<ExtensionNextCall, Unit>(new(identifier), cancellation);

    /// <summary>As <see cref="ExtensionNextAsync"/>, blocking.</summary>
    public Result<Unit, ApiError> ExtensionNext(string identifier) => Run<ExtensionNextCall, Unit>(new(identifier));

    private Result<string, ApiError> ReadIdentifier()
    {
        if (CheckReply(Operation.RegisterExtension) is { } error)
        {
            return Cancellation.IsCompleted
                ? new ApiError.Cancelled(Operation.RegisterExtension, error.Delivery)
                : error;
        }

        foreach (var field in new HeadFields(_exchange.Reply.Head.In(_exchange.Reply.Buffer.Bytes)))
        {
            if (Ascii.EqualsIgnoreCase(field.Name, IdentifierField) && !field.Value.IsEmpty)
            {
                return Encoding.Latin1.GetString(field.Value);
            }
        }

        return new ApiError.Protocol(
            ErrorCode.StatusUnexpected,
            Operation.RegisterExtension,
            $"no {IdentifierField}",
            Delivery.Sent
        );
    }

    // To the table of states it waits for something, so that cancelling the client ends it.
    private readonly struct RegisterCall(string name) : ICall<string>
    {
        public ClientCall Kind => ClientCall.Poll;

        public ApiError Refuse(Session session, ErrorCode code) => new ApiError.State(code);

        public ApiError? Begin(Session session)
        {
            if (session.Cancellation.IsCompleted)
            {
                return new ApiError.Cancelled(Operation.RegisterExtension, Delivery.NotSent);
            }

            var head = session._writer.RegisterExtension(Encoding.ASCII.GetBytes(name), NoEvents.Length);
            session._exchange.Begin(new Request(head, NoEvents, MaxReplyBytes), session.ReportLimit);
            return null;
        }

        public (Result<string, ApiError> Result, CallEnd End) End(Session session) =>
            (session.ReadIdentifier(), CallEnd.Nothing);
    }

    private readonly struct ExtensionNextCall(string identifier) : ICall<Unit>
    {
        public ClientCall Kind => ClientCall.Poll;

        public ApiError Refuse(Session session, ErrorCode code) => new ApiError.State(code);

        public ApiError? Begin(Session session)
        {
            var head = session._writer.ExtensionNext(Encoding.Latin1.GetBytes(identifier));
            session._exchange.Begin(new Request(head, default, MaxReplyBytes, IsPoll: true), Timeout.InfiniteTimeSpan);
            return null;
        }

        public (Result<Unit, ApiError> Result, CallEnd End) End(Session session) =>
            (session.CheckReply(Operation.ExtensionNext) is { } error ? error : default(Unit), CallEnd.Nothing);
    }
}
