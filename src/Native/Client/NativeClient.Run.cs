using LambdaClient.Native.Runtime;

namespace LambdaClient.Native.Client;

/// <summary>Being one of the pollers of a run.</summary>
internal sealed partial class NativeClient
{
    private NativeRun? _run;

    /// <summary>The last fatal error of an answer since the run began: the run ends with it, whatever its handler makes of it.</summary>
    public ApiError? Fatal { get; private set; }

    /// <summary>Gives the value of an environment variable.</summary>
    public Func<string, string?> Variable => _options.Client.Variable;

    /// <summary>Whether an invocation waits for its answer, or a stream for its end.</summary>
    public bool IsUnanswered => _invocation.Data is not null;

    public bool IsCancelled => _client.Session.Cancellation.IsCompleted;

    /// <summary>Ends a parked call and every later one; of any client of a run, those of all its clients.</summary>
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

    public void CancelAlone() => _client.Cancel();

    /// <summary>Whoever runs this client, one at a time; false where it is run, or in use by another thread.</summary>
    public bool TryBeginRun(NativeRun run)
    {
        using var turn = new Turn(ref _isInUse);
        if (!turn.IsMine || Interlocked.CompareExchange(ref _run, run, null) is not null)
        {
            return false;
        }

        Fatal = null;
        return true;
    }

    public void EndRun() => Volatile.Write(ref _run, null);

    /// <summary>Another client of the same options for a poller beside this one; they share the environment, so none changes it.</summary>
    public Result<NativeClient, ApiError> OpenAnother(NativeRun run) =>
        Open(_options with { SetsTraceVariable = false })
            .Map(client =>
            {
                client._run = run;
                return client;
            });

    /// <summary>A client for what is no part of serving events.</summary>
    public Result<RuntimeClient, ApiError> OpenConnection() => OpenConnection(_options);

    /// <summary>Waits; a cancelled client does not wait.</summary>
    public void Pause(TimeSpan pause) => _client.Session.Cancellation.Wait(pause);

    /// <summary>Answers, in the handler's place, what it left unanswered; a stream that it left open fails.</summary>
    public ApiError? FailUnanswered(FunctionError failure)
    {
        using var turn = new Turn(ref _isInUse);
        return !turn.IsMine ? Busy
            : _stream is { } stream ? Settle(stream.Response.FailWith(failure))
            : Settle(_client.Session.Post(PostRequest.Failure(_invocation, failure)));
    }

    private ApiError Noted(ApiError error)
    {
        Fatal = error.IsFatal ? error : Fatal;
        return error;
    }
}
