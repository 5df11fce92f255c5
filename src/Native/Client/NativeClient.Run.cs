using LambdaClient.Native.Exports;
using LambdaClient.Native.Runtime;

namespace LambdaClient.Native.Client;

/// <summary>Being one of the pollers of a run.</summary>
internal sealed partial class NativeClient
{
    private NativeRun? _run;
    private ShutdownExtension? _extension;

    // The environment belongs to all threads, so none of several pollers changes it.
    private bool _sharesEnvironment;

    /// <summary>Gives the value of an environment variable.</summary>
    public Func<string, string?> Variable => _options.Client.Variable;

    /// <summary>Whether an invocation waits for its answer, or a stream for its end.</summary>
    public bool IsUnanswered => _invocation.Data is not null;

    public bool IsCancelled => _client.Session.Cancellation.IsCompleted;

    /// <summary>What a caller asks: ends a parked call and every later one; of any client of a run, those of all its clients.</summary>
    public void Cancel()
    {
        if (Volatile.Read(ref _run) is { } run)
        {
            run.Cancel();
        }
        else
        {
            CancelAlone();
        }
    }

    public void CancelAlone()
    {
        _client.Cancel();
        StopRegistering();
    }

    /// <summary>Ends the polls of this client, and of a run those of all its clients.</summary>
    public void StopPollingAll()
    {
        if (Volatile.Read(ref _run) is { } run)
        {
            run.StopPolling();
        }
        else
        {
            StopPolling();
        }
    }

    /// <summary>Ends its polls, however often this is asked; what is being sent goes on.</summary>
    public void StopPolling()
    {
        _client.Session.Cancel();
        StopRegistering();
    }

    /// <summary>Whoever runs this client, one at a time; false where it is run already.</summary>
    public bool TryBeginRun(NativeRun run)
    {
        if (Volatile.Read(ref _isStepping) != 0 || Interlocked.CompareExchange(ref _run, run, null) is not null)
        {
            return false;
        }

        _sharesEnvironment = false;
        return true;
    }

    /// <summary>Writes a warning to the function's log.</summary>
    public void Warn(string message) => Log(LogExports.LogWarn, message, LogExtras.None);

    /// <summary>The same, of the last invocation, which may have ended.</summary>
    public void WarnOfLast(string message) => Log(LogExports.LogWarn, message, LogExtras.None with { IsOfLast = true });

    public void EndRun() => Volatile.Write(ref _run, null);

    /// <summary>Another client of the same options for a poller beside this one.</summary>
    public Result<NativeClient, ApiError> OpenAnother(NativeRun run)
    {
        _sharesEnvironment = true;
        return Open(_options with { SetsTraceVariable = false })
            .Map(client =>
            {
                client._run = run;
                return client;
            });
    }

    /// <summary>Asks the service for SIGTERM before it ends the process; nothing where it was asked already.</summary>
    public ApiError? RegisterExtension()
    {
        if (Volatile.Read(ref _extension) is not null)
        {
            return null;
        }

        if (!OpenConnection(_options).TryGet(out var client, out var error))
        {
            return error;
        }

        var extension = new ShutdownExtension(client);
        if (Interlocked.CompareExchange(ref _extension, extension, null) is not null)
        {
            extension.Dispose();
            return null;
        }

        // A cancel that came before the extension could be seen did not reach it.
        if (IsCancelled)
        {
            return new ApiError.Cancelled(Operation.RegisterExtension, Delivery.NotSent);
        }

        error = extension.Register();
        if (error is not null)
        {
            Volatile.Write(ref _extension, null);
            extension.Dispose();
        }

        return error;
    }

    private void StopRegistering() => Volatile.Read(ref _extension)?.StopRegistering();

    /// <summary>The error of a result; null for a success.</summary>
    public static ApiError? ErrorOf<T>(Result<T, ApiError> result) =>
        result.TryGet(out _, out var error) ? null : error;
}
