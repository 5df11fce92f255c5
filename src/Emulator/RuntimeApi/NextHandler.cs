using System.Globalization;
using LambdaClient.Emulator.Function;

namespace LambdaClient.Emulator.RuntimeApi;

/// <summary>Answers <c>next</c>: waits for an event, for as long as it takes, and writes it out.</summary>
internal sealed class NextHandler(FunctionService service)
{
    /// <summary>
    /// Up to this many bytes an event comes with a Content-Length, above it in chunks. Lambda does either, so a client must read both.
    /// </summary>
    private const int LargestSizedEvent = 2048;

    public async Task HandleAsync(Exchange exchange)
    {
        if (!service.Session.TryPoll(out var poll, out var refusal))
        {
            await exchange.RefuseAsync(refusal).ConfigureAwait(false);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(exchange.ConnectionClosed, service.Closing);
        using var registration = over.Token.Register(() => service.Session.Withdraw(poll));
        try
        {
            var attempt = await poll.Task.ConfigureAwait(false);
            exchange.RequestId = attempt.RequestId;
            await WriteAsync(exchange, attempt).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            exchange.Abort();
        }
    }

    private async Task WriteAsync(Exchange exchange, Attempt attempt)
    {
        var request = attempt.Request;
        var headers = exchange.Response.Headers;
        headers[RuntimeHeaders.RequestId] = attempt.RequestId;
        headers[RuntimeHeaders.InvocationId] = attempt.InvocationId;
        headers[RuntimeHeaders.Deadline] = attempt
            .Deadline.ToUnixTimeMilliseconds()
            .ToString(CultureInfo.InvariantCulture);
        headers[RuntimeHeaders.FunctionArn] =
            request.InvokedFunctionArn ?? FunctionArn.Of(service.Options, request.Qualifier);
        headers[RuntimeHeaders.TraceId] = attempt.TraceId;
        headers[RuntimeHeaders.ClientContext] = request.ClientContext;
        headers[RuntimeHeaders.CognitoIdentity] = request.CognitoIdentity;
        headers[RuntimeHeaders.TenantId] = request.TenantId;
        exchange.Response.ContentType = request.ContentType;
        if (request.Payload.Length <= LargestSizedEvent)
        {
            exchange.Response.ContentLength = request.Payload.Length;
        }

        attempt.MarkWritten();
        await exchange.Response.Body.WriteAsync(request.Payload, exchange.ConnectionClosed).ConfigureAwait(false);
    }
}
