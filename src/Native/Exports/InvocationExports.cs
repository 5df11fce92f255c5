using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native.Exports;

/// <summary>
/// Invocation: one event, to be answered exactly once. Its views point into the client's receive buffer: reading copies and allocates
/// nothing.
/// </summary>
public static unsafe class InvocationExports
{
    /// <summary>Gives the event, exactly as the caller of the function sent it.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="payload">Receives the bytes; valid as long as the invocation. An empty event is {NULL, 0}.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0, HANDLE_INVALID (also when it was answered), ARGUMENT_MISSING or FORKED_CHILD.</returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_invocation_payload", CallConvs = [typeof(CallConvCdecl)])]
    public static int Payload(
        [C99Type("const lambdaclient_invocation_t *")] nint invocation,
        [C99Type("lambdaclient_view_t *")] View* payload,
        [C99Type("lambdaclient_error_t **")] nint* error
    )
    {
        if (payload != null)
        {
            *payload = default;
        }

        return Boundary.Run<NativeClient, nint>(
            error,
            invocation,
            HandleKind.Invocation,
            (nint)payload,
            static (target, payload) =>
            {
                if (payload == 0)
                {
                    return Boundary.Missing("payload");
                }

                *(View*)payload = target.Payload;
                return null;
            }
        );
    }

    /// <summary>Gives everything that the service says about the invocation except its payload.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="context">Filled; its views are valid as long as the invocation.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD.</returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// lambdaclient_context_t context = LAMBDACLIENT_CONTEXT_INIT;
    /// lambdaclient_invocation_context(invocation, &amp;context, NULL);
    /// printf("%.*s\n", (int)context.request_id.size, (const char *)context.request_id.data);
    /// </example>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_invocation_context", CallConvs = [typeof(CallConvCdecl)])]
    public static int Context(
        [C99Type("const lambdaclient_invocation_t *")] nint invocation,
        [C99Type("lambdaclient_context_t *")] Context* context,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Boundary.Run<NativeClient, nint>(
            error,
            invocation,
            HandleKind.Invocation,
            (nint)context,
            static (target, context) => SizedStruct.Write(context, "context", target.Context)
        );

    /// <summary>Gives the time left until the invocation's deadline, by the system's clock.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="remainingMs">Receives milliseconds, never below 0; -1 where the service sent no deadline.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0, HANDLE_INVALID, ARGUMENT_MISSING or FORKED_CHILD.</returns>
    /// <threads>Any thread, as long as the invocation is not answered meanwhile.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_invocation_remaining_ms", CallConvs = [typeof(CallConvCdecl)])]
    public static int RemainingMs(
        [C99Type("const lambdaclient_invocation_t *")] nint invocation,
        [C99Type("int64_t *")] long* remainingMs,
        [C99Type("lambdaclient_error_t **")] nint* error
    )
    {
        if (remainingMs != null)
        {
            *remainingMs = -1;
        }

        return Boundary.Run<NativeClient, nint>(
            error,
            invocation,
            HandleKind.Invocation,
            (nint)remainingMs,
            static (target, remaining) =>
            {
                if (remaining == 0)
                {
                    return Boundary.Missing("remaining_ms");
                }

                *(long*)remaining = target.RemainingMs;
                return null;
            }
        );
    }

    /// <summary>
    /// Frees an invocation's handle and its views, which a loop over lambdaclient_turn need not do. The next turn still delivers its
    /// answer. Without one, the caller gets the failure Runtime.NoAnswer with the next lambdaclient_turn or lambdaclient_next; to
    /// receive the event again, call lambdaclient_abandon. Ignores NULL, an invocation that was answered and one that has a stream, so
    /// it is safe at the end of every path.
    /// </summary>
    /// <param name="invocation">The invocation, or NULL.</param>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_invocation_free", CallConvs = [typeof(CallConvCdecl)])]
    public static void Free([C99Type("lambdaclient_invocation_t *")] nint invocation) =>
        Boundary.Run(
            invocation,
            static handle =>
            {
                using var scope = new Scope<NativeClient>(handle, HandleKind.Invocation);
                scope.Target?.Free(handle);
            }
        );
}
