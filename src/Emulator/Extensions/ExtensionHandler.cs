using System.Text.Json;
using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.Hosting;
using LambdaClient.Emulator.RuntimeApi;

namespace LambdaClient.Emulator.Extensions;

/// <summary>The Extensions API: registering, waiting for events, reporting errors.</summary>
internal sealed class ExtensionHandler(FunctionService service)
{
    private const long LargestBody = 1024 * 1024;

    private readonly ExtensionRegistry _registry = service.Extensions;

    public async Task RegisterAsync(Exchange exchange)
    {
        if (exchange.Header(ExtensionHeaders.Name) is not { } name)
        {
            await exchange.RefuseAsync(ExtensionRefusal.MissingName()).ConfigureAwait(false);
            return;
        }

        var body = await exchange.ReadBodyAsync(LargestBody).ConfigureAwait(false);
        var refusal = RefusalOf(body);
        var events = refusal is null ? Events(body.Bytes) : null;
        refusal ??= events is null ? ExtensionRefusal.InvalidRequest() : null;
        Extension? extension = null;
        if (refusal is null)
        {
            var runtimeIsUp = service.Session.Init.CompletedAt is not null;
            _registry.TryRegister(name, events!, runtimeIsUp, out extension, out refusal);
        }

        if (extension is null)
        {
            await exchange.RefuseAsync(refusal!).ConfigureAwait(false);
            return;
        }

        exchange.Response.Headers[ExtensionHeaders.Identifier] = extension.Id.ToString();
        var features = exchange.Header(ExtensionHeaders.Feature)?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        await exchange.JsonAsync(json => Describe(json, features.Contains("accountId"))).ConfigureAwait(false);
    }

    public async Task NextAsync(Exchange exchange)
    {
        if (await IdentifyAsync(exchange).ConfigureAwait(false) is not { } extension)
        {
            return;
        }

        if (!_registry.TryPoll(extension, out var poll, out var refusal))
        {
            await exchange.RefuseAsync(refusal).ConfigureAwait(false);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(exchange.ConnectionClosed, service.Closing);
        using var registration = over.Token.Register(() => _registry.Withdraw(extension, poll));
        try
        {
            var happened = await poll.Task.ConfigureAwait(false);
            exchange.Response.Headers[ExtensionHeaders.EventIdentifier] = happened.Id.ToString();
            await exchange.WriteAsync("application/json", happened.Json).ConfigureAwait(false);
            await exchange.Response.CompleteAsync().ConfigureAwait(false);
            happened.MarkWritten();
        }
        catch (OperationCanceledException)
        {
            exchange.Abort();
        }
    }

    public Task FailInitAsync(Exchange exchange) =>
        FailAsync(exchange, ExtensionAction.FailInit, ErrorTypes.ExtensionInitError);

    public Task FailExitAsync(Exchange exchange) =>
        FailAsync(exchange, ExtensionAction.FailExit, ErrorTypes.ExtensionExitError);

    private async Task FailAsync(Exchange exchange, ExtensionAction action, string errorType)
    {
        if (await IdentifyAsync(exchange).ConfigureAwait(false) is not { } extension)
        {
            return;
        }

        var body = await exchange.ReadBodyAsync(LargestBody).ConfigureAwait(false);
        var refusal =
            RefusalOf(body)
            ?? (exchange.Header(ExtensionHeaders.ErrorType) is null ? ExtensionRefusal.MissingErrorType() : null);
        if (refusal is not null || !_registry.TryFail(extension, action, out refusal))
        {
            await exchange.RefuseAsync(refusal).ConfigureAwait(false);
            return;
        }

        // What the extension calls its error is not passed on; the service has a word of its own for it.
        await exchange.AcceptAsync().ConfigureAwait(false);
        var init = service.Session.Init;
        var status = init.CompletedAt is null ? InvocationStatus.InitFailed : InvocationStatus.ExtensionFailed;
        init.Fail(id => Answers.ExtensionFailed(id, extension.Name, errorType, status));
    }

    private async Task<Extension?> IdentifyAsync(Exchange exchange)
    {
        var identifier = exchange.Header(ExtensionHeaders.Identifier);
        var isId = Guid.TryParse(identifier, out var id);
        var extension = isId ? _registry.Find(id) : null;
        if (extension is null)
        {
            await exchange
                .RefuseAsync(
                    identifier is null ? ExtensionRefusal.MissingIdentifier()
                    : isId ? ExtensionRefusal.UnknownIdentifier(id)
                    : ExtensionRefusal.InvalidIdentifier(identifier)
                )
                .ConfigureAwait(false);
        }

        return extension;
    }

    private void Describe(Utf8JsonWriter json, bool withAccount)
    {
        json.WriteString("functionName", service.Options.FunctionName);
        json.WriteString("functionVersion", FunctionService.ExecutedVersion(qualifier: null));
        json.WriteString("handler", service.Options.Handler?.HandlerName ?? "");
        if (withAccount)
        {
            json.WriteString("accountId", service.Options.AccountId);
        }
    }

    private static Refusal? RefusalOf(Body body) =>
        body.End switch
        {
            BodyEnd.TooLarge => Refusal.TooLarge(LargestBody),
            BodyEnd.Truncated => Refusal.Truncated(),
            _ => null,
        };

    /// <summary>The event types in the body of a registration, none if it names none; null if it is not of the right form.</summary>
    private static List<string>? Events(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            return
                document.RootElement.TryGetProperty("events", out var events) && events.ValueKind != JsonValueKind.Null
                ? [.. events.EnumerateArray().Select(it => it.GetString() ?? "null")]
                : [];
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
