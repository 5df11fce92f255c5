using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.Hosting;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.Invoke;

/// <summary>The Invoke operation of the Lambda API, version 2015-03-31, as the AWS CLI, an SDK or curl calls it.</summary>
internal sealed class InvokeEndpoint(FunctionService service)
{
    public const string ApiVersion = "2015-03-31";

    private const long LargestEvent = 6 * 1024 * 1024;
    private const long LargestAsynchronousEvent = 1024 * 1024;

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
        if (path.Segments is not [ApiVersion, "functions", var name, "invocations"])
        {
            throw new InvokeException(
                404,
                "UnknownOperationException",
                "The emulator offers Invoke alone: POST /2015-03-31/functions/NAME/invocations."
            );
        }

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
        var function = FunctionReference.Parse(name, context.Request.Query["Qualifier"], service.Options);
        var type = InvokeHeaders.InvocationType(headers);
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
            default:
                var outcome = await service.InvokeAsync(request, context.RequestAborted).ConfigureAwait(false);
                await InvokeAnswer.WriteAsync(context.Response, outcome, wantsLog).ConfigureAwait(false);
                break;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadEventAsync(HttpRequest request, InvocationType type)
    {
        var limit = type == InvocationType.Event ? LargestAsynchronousEvent : LargestEvent;
        var body = await BodyReader.ReadAsync(request, limit).ConfigureAwait(false);
        switch (body.End)
        {
            case BodyEnd.TooLarge:
                throw new InvokeException(
                    413,
                    "RequestTooLargeException",
                    $"The event exceeds {limit} bytes, the most this kind of invocation takes."
                );
            case BodyEnd.Truncated:
                throw InvokeException.InvalidContent("The event ended before it was complete; send it again.");
        }

        if (body.Length == 0)
        {
            return "{}"u8.ToArray();
        }

        return Json.IsValid(body.Bytes.Span)
            ? body.Bytes
            : throw InvokeException.InvalidContent(
                "The event is not valid JSON; send one JSON value as the request body."
            );
    }
}
