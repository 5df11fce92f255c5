using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>
/// What a run does. Begin with LAMBDACLIENT_RUN_OPTIONS_INIT and set the handler; everything else may stay 0 or NULL. No function may
/// leave by longjmp or by a C++ exception.
/// </summary>
[CStruct("lambdaclient_run_options_t")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct RunOptions
{
    /// <summary>sizeof(lambdaclient_run_options_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>
    /// How many events are handled side by side, at most 10000: on the calling thread and on threads of the library. 0 takes the
    /// environment variable AWS_LAMBDA_MAX_CONCURRENCY, which Lambda Managed Instances set. If the variable is not set, one poller runs,
    /// because the service would hand the same event to each; a larger number then logs a warning.
    /// </summary>
    public uint ThreadCount;

    /// <summary>Handles an event; not NULL.</summary>
    [CFunction(typeof(Handler))]
    public delegate* unmanaged[Cdecl]<nint, nint, nint, AnswerInfo*, int> Handler;

    /// <summary>Given to every function below and to the handler; never read.</summary>
    public void* Context;

    /// <summary>Called with the context just before lambdaclient_run returns, on success and on failure; or NULL. Not called if options is refused, or in a forked child.</summary>
    [CFunction(typeof(Finalizer))]
    public delegate* unmanaged[Cdecl]<nint, void> Finalizer;

    /// <summary>
    /// Prepares the function before the first event, or NULL. If it fails, the run reports the init error Runtime.InitError, unless the
    /// function called lambdaclient_fail_init itself.
    /// </summary>
    [CFunction(typeof(Hook))]
    public delegate* unmanaged[Cdecl]<nint, nint, int> Init;

    /// <summary>Runs before a snapshot of the process is taken, if the function uses SnapStart; or NULL. If it fails, the run reports the init error Runtime.BeforeSnapshotError.</summary>
    [CFunction(typeof(Hook))]
    public delegate* unmanaged[Cdecl]<nint, nint, int> BeforeSnapshot;

    /// <summary>Runs after the snapshot was restored, or NULL. If it fails, the run reports the restore error Runtime.AfterRestoreError, unless the function called lambdaclient_fail_restore itself.</summary>
    [CFunction(typeof(Hook))]
    public delegate* unmanaged[Cdecl]<nint, nint, int> AfterRestore;

    /// <summary>
    /// Runs last if init succeeded, however the run ends, or NULL. If it is set, the run registers an internal extension: only then does
    /// Lambda send SIGTERM, 500 ms before SIGKILL. The signal stays the program's: wait for it in a thread, and call
    /// lambdaclient_cancel.
    /// </summary>
    [CFunction(typeof(Hook))]
    public delegate* unmanaged[Cdecl]<nint, nint, int> Shutdown;

    /// <summary>
    /// Called with each error that the run survives, such as an answer that was not accepted. NULL writes each to the function's log: one
    /// line at level WARN, with the request id.
    /// </summary>
    [CFunction(typeof(Observer))]
    public delegate* unmanaged[Cdecl]<nint, nint, void> OnError;

    /// <summary>1 runs thread_count pollers even if AWS_LAMBDA_MAX_CONCURRENCY is not set, for a local service that allows it.</summary>
    public uint ForceThreadCount;

    /// <summary>Not used; 0, or the call is refused.</summary>
    public uint Reserved;

    /// <summary>
    /// The stack of each thread that the run makes, in bytes, from 131072 to 1073741824; 0 means the system's default. The calling thread
    /// keeps its own.
    /// </summary>
    public ulong ThreadStackBytes;

    /// <summary>
    /// Called on each thread that handles events, the calling thread too, before its first event and with the thread's client; or NULL. If
    /// it fails, the run ends with HOOK_FAILED.
    /// </summary>
    [CFunction(typeof(Hook))]
    public delegate* unmanaged[Cdecl]<nint, nint, int> ThreadStart;
}
