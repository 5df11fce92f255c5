using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>
/// What a run does. Begin with LAMBDACLIENT_RUN_OPTIONS_INIT and set the handler; everything else may stay 0 and NULL. No function
/// may leave by longjmp or an exception of C++.
/// </summary>
[CStruct("lambdaclient_run_options_t")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct RunOptions
{
    /// <summary>sizeof(lambdaclient_run_options_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>
    /// How many events are handled side by side, at most 10000: the calling thread and, beyond the first, threads of the library.
    /// 0 takes the environment variable AWS_LAMBDA_MAX_CONCURRENCY, which Lambda Managed Instances set. Where it is not set, one
    /// poller runs, because the service would hand the same event to each; a larger number is then told in the function's log.
    /// </summary>
    public uint ThreadCount;

    /// <summary>Handles an event; not NULL.</summary>
    [CFunction(typeof(Handler))]
    public delegate* unmanaged[Cdecl]<nint, nint, nint, AnswerInfo*, int> Handler;

    /// <summary>Given to every function below and to the handler; never read.</summary>
    public void* Context;

    /// <summary>Called with the context as the last thing before lambdaclient_run returns, whatever it returns, or NULL. Not called where options is refused or in a forked child.</summary>
    [CFunction(typeof(Finalizer))]
    public delegate* unmanaged[Cdecl]<nint, void> Finalizer;

    /// <summary>
    /// Prepares the function before the first event, or NULL. Where it fails, the init error Runtime.InitError is reported, unless it
    /// called lambdaclient_fail_init itself.
    /// </summary>
    [CFunction(typeof(Hook))]
    public delegate* unmanaged[Cdecl]<nint, nint, int> Init;

    /// <summary>Runs before a snapshot of the process is taken, where the function uses SnapStart, or NULL. Where it fails, the init error Runtime.BeforeSnapshotError is reported.</summary>
    [CFunction(typeof(Hook))]
    public delegate* unmanaged[Cdecl]<nint, nint, int> BeforeSnapshot;

    /// <summary>Runs after the snapshot was restored, or NULL. Where it fails, the restore error Runtime.AfterRestoreError is reported, unless it called lambdaclient_fail_restore itself.</summary>
    [CFunction(typeof(Hook))]
    public delegate* unmanaged[Cdecl]<nint, nint, int> AfterRestore;

    /// <summary>
    /// Runs once nothing is handled any more, however the run ends, or NULL. Where it is set, an internal extension is registered,
    /// because the service sends SIGTERM, 500 ms before SIGKILL, to no other process. The signal stays the program's: it waits for it
    /// in a thread of its own, and calls lambdaclient_cancel.
    /// </summary>
    [CFunction(typeof(Hook))]
    public delegate* unmanaged[Cdecl]<nint, nint, int> Shutdown;

    /// <summary>Is told of each error that the run survives, or NULL.</summary>
    [CFunction(typeof(Observer))]
    public delegate* unmanaged[Cdecl]<nint, nint, void> OnError;

    /// <summary>1 runs thread_count pollers also where AWS_LAMBDA_MAX_CONCURRENCY is not set: for a local service that allows it. 0 does not.</summary>
    public uint ForceThreadCount;

    /// <summary>Not used; 0.</summary>
    public uint Reserved;
}
