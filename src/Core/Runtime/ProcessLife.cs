namespace LambdaClient;

/// <summary>The next thing a driver has to do for a <see cref="ProcessLife"/>.</summary>
internal enum LifeStep
{
    /// <summary>Run the init hook.</summary>
    Init,

    /// <summary>Run the hooks before the snapshot.</summary>
    BeforeSnapshot,

    /// <summary>Wait until the process is restored from the snapshot.</summary>
    Restore,

    /// <summary>Run the hooks after the restore.</summary>
    AfterRestore,

    /// <summary>Send <see cref="ProcessLife.Report"/> as an init error.</summary>
    FailInit,

    /// <summary>Send <see cref="ProcessLife.Report"/> as a restore error.</summary>
    FailRestore,

    /// <summary>Register the extension that makes the service announce a shutdown.</summary>
    Register,

    /// <summary>Run the pollers to their end.</summary>
    Serve,

    /// <summary>Run the shutdown hooks.</summary>
    Shutdown,

    Done,
}

/// <summary>
/// A runtime process from its start to its end, as decisions without waiting: which step comes next, what a failed one reports, what
/// ends it. An awaiting driver (<see cref="BootstrapRun"/>) and the native library's blocking one run the same life.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>A failed hook before the first poll is reported to the service and ends the life.</item>
/// <item>A cancel ends the life without an error: no step but the shutdown hooks begins after it, and nothing is reported.</item>
/// <item>Once init succeeded, the shutdown hooks run, however the life ends.</item>
/// <item>The first error that ends a step is the life's; a later one, and a failure to register, is told.</item>
/// </list>
/// </remarks>
/// <param name="isSnapStart">Whether a snapshot of this process is taken.</param>
/// <param name="hasShutdown">Whether there is a shutdown hook.</param>
/// <param name="isCancelled">Whether the program cancelled the run.</param>
/// <param name="tell">Called with every error that the life survives.</param>
internal sealed class ProcessLife(bool isSnapStart, bool hasShutdown, Func<bool> isCancelled, Action<ApiError> tell)
{
    private const string InitError = "Runtime.InitError";
    private const string BeforeSnapshotError = "Runtime.BeforeSnapshotError";
    private const string AfterRestoreError = "Runtime.AfterRestoreError";

    private bool _isInitialized;

    public LifeStep Step { get; private set; } = isCancelled() ? LifeStep.Done : LifeStep.Init;

    /// <summary>What <see cref="LifeStep.FailInit"/> and <see cref="LifeStep.FailRestore"/> send.</summary>
    public FunctionError? Report { get; private set; }

    /// <summary>Why the life ended; null where it was cancelled or the service ended it.</summary>
    public ApiError? Error { get; private set; }

    /// <summary>Whether a snapshot of this process is taken (AWS Lambda Developer Guide, "Lambda SnapStart").</summary>
    public static bool IsSnapStart(Func<string, string?> variable) =>
        variable("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start";

    /// <summary>The step was made.</summary>
    /// <param name="error">Why it failed; null where it did not.</param>
    /// <param name="cause">What a failed hook has to say to callers beyond <paramref name="error"/>, or null.</param>
    public void Made(ApiError? error, FunctionError? cause = null)
    {
        if (error is null)
        {
            _isInitialized |= Step == LifeStep.Init;
            Succeeded();
        }
        else
        {
            Failed(error, cause);
        }
    }

    private void Succeeded()
    {
        switch (Step)
        {
            case LifeStep.Init when isSnapStart:
                Begin(LifeStep.BeforeSnapshot);
                break;
            case LifeStep.BeforeSnapshot:
                Begin(LifeStep.Restore);
                break;
            case LifeStep.Restore:
                Begin(LifeStep.AfterRestore);
                break;
            case LifeStep.Init or LifeStep.AfterRestore:
                Begin(hasShutdown ? LifeStep.Register : LifeStep.Serve);
                break;
            case LifeStep.Register:
                Begin(LifeStep.Serve);
                break;
            default:
                End();
                break;
        }
    }

    private void Failed(ApiError error, FunctionError? cause)
    {
        switch (Step)
        {
            case LifeStep.Init or LifeStep.BeforeSnapshot or LifeStep.AfterRestore when isCancelled():
                tell(error);
                End();
                break;
            case LifeStep.Init:
                // A type that the failure has already says more to callers.
                Refuse(LifeStep.FailInit, error, cause ?? new(InitError, error.Message));
                break;
            case LifeStep.BeforeSnapshot:
                Refuse(LifeStep.FailInit, error, Typed(BeforeSnapshotError, error, cause));
                break;
            case LifeStep.AfterRestore:
                Refuse(LifeStep.FailRestore, error, Typed(AfterRestoreError, error, cause));
                break;
            case LifeStep.Register or LifeStep.FailInit or LifeStep.FailRestore:
                // A hook may have reported its failure itself, and better.
                if (error.Code is not (ErrorCode.Cancelled or ErrorCode.InitErrorReported))
                {
                    tell(error);
                }

                Succeeded();
                break;
            default:
                EndWith(error);
                break;
        }
    }

    private void EndWith(ApiError error)
    {
        if (Error is not null)
        {
            tell(error);
        }
        else if (error.Code != ErrorCode.Cancelled)
        {
            Error = error;
        }

        End();
    }

    private void Refuse(LifeStep how, ApiError error, FunctionError report) =>
        (Step, Error, Report) = (how, error, report);

    private void Begin(LifeStep next)
    {
        if (isCancelled())
        {
            End();
        }
        else
        {
            Step = next;
        }
    }

    private void End() =>
        Step = hasShutdown && _isInitialized && Step != LifeStep.Shutdown ? LifeStep.Shutdown : LifeStep.Done;

    private static FunctionError Typed(string type, ApiError error, FunctionError? cause) =>
        cause is null
            ? new(type, error.Message)
            : new(type, Hooks.Told(cause), cause.StackTrace) { InnerExceptions = cause.InnerExceptions };
}
