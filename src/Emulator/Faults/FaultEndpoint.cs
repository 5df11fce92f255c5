using System.Text.Json;
using LambdaClient.Emulator.Hosting;
using LambdaClient.Emulator.RuntimeApi;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.Faults;

/// <summary>The control endpoint <c>/emulator/faults</c>: POST asks for a fault, GET lists those that wait, DELETE forgets them.</summary>
internal sealed class FaultEndpoint(FaultList faults)
{
    /// <summary>What its paths begin with.</summary>
    public const string Prefix = "emulator";

    private const long LargestFault = 64 * 1024;

    public static bool IsMeantBy(RequestPath path) => path.StartsWith(Prefix);

    public Task HandleAsync(HttpContext context, RequestPath path)
    {
        var exchange = new Exchange(context, path);
        if (path.Segments is not [Prefix, "faults"])
        {
            return exchange.RefuseAsync(
                new(404, "NotFound", "The emulator is controlled by one path: /emulator/faults.")
            );
        }

        switch (context.Request.Method)
        {
            case "POST":
                return AddAsync(exchange);
            case "GET":
                return exchange.WriteAsync("application/json", FaultJson.Write(faults.Snapshot()));
            case "DELETE":
                faults.Clear();
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            default:
                context.Response.Headers.Allow = "POST, GET, DELETE";
                return exchange.RefuseAsync(
                    new(
                        405,
                        "MethodNotAllowed",
                        $"This path takes POST, GET or DELETE, not {Shown.Short(context.Request.Method)}."
                    )
                );
        }
    }

    private async Task AddAsync(Exchange exchange)
    {
        var body = await exchange.ReadBodyAsync(LargestFault).ConfigureAwait(false);
        string? misfit = null;
        try
        {
            if (body.End == BodyEnd.Complete)
            {
                faults.Add(FaultJson.Read(body.Bytes.Span));
            }
            else
            {
                misfit = $"A fault is a JSON object of at most {LargestFault} bytes.";
            }
        }
        catch (Exception refused) when (refused is JsonException or ArgumentException)
        {
            misfit = refused.Message;
        }

        if (misfit is not null)
        {
            await exchange.RefuseAsync(new(400, "InvalidFault", misfit)).ConfigureAwait(false);
            return;
        }

        exchange.Response.StatusCode = StatusCodes.Status201Created;
        await exchange.WriteAsync("application/json", FaultJson.Write(faults.Snapshot())).ConfigureAwait(false);
    }
}
