using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.Hosting;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.RuntimeApi;

/// <summary>The Runtime API, version 2018-06-01, for one runtime.</summary>
internal sealed class RuntimeApiEndpoint(FunctionService service)
{
    public const string ApiVersion = "2018-06-01";

    private readonly NextHandler _next = new(service);
    private readonly AnswerHandler _answers = new(service.Session);

    public async Task HandleAsync(HttpContext context, RequestPath path)
    {
        var exchange = new Exchange(context, path);
        try
        {
            await (
                path.Segments switch
                {
                    [ApiVersion, "runtime", "invocation", "next"] => exchange.OnlyAsync("GET", _next.HandleAsync),
                    [ApiVersion, "runtime", "invocation", var id, "response"] => exchange.OnlyAsync(
                        "POST",
                        it => _answers.RespondAsync(it, id)
                    ),
                    [ApiVersion, "runtime", "invocation", var id, "error"] => exchange.OnlyAsync(
                        "POST",
                        it => _answers.FailAsync(it, id)
                    ),
                    [ApiVersion, "runtime", "init", "error"] => exchange.OnlyAsync("POST", _answers.FailInitAsync),
                    [ApiVersion, "ping"] => exchange.OnlyAsync("GET", it => it.TextAsync("pong")),
                    _ => exchange.NotFoundAsync(),
                }
            ).ConfigureAwait(false);
        }
        finally
        {
            service.Calls.Add(exchange.ToCall());
        }
    }
}
