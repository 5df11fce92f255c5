using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;
using LambdaClient.Native.Runtime;

namespace LambdaClient.Native.Exports;

/// <summary>
/// Run: the whole life of a runtime in one call, for a program that has a handler and leaves the loop to the library. The loop is that
/// of lambdaclient_turn, with its retries, and answers every event.
/// </summary>
public static unsafe class RunExports
{
    /// <summary>
    /// Serves events with a handler until the client is cancelled or an error ends it: init, SnapStart, one or more pollers, shutdown. It
    /// goes on after an error that can pass; six in a row end it. With several threads, one that cannot go on ends the others, each after
    /// the event that it is handling; set_trace_variable has no effect then.
    /// </summary>
    /// <param name="client">The first poller's client. Only the run and its handler may use it. lambdaclient_cancel of it, or of the client that a handler is given, ends the run.</param>
    /// <param name="options">What to run; read during the call only.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0 after lambdaclient_cancel. Else the first error that ended a poller; exit with a status other than 0. In order of likelihood: CONNECT_REFUSED and the other 3xx codes, the 5xx and 6xx codes, HOOK_FAILED, the 4xx codes,
    /// ARGUMENT_MISSING, OPTION_INVALID, CLIENT_BUSY, HANDLE_INVALID, FORKED_CHILD (in a child forked inside the handler).
    /// </returns>
    /// <threads>One thread at a time for each client. CLIENT_BUSY for a client that is run already, also inside a handler.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// static int32_t echo(void *context, lambdaclient_t *client, lambdaclient_invocation_t *invocation,
    ///                     lambdaclient_answer_t *answer) {
    ///     (void)context, (void)client;
    ///     answer->kind = LAMBDACLIENT_ANSWER_RESPONSE;
    ///     return lambdaclient_invocation_payload(invocation, &amp;answer->payload, NULL);
    /// }
    ///
    /// lambdaclient_run_options_t options = LAMBDACLIENT_RUN_OPTIONS_INIT;
    /// options.handler = echo;
    /// status = lambdaclient_run(client, &amp;options, &amp;error);
    /// </example>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_run", CallConvs = [typeof(CallConvCdecl)])]
    public static int Run(
        [C99Type("lambdaclient_t *")] nint client,
        [C99Type("const lambdaclient_run_options_t *")] RunOptions* options,
        [C99Type("lambdaclient_error_t **")] nint* error
    )
    {
        RunOptions chosen = default;
        var status = Boundary.Run(
            error,
            (Client: client, Options: (nint)options, Chosen: (nint)(&chosen)),
            static all =>
            {
                if (!SizedStruct.TryRead<RunOptions>(all.Options, "options", out var read, out var refused))
                {
                    return refused;
                }

                *(RunOptions*)all.Chosen = read;
                using var scope = new Scope<NativeClient>(all.Client, HandleKind.Client);
                if (scope.Target is not { } target)
                {
                    return Boundary.Invalid(HandleKind.Client, all.Client);
                }

                using var run = new NativeRun(target, all.Client, read);
                return run.Execute();
            }
        );
        if (chosen.Finalizer != null && status != (int)ErrorCode.ForkedChild)
        {
            chosen.Finalizer((nint)chosen.Context);
        }

        return status;
    }
}
