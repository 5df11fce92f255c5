using LambdaClient.Emulator.Function;

namespace LambdaClient.Emulator.RuntimeApi;

/// <summary>
/// Answers <c>restore/next</c>: the runtime waits in it while the service takes a snapshot of it and restores that. The emulator
/// cannot do either, so the time in between is as long as somebody's hook makes it.
/// </summary>
internal sealed class RestoreHandler(FunctionService service)
{
    public async Task HandleAsync(Exchange exchange)
    {
        if (!service.Session.TryAwaitRestore(out var runtime, out var refusal))
        {
            await exchange.RefuseAsync(refusal).ConfigureAwait(false);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(exchange.ConnectionClosed, service.Closing);
        try
        {
            if (service.Options.BeforeRestore is { } hook)
            {
                await hook(over.Token).WaitAsync(over.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            service.Session.EndRestore(runtime, RuntimeAction.Withdraw);
            exchange.Abort();
            return;
        }
        catch (Exception failure)
        {
            // Whatever the hook throws, the runtime is told as it would be of a failure of the service.
            service.Session.EndRestore(runtime, RuntimeAction.Withdraw);
            await exchange.RefuseAsync(Refusal.RestoreFailed(failure.Message)).ConfigureAwait(false);
            return;
        }

        service.Session.EndRestore(runtime, RuntimeAction.Restore);
        exchange.Response.ContentLength = 0;
    }
}
