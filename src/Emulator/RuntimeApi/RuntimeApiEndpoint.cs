using LambdaClient.Emulator.Extensions;
using LambdaClient.Emulator.Faults;
using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.Hosting;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.RuntimeApi;

/// <summary>The Runtime API, version 2018-06-01, for one runtime, and the Extensions API, version 2020-01-01, for its extensions.</summary>
internal sealed class RuntimeApiEndpoint(FunctionService service)
{
    private const string ApiVersion = "2018-06-01";
    private const string ExtensionsVersion = "2020-01-01";

    private readonly NextHandler _next = new(service);
    private readonly AnswerHandler _answers = new(service.Session, service.Options.MaxConcurrency is not null);
    private readonly RestoreHandler _restore = new(service);
    private readonly ExtensionHandler _extensions = new(service);
    private readonly FaultInjector _faults = new(service);

    /// <summary>Whether a path may begin with it.</summary>
    public static bool IsVersion(string segment) => segment is ApiVersion or ExtensionsVersion;

    public async Task HandleAsync(HttpContext context, RequestPath path)
    {
        var exchange = new Exchange(context, path);
        var segments = path.Segments;
        exchange.Begin(service.Calls);
        try
        {
            if (RouteOf(segments) is { } route)
            {
                await exchange.OnlyAsync(route.Method, it => HandleAsync(it, route)).ConfigureAwait(false);
            }
            else if (segments is [ApiVersion, "ping"])
            {
                await exchange.OnlyAsync("GET", it => it.TextAsync("pong")).ConfigureAwait(false);
            }
            else
            {
                await exchange.NotFoundAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            exchange.Record();
        }
    }

    private Task HandleAsync(Exchange exchange, Route route) =>
        service.Faults.Take(route.Call) is { } fault
            ? _faults.HandleAsync(exchange, fault, route.Handle)
            : route.Handle(exchange);

    private Route? RouteOf(string[] segments) =>
        segments switch
        {
            [ApiVersion, "runtime", .. var rest] => rest switch
            {
                ["invocation", "next"] => new("GET", FaultCall.Next, _next.HandleAsync),
                ["invocation", var id, "response"] => new(
                    "POST",
                    FaultCall.Response,
                    it => _answers.RespondAsync(it, id)
                ),
                ["invocation", var id, "error"] => new("POST", FaultCall.Error, it => _answers.FailAsync(it, id)),
                ["init", "error"] => new("POST", FaultCall.InitError, _answers.FailInitAsync),
                ["restore", "next"] when service.Options.SnapStart => new(
                    "GET",
                    FaultCall.RestoreNext,
                    _restore.HandleAsync
                ),
                ["restore", "error"] when service.Options.SnapStart => new(
                    "POST",
                    FaultCall.RestoreError,
                    _answers.FailRestoreAsync
                ),
                _ => null,
            },
            [ExtensionsVersion, "extension", .. var rest] => rest switch
            {
                ["register"] => new("POST", FaultCall.ExtensionRegister, _extensions.RegisterAsync),
                ["event", "next"] => new("GET", FaultCall.ExtensionNext, _extensions.NextAsync),
                ["init", "error"] => new("POST", FaultCall.ExtensionInitError, _extensions.FailInitAsync),
                ["exit", "error"] => new("POST", FaultCall.ExtensionExitError, _extensions.FailExitAsync),
                _ => null,
            },
            _ => null,
        };

    private sealed record Route(string Method, FaultCall Call, Func<Exchange, Task> Handle);
}
