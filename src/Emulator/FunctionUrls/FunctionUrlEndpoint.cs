using System.Text;
using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LambdaClient.Emulator.FunctionUrls;

/// <summary>A function's URL: any request to its port is an event, and the answer is the response.</summary>
internal sealed class FunctionUrlEndpoint(FunctionService service)
{
    /// <summary>Marks the connections of its port, so that their requests find it among the features.</summary>
    public ConnectionDelegate Wrap(ConnectionDelegate next) =>
        connection =>
        {
            connection.Features.Set(this);
            return next(connection);
        };

    public async Task HandleAsync(HttpContext context, RequestPath path)
    {
        var requestId = Guid.NewGuid().ToString();
        var response = context.Response;
        response.Headers["x-amzn-RequestId"] = requestId;
        var ownHeaders = response.Headers.ToList();
        var body = await BodyReader.ReadAsync(context.Request, EventCheck.Largest).ConfigureAwait(false);
        if (body.End == BodyEnd.Truncated)
        {
            context.Abort();
            return;
        }

        var now = service.Options.TimeProvider.GetUtcNow();
        var payload =
            body.End == BodyEnd.Complete ? HttpEvent.Of(context.Request, path, body.Bytes.Span, requestId, now) : [];
        if (body.End == BodyEnd.TooLarge || payload.Length > EventCheck.Largest)
        {
            await RefuseAsync(response, StatusCodes.Status413PayloadTooLarge, "Request Too Long").ConfigureAwait(false);
            return;
        }

        var answer = new HttpAnswer(response);
        try
        {
            var trace = context.Request.Headers["X-Amzn-Trace-Id"].ToString();
            var request = new InvocationRequest
            {
                RequestId = requestId,
                Payload = payload,
                TraceId = trace.Length == 0 ? null : trace,
                ResponseSink = answer.WriteAsync,
                ResponseStarted = answer.Begin,
            };
            var outcome = await service.InvokeAsync(request, context.RequestAborted).ConfigureAwait(false);
            if (!await answer.TryCompleteAsync(outcome).ConfigureAwait(false))
            {
                service.Log?.WriteLine($"URL {requestId}: {Shown.Short(answer.Fault!)}");
                await FailAsync(context, ownHeaders).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private static Task FailAsync(HttpContext context, List<KeyValuePair<string, StringValues>> ownHeaders)
    {
        if (context.Response.HasStarted)
        {
            // All that is left to say that the response is not whole.
            context.Features.Get<Arrivals>()!.Stop();
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        ownHeaders.ForEach(header => context.Response.Headers[header.Key] = header.Value);
        return RefuseAsync(context.Response, StatusCodes.Status502BadGateway, "Internal Server Error");
    }

    private static async Task RefuseAsync(HttpResponse response, int status, string message)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"{{\"Message\":\"{message}\"}}")).ConfigureAwait(false);
    }
}
