using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.Hosting;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.Invoke;

/// <summary>
/// The operations Invoke and InvokeWithResponseStream of the Lambda API, as the AWS CLI, an SDK or curl calls them. Each came with a
/// version of its own.
/// </summary>
internal sealed class InvokeEndpoint(IReadOnlyList<FunctionService> services)
{
    private const string ApiVersion = "2015-03-31";
    private const string StreamingApiVersion = "2021-11-15";

    private const int LargestAsynchronousEvent = 1024 * 1024;

    public static bool IsMeantBy(RequestPath path) =>
        path.StartsWith(ApiVersion) || path.StartsWith(StreamingApiVersion);

    public async Task HandleAsync(HttpContext context, RequestPath path)
    {
        var requestId = Guid.NewGuid().ToString();
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        try
        {
            await InvokeAsync(context, path, requestId).ConfigureAwait(false);
        }
        catch (InvokeException refused)
        {
            await InvokeAnswer.WriteErrorAsync(context.Response, refused).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task InvokeAsync(HttpContext context, RequestPath path, string requestId)
    {
        var (name, streams) = path.Segments switch
        {
            [ApiVersion, "functions", var it, "invocations"] => (it, false),
            [StreamingApiVersion, "functions", var it, "response-streaming-invocations"] => (it, true),
            _ => throw new InvokeException(
                404,
                "UnknownOperationException",
                "The emulator offers two operations: POST /2015-03-31/functions/NAME/invocations and "
                    + "POST /2021-11-15/functions/NAME/response-streaming-invocations."
            ),
        };

        if (context.Request.Method != "POST")
        {
            context.Response.Headers.Allow = "POST";
            throw new InvokeException(
                405,
                "MethodNotAllowedException",
                $"Invoke takes POST, not {Shown.Short(context.Request.Method)}."
            );
        }

        var headers = context.Request.Headers;
        var function = FunctionReference.Parse(name, context.Request.Query["Qualifier"]);
        var service = Find(function);
        var type = InvokeHeaders.InvocationType(headers);
        if (streams && type == InvocationType.Event)
        {
            throw InvokeException.InvalidParameter(
                "An asynchronous invocation has no response to stream; use RequestResponse, or the operation Invoke."
            );
        }

        var wantsLog = InvokeHeaders.WantsLogTail(headers);
        var request = new InvocationRequest
        {
            RequestId = requestId,
            Qualifier = function.Qualifier,
            InvokedFunctionArn = function.Arn,
            TraceId = InvokeHeaders.Optional(headers, "X-Amzn-Trace-Id"),
            TenantId = InvokeHeaders.Optional(headers, "X-Amz-Tenant-Id"),
            ClientContext = InvokeHeaders.ClientContext(headers),
            Payload = await ReadEventAsync(context.Request, type).ConfigureAwait(false),
        };
        if (request.UnfitText is { } unfit)
        {
            throw InvokeException.InvalidParameter($"{unfit} contains a control character; send it without.");
        }

        switch (type)
        {
            case InvocationType.DryRun:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case InvocationType.Event:
                _ = service.InvokeAsync(request, CancellationToken.None);
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                break;
            case InvocationType.RequestResponse when streams:
                await StreamAsync(service, context, request, wantsLog).ConfigureAwait(false);
                break;
            default:
                var outcome = await service.InvokeAsync(request, context.RequestAborted).ConfigureAwait(false);
                await InvokeAnswer
                    .WriteAsync(context.Response, outcome, LogOf(service, outcome, wantsLog))
                    .ConfigureAwait(false);
                break;
        }
    }

    private FunctionService Find(FunctionReference function)
    {
        var found = services.FirstOrDefault(service => service.Options.FunctionName == function.Name);
        if (found is not null)
        {
            return found;
        }

        var missing = services[0].Options with { FunctionName = function.Name };
        throw new InvokeException(
            404,
            "ResourceNotFoundException",
            $"Function not found: {function.Arn ?? FunctionArn.Of(missing, function.Qualifier)}"
        );
    }

    private static async Task StreamAsync(
        FunctionService service,
        HttpContext context,
        InvocationRequest request,
        bool wantsLog
    )
    {
        var answer = new EventStreamAnswer(context.Response, FunctionService.ExecutedVersion(request.Qualifier));
        var outcome = await service
            .InvokeAsync(request with { ResponseSink = (chunk, _) => answer.WriteAsync(chunk) }, context.RequestAborted)
            .ConfigureAwait(false);
        await answer.CompleteAsync(outcome, LogOf(service, outcome, wantsLog)).ConfigureAwait(false);
    }

    private static byte[]? LogOf(FunctionService service, InvocationOutcome outcome, bool isWanted) =>
        isWanted ? LogTail.Of(outcome, service.Options) : null;

    private static async Task<ReadOnlyMemory<byte>> ReadEventAsync(HttpRequest request, InvocationType type)
    {
        const string Name = "The event";
        var limit = type == InvocationType.Event ? LargestAsynchronousEvent : EventCheck.Largest;
        var body = await BodyReader.ReadAsync(request, limit).ConfigureAwait(false);
        switch (body.End)
        {
            case BodyEnd.TooLarge:
                throw new InvokeException(413, "RequestTooLargeException", EventCheck.TooLarge(Name, limit));
            case BodyEnd.Truncated:
                throw InvokeException.InvalidContent("The event ended before it was complete; send it again.");
        }

        if (body.Length == 0)
        {
            return "{}"u8.ToArray();
        }

        return EventCheck.Refusal(Name, body.Bytes.Span, limit) is { } refusal
            ? throw InvokeException.InvalidContent(refusal)
            : body.Bytes;
    }
}
