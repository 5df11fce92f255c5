using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace LambdaClient.Logging.Tests;

/// <summary>The C# programs of docs/logging.md.</summary>
internal static class DocumentedPrograms
{
    private static readonly FunctionLog Log = FunctionLog.Open();

    public static void LogAnOrder(FunctionLog log)
    {
        using var loggers = LoggerFactory.Create(builder => builder.AddFunctionLog(log));
        var logger = loggers.CreateLogger("Orders");
        using (logger.BeginScope("customer {CustomerId}", 5))
        {
            logger.LogInformation("order {OrderId} has {Items} items", 17, 3);
        }
    }

    public static Result<Unit, ApiError> Run(RuntimeClient client) => RuntimeLoop.Run<FunctionError>(client, Handle);

    private static Result<Response, FunctionError> Handle(Invocation invocation)
    {
        Log.Info($"{invocation.Payload.Length} bytes");
        try
        {
            return Response.Json(Answer(invocation));
        }
        catch (JsonException e)
        {
            Log.Error("no order", e);
            return new FunctionError("InvalidOrder", "the event is no order");
        }
    }

    private static string Answer(Invocation invocation)
    {
        using var order = JsonDocument.Parse(invocation.Payload);
        return order.RootElement.GetRawText();
    }
}
