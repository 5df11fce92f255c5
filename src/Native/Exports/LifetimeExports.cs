using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native.Exports;

/// <summary>
/// Life of the runtime: what the environment says about the function, how to report that it cannot start, how to take part in
/// SnapStart, and how to end a waiting runtime from another thread.
/// </summary>
public static unsafe class LifetimeExports
{
    /// <summary>Gives what the environment said about the function when the client was opened.</summary>
    /// <param name="client">The client.</param>
    /// <param name="function">Filled; its views are valid until the client is closed.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID or FORKED_CHILD.</returns>
    /// <threads>Any thread.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_describe_function", CallConvs = [typeof(CallConvCdecl)])]
    public static int Function(
        [C99Type("lambdaclient_t *")] nint client,
        [C99Type("lambdaclient_function_t *")] FunctionInfo* function,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Boundary.Run<NativeClient, nint>(
            error,
            client,
            HandleKind.Client,
            (nint)function,
            static (target, function) => SizedStruct.Write(function, "function", target.Function)
        );

    /// <summary>
    /// Reports that the function could not start. Then call only lambdaclient_close, and exit with a status other than 0. Legal before
    /// the first event; while an invocation waits for its answer, it is INVOCATION_OUTSTANDING, and after an answer the service refuses it.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="failure">The failure; read during the call only.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0 once the service accepted the report, or an error like lambdaclient_fail's, or INVOCATION_OUTSTANDING.</returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_fail_init", CallConvs = [typeof(CallConvCdecl)])]
    public static int FailInit(
        [C99Type("lambdaclient_t *")] nint client,
        [C99Type("const lambdaclient_failure_t *")] Failure* failure,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) => Report(client, failure, error, static (target, report) => target.FailInit(report));

    /// <summary>
    /// Says that the service can take a snapshot of this process, and waits until it was taken and restored. Call it once where
    /// is_snap_start of lambdaclient_function_t is 1 (the environment variable AWS_LAMBDA_INITIALIZATION_TYPE is snap-start), between the init of the function and its first event. Make what
    /// must be unique, such as a connection or a seed, after it. lambdaclient_run does this for you.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0 once the process runs again, or in order of likelihood: the 5xx codes (the function does not use SnapStart), the 3xx codes,
    /// CANCELLED, INVOCATION_OUTSTANDING, the 6xx and 4xx codes, CLIENT_BUSY, INIT_ERROR_REPORTED, HANDLE_INVALID, ARGUMENT_MISSING, FORKED_CHILD.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_restore_next", CallConvs = [typeof(CallConvCdecl)])]
    public static int RestoreNext(
        [C99Type("lambdaclient_t *")] nint client,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) => Call(client, error, static target => target.RestoreNext());

    /// <summary>
    /// Reports that the function could not go on after it was restored. Then call only lambdaclient_close, and exit with a status other
    /// than 0.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="failure">The failure; read during the call only.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0 once the service accepted the report, or an error like lambdaclient_fail's, or INVOCATION_OUTSTANDING.</returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_fail_restore", CallConvs = [typeof(CallConvCdecl)])]
    public static int FailRestore(
        [C99Type("lambdaclient_t *")] nint client,
        [C99Type("const lambdaclient_failure_t *")] Failure* failure,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) => Report(client, failure, error, static (target, report) => target.FailRestore(report));

    /// <summary>
    /// Asks Lambda to send SIGTERM, 500 ms before SIGKILL, when it ends the process: it does so only if an extension is registered, and this
    /// registers an internal one, which waits on a thread and a connection of the library. Call it once, during the init of the
    /// function. The signal stays the program's: wait for it in a thread, and call lambdaclient_cancel. lambdaclient_run does this for
    /// you if it has a shutdown hook.
    /// </summary>
    /// <param name="client">The client; lambdaclient_close of it ends the extension.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0, also if it was called before, or in order of likelihood: the 5xx codes (after the first event, or without the Extensions API), the
    /// 3xx codes, CANCELLED, the 6xx and 4xx codes, HANDLE_INVALID, ARGUMENT_MISSING, FORKED_CHILD. The function works without the signal.
    /// </returns>
    /// <threads>Any thread.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_register_shutdown", CallConvs = [typeof(CallConvCdecl)])]
    public static int RegisterShutdown(
        [C99Type("lambdaclient_t *")] nint client,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) => Call(client, error, static target => target.RegisterExtension());

    /// <summary>
    /// Ends a waiting lambdaclient_turn, lambdaclient_run, lambdaclient_next or lambdaclient_restore_next, and a lambdaclient_register_shutdown that is under way. From then on they return
    /// CANCELLED, or 0 from lambdaclient_run. An invocation that is being handled can still be answered: a turn delivers its answer first.
    /// A second call also breaks off an answer that is being sent or waits to be sent again. Does not wait: the waiting call returns within
    /// milliseconds.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0, HANDLE_INVALID, ARGUMENT_MISSING or FORKED_CHILD.</returns>
    /// <threads>Any thread, any number of times; not from a signal handler.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_cancel", CallConvs = [typeof(CallConvCdecl)])]
    public static int Cancel(
        [C99Type("lambdaclient_t *")] nint client,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Call(
            client,
            error,
            static target =>
            {
                target.Cancel();
                return null;
            }
        );

    private static int Call(nint client, nint* error, Func<NativeClient, ApiError?> call) =>
        Boundary.Run<NativeClient, Func<NativeClient, ApiError?>>(
            error,
            client,
            HandleKind.Client,
            call,
            static (target, call) => call(target)
        );

    private static int Report(
        nint client,
        Failure* failure,
        nint* error,
        Func<NativeClient, FunctionError, ApiError?> send
    ) =>
        Boundary.Run<NativeClient, (nint Failure, Func<NativeClient, FunctionError, ApiError?> Send)>(
            error,
            client,
            HandleKind.Client,
            ((nint)failure, send),
            static (target, given) =>
                FailureReader.Read(given.Failure).TryGet(out var report, out var refused)
                    ? given.Send(target, report)
                    : refused
        );
}
