using LambdaClient.Emulator.Function;
using LambdaClient.Emulator.RuntimeApi;

namespace LambdaClient.Emulator.Faults;

/// <summary>Makes a fault come true in the exchange that it strikes.</summary>
internal sealed class FaultInjector(FunctionService service)
{
    // More than any post may have.
    private const long LargestDrained = 256L * 1024 * 1024;

    private static readonly TimeSpan TimeToLeave = TimeSpan.FromSeconds(10);

    public async Task HandleAsync(Exchange exchange, Fault fault, Func<Exchange, Task> handle)
    {
        exchange.Fault = fault;
        try
        {
            if (fault is { AfterBytes: null, After: FaultPoint.RequestHead or FaultPoint.Request })
            {
                await StrikeBeforeAsync(exchange, fault, handle).ConfigureAwait(false);
            }
            else
            {
                await StrikeWithinAsync(exchange, fault, handle).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The runtime, or the emulator, is gone while the fault is delayed.
            exchange.Abort();
        }
    }

    private async Task StrikeBeforeAsync(Exchange exchange, Fault fault, Func<Exchange, Task> handle)
    {
        if (fault.Kind is FaultKind.Delay or FaultKind.Omit or FaultKind.AnnouncedClose)
        {
            exchange.Response.OnStarting(() => ChangeHeaders(exchange, fault));
            await DelayAsync(exchange, fault).ConfigureAwait(false);
            await handle(exchange).ConfigureAwait(false);
            return;
        }

        if (fault.After == FaultPoint.Request)
        {
            await exchange.ReadBodyAsync(LargestDrained).ConfigureAwait(false);
        }

        await DelayAsync(exchange, fault).ConfigureAwait(false);
        switch (fault.Kind)
        {
            case FaultKind.Status:
                await exchange.RefuseAsync(Requested(fault)).ConfigureAwait(false);
                break;
            case FaultKind.Reset:
                exchange.Connection.Reset();
                exchange.Abort();
                break;
            case FaultKind.Silence:
                await WaitAsync(exchange, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
                break;
            default:
                exchange.Connection.Close();
                await LeaveAsync(exchange).ConfigureAwait(false);
                exchange.Abort();
                break;
        }
    }

    private async Task StrikeWithinAsync(Exchange exchange, Fault fault, Func<Exchange, Task> handle)
    {
        var place = (fault.AfterBytes, fault.After) switch
        {
            ({ } bytes, _) => new TearPlace(bytes),
            (_, FaultPoint.Accepted) => new TearPlace(0),
            (_, FaultPoint.Head) => new TearPlace(null),
            _ => new TearPlace(long.MaxValue),
        };
        exchange.Connection.Arm(place, StrikeAsync);
        await handle(exchange).ConfigureAwait(false);
        await exchange.Response.CompleteAsync().ConfigureAwait(false);
        var struck = exchange.Connection.Disarm();
        if (!struck && fault is { AfterBytes: null, After: FaultPoint.Body })
        {
            await StrikeAsync().ConfigureAwait(false);
            struck = true;
        }

        if (struck && fault.Kind != FaultKind.Delay)
        {
            if (fault.Kind == FaultKind.Silence)
            {
                await UntilClosedAsync(exchange, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
            }
            else if (fault.Kind == FaultKind.Close)
            {
                await LeaveAsync(exchange).ConfigureAwait(false);
            }

            exchange.Abort(beforeAnswer: place.Bytes == 0);
        }

        async Task StrikeAsync()
        {
            await DelayAsync(exchange, fault).ConfigureAwait(false);
            switch (fault.Kind)
            {
                case FaultKind.Close:
                    exchange.Connection.Close();
                    break;
                case FaultKind.Reset:
                    exchange.Connection.Reset();
                    break;
                case FaultKind.Silence:
                    exchange.Connection.Silence();
                    break;
            }
        }
    }

    /// <summary>
    /// Reads what comes in yet, and waits until the other side has closed its end too: the server resets a connection that it has to
    /// give up earlier, and that would cost the other side what it has not read.
    /// </summary>
    private async Task LeaveAsync(Exchange exchange)
    {
        await exchange.ReadBodyAsync(LargestDrained).ConfigureAwait(false);
        await UntilClosedAsync(exchange, TimeToLeave).ConfigureAwait(false);
    }

    private async Task UntilClosedAsync(Exchange exchange, TimeSpan most)
    {
        try
        {
            await WaitAsync(exchange, most).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It has.
        }
    }

    private Task DelayAsync(Exchange exchange, Fault fault) =>
        fault.Delay > TimeSpan.Zero ? WaitAsync(exchange, fault.Delay) : Task.CompletedTask;

    /// <exception cref="OperationCanceledException">The connection was closed, or the emulator is.</exception>
    private async Task WaitAsync(Exchange exchange, TimeSpan time)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(exchange.Connection.Closed, service.Closing);
        await Task.Delay(time, service.Options.TimeProvider, over.Token).ConfigureAwait(false);
    }

    private static Task ChangeHeaders(Exchange exchange, Fault fault)
    {
        foreach (var name in fault.Headers)
        {
            exchange.Response.Headers.Remove(name);
        }

        if (fault.Kind == FaultKind.AnnouncedClose)
        {
            exchange.Response.Headers.Connection = "close";
        }

        return Task.CompletedTask;
    }

    private static Refusal Requested(Fault fault) =>
        new(
            fault.Status,
            fault.ErrorType ?? "RequestedFault",
            "The emulator was asked to answer this call with an error."
        );
}
