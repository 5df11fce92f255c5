using System.Buffers.Text;
using System.Text;
using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.Hosting;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.RuntimeApi;

/// <summary>Takes what a runtime posts: the response to an event, an error in its place, or the news that it cannot start.</summary>
internal sealed class AnswerHandler(RuntimeSession session, bool concurrent)
{
    // 6 MB and 100 bytes to spare; what is exactly this long still passes.
    private const long LargestBody = (6 * 1024 * 1024) + 100;
    private const long LargestStream = 200L * 1024 * 1024;

    // The service is stricter with the errors of a runtime that has several workers.
    private readonly long _largestError = concurrent ? 1024 * 1024 : LargestBody;

    public async Task RespondAsync(Exchange exchange, string requestId)
    {
        if (await BeginAsync(exchange, requestId, RuntimeAction.Respond).ConfigureAwait(false) is not { } attempt)
        {
            return;
        }

        var mode = exchange.Header(RuntimeHeaders.ResponseMode);
        if (mode is not (null or "streaming"))
        {
            session.Reject(attempt, Answers.UnknownResponseMode(mode));
            await exchange.RefuseAsync(Refusal.UnknownResponseMode(mode)).ConfigureAwait(false);
            return;
        }

        var limit = mode is null ? LargestBody : LargestStream;
        var contentType = exchange.Header("Content-Type") ?? "application/octet-stream";
        if (mode is not null)
        {
            attempt.Request.ResponseStarted?.Invoke(contentType);
        }

        var body =
            mode is not null && attempt.Sink is { } sink
                ? await exchange.ForwardBodyAsync(limit, sink).ConfigureAwait(false)
                : await exchange.ReadBodyAsync(limit).ConfigureAwait(false);
        var answer = Trailer(exchange.Request, RuntimeHeaders.ErrorType) is { } errorType
            ? Interrupted(exchange.Request, errorType, body.Bytes)
            : new Answer(InvocationStatus.Success, body.Bytes, contentType);
        await CompleteAsync(exchange, attempt, RuntimeAction.Respond, body, limit, answer).ConfigureAwait(false);
    }

    public async Task FailAsync(Exchange exchange, string requestId)
    {
        if (await BeginAsync(exchange, requestId, RuntimeAction.Fail).ConfigureAwait(false) is not { } attempt)
        {
            return;
        }

        var body = await exchange.ReadBodyAsync(_largestError).ConfigureAwait(false);
        var errorType = exchange.Header(RuntimeHeaders.ErrorType);
        var status = errorType == "Handled" ? InvocationStatus.HandledError : InvocationStatus.UnhandledError;
        var answer = Reported(exchange, status, body);
        await CompleteAsync(exchange, attempt, RuntimeAction.Fail, body, _largestError, answer).ConfigureAwait(false);
    }

    public Task FailInitAsync(Exchange exchange) => FailStartAsync(exchange, RuntimeAction.FailInit);

    public Task FailRestoreAsync(Exchange exchange) => FailStartAsync(exchange, RuntimeAction.FailRestore);

    private async Task FailStartAsync(Exchange exchange, RuntimeAction action)
    {
        if (!session.TryFail(action, out var init, out var refusal))
        {
            await exchange.RefuseAsync(refusal).ConfigureAwait(false);
            return;
        }

        var body = await exchange.ReadBodyAsync(_largestError).ConfigureAwait(false);
        var answer = Reported(exchange, InvocationStatus.InitFailed, body);
        init.Fail(_ => answer);
        await (
            body.End switch
            {
                BodyEnd.TooLarge => exchange.RefuseAsync(Refusal.TooLarge(_largestError)),
                BodyEnd.Truncated => exchange.RefuseAsync(Refusal.Truncated()),
                _ => exchange.AcceptAsync(),
            }
        ).ConfigureAwait(false);
    }

    private async Task<Attempt?> BeginAsync(Exchange exchange, string requestId, RuntimeAction action)
    {
        exchange.RequestId = requestId;
        var invocationId = exchange.Header(RuntimeHeaders.InvocationId);
        if (session.TryBeginAnswer(requestId, invocationId, action, out var attempt, out var refusal))
        {
            return attempt;
        }

        await exchange.RefuseAsync(refusal).ConfigureAwait(false);
        return null;
    }

    private async Task CompleteAsync(
        Exchange exchange,
        Attempt attempt,
        RuntimeAction begun,
        Body body,
        long limit,
        Answer whole
    )
    {
        var (answer, refusal) = body.End switch
        {
            BodyEnd.TooLarge => (Answers.TooLarge(body.Length, limit), Refusal.TooLarge(limit)),
            BodyEnd.Truncated => (Answers.Truncated(), Refusal.Truncated()),
            _ => (whole, null),
        };
        if (!session.TryCompleteAnswer(attempt, begun, answer, out var tooLate))
        {
            refusal = tooLate;
        }

        await (refusal is null ? exchange.AcceptAsync() : exchange.RefuseAsync(refusal)).ConfigureAwait(false);
    }

    private static Answer Reported(Exchange exchange, InvocationStatus status, Body body)
    {
        var contentType = exchange.Header("Content-Type") ?? "application/json";
        var bytes = body.End == BodyEnd.Complete ? body.Bytes : ReadOnlyMemory<byte>.Empty;
        return Answers.Reported(status, exchange.Header(RuntimeHeaders.ErrorType), bytes, contentType) with
        {
            ErrorCause = exchange.Header(RuntimeHeaders.ErrorCause),
        };
    }

    /// <summary>A stream that its runtime broke off, with the reason in the trailers.</summary>
    private static Answer Interrupted(HttpRequest request, string errorType, ReadOnlyMemory<byte> sent)
    {
        var encoded = Encoding.UTF8.GetBytes(Trailer(request, RuntimeHeaders.ErrorBody) ?? "");
        var body = Base64.IsValid(encoded) ? Convert.FromBase64String(Encoding.UTF8.GetString(encoded)) : [];
        return Answers.Reported(InvocationStatus.UnhandledError, errorType, body, "application/json") with
        {
            PartialResponse = sent,
        };
    }

    // Trailers that the head does not announce are lost in the service, so they are lost here.
    private static string? Trailer(HttpRequest request, string name)
    {
        var announced = request.GetDeclaredTrailers().Contains(name, StringComparer.OrdinalIgnoreCase);
        if (!announced || !request.CheckTrailersAvailable())
        {
            return null;
        }

        var value = request.GetTrailer(name).ToString();
        return value.Length == 0 ? null : value;
    }
}
