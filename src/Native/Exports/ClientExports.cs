using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native.Exports;

/// <summary>
/// Client: all that a runtime needs, together with the next two chapters. A client asks for events and answers them, over one
/// connection. One thread at a time; a call that overlaps another one returns CLIENT_BUSY. Open a client for each concurrent poller.
/// </summary>
public static unsafe class ClientExports
{
    /// <summary>Opens a client. Nothing is sent or connected before the first call.</summary>
    /// <param name="options">What differs from the defaults, or NULL for all of them; read during the call only.</param>
    /// <param name="client">Receives the client, to be closed with lambdaclient_close; NULL on failure.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0, or in order of likelihood: ENDPOINT_MISSING, ENDPOINT_MALFORMED, OPTION_INVALID, ARGUMENT_MISSING, USER_AGENT_INVALID,
    /// TEXT_INVALID, OUT_OF_MEMORY.
    /// </returns>
    /// <threads>Any thread.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// lambdaclient_options_t options = LAMBDACLIENT_OPTIONS_INIT;
    /// lambdaclient_t *client = NULL;
    /// lambdaclient_error_t *error = NULL;
    /// options.connect_timeout_ms = 5000;
    /// if (lambdaclient_open(&amp;options, &amp;client, &amp;error) != LAMBDACLIENT_OK) {
    ///     fprintf(stderr, "%s\n", lambdaclient_error_message(error));
    ///     lambdaclient_error_free(error);
    /// }
    /// </example>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_open", CallConvs = [typeof(CallConvCdecl)])]
    public static int Open(
        [C99Type("const lambdaclient_options_t *")] Options* options,
        [C99Type("lambdaclient_t **")] nint* client,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Boundary.Run(
            error,
            (Options: (nint)options, Client: (nint)client),
            static arguments =>
            {
                if (arguments.Client == 0)
                {
                    return Boundary.Missing("client");
                }

                *(nint*)arguments.Client = 0;
                var opened = OptionsReader.Read(arguments.Options).Bind(NativeClient.Open);
                if (!opened.TryGet(out var target, out var failure))
                {
                    return failure;
                }

                if (HandleTable.Add(HandleKind.Client, target) is not { } slot)
                {
                    return new ApiError.Internal(ErrorCode.OutOfMemory, "no handle is left");
                }

                *(nint*)arguments.Client = HandleTable.HandleOf(slot);
                return null;
            }
        );

    /// <summary>Waits for the next event, for as long as it takes; there is no time limit.</summary>
    /// <param name="client">The client.</param>
    /// <param name="invocation">
    /// Receives the invocation; NULL on failure. It and every view taken from it are valid until it is answered or freed, or
    /// the client is closed.
    /// </param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0, or in order of likelihood: CONNECT_REFUSED and the other 3xx codes, CANCELLED, INVOCATION_OUTSTANDING (answer the
    /// previous one first), the 5xx and 6xx codes, the 4xx codes (a torn or malformed event is never delivered),
    /// BODY_TOO_LARGE, CLIENT_BUSY, INIT_ERROR_REPORTED, HANDLE_INVALID, ARGUMENT_MISSING, FORKED_CHILD.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_next", CallConvs = [typeof(CallConvCdecl)])]
    public static int Next(
        [C99Type("lambdaclient_t *")] nint client,
        [C99Type("lambdaclient_invocation_t **")] nint* invocation,
        [C99Type("lambdaclient_error_t **")] nint* error
    )
    {
        if (invocation != null)
        {
            *invocation = 0;
        }

        return Boundary.Run<NativeClient, nint>(
            error,
            client,
            HandleKind.Client,
            (nint)invocation,
            static (target, invocation) =>
                invocation == 0 ? Boundary.Missing("invocation") : target.Next(out *(nint*)invocation)
        );
    }

    /// <summary>Answers an invocation. The invocation is consumed unless the error's delivery is NOT_SENT.</summary>
    /// <param name="client">The client that received the invocation.</param>
    /// <param name="invocation">The invocation.</param>
    /// <param name="payload">The answer; read during the call only. It may be the event's own payload.</param>
    /// <param name="contentType">Its media type, 1 to 256 printable ASCII characters; absent means application/json.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0, or in order of likelihood: PAYLOAD_TOO_LARGE, INVOCATION_TIMED_OUT and the other 5xx codes, the 3xx codes,
    /// ALREADY_ANSWERED, STREAM_OPEN, CONTENT_TYPE_INVALID, INVOCATION_UNKNOWN, HANDLE_INVALID, the 6xx and 4xx codes, CLIENT_BUSY,
    /// ARGUMENT_MISSING, FORKED_CHILD. After PAYLOAD_TOO_LARGE no failure may be reported: the caller was told.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_respond", CallConvs = [typeof(CallConvCdecl)])]
    public static int Respond(
        [C99Type("lambdaclient_t *")] nint client,
        [C99Type("lambdaclient_invocation_t *")] nint invocation,
        [C99Type("lambdaclient_view_t")] View payload,
        [C99Type("lambdaclient_view_t")] View contentType,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Boundary.Run<NativeClient, (nint Invocation, View Payload, View ContentType)>(
            error,
            client,
            HandleKind.Client,
            (invocation, payload, contentType),
            static (target, answer) => target.Respond(answer.Invocation, answer.Payload, answer.ContentType)
        );

    /// <summary>Reports that an invocation failed. The invocation is consumed unless the error's delivery is NOT_SENT.</summary>
    /// <param name="client">The client that received the invocation.</param>
    /// <param name="invocation">The invocation.</param>
    /// <param name="failure">The failure; read during the call only.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>As lambdaclient_respond, and TEXT_INVALID, CAUSE_INVALID and OPTION_INVALID for the failure.</returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    /// failure.type.data = (const uint8_t *)"InvalidNameError";
    /// failure.type.len = 16;
    /// lambdaclient_fail(client, invocation, &amp;failure, NULL);
    /// </example>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_fail", CallConvs = [typeof(CallConvCdecl)])]
    public static int Fail(
        [C99Type("lambdaclient_t *")] nint client,
        [C99Type("lambdaclient_invocation_t *")] nint invocation,
        [C99Type("const lambdaclient_failure_t *")] Failure* failure,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Boundary.Run<NativeClient, (nint Invocation, nint Failure)>(
            error,
            client,
            HandleKind.Client,
            (invocation, (nint)failure),
            static (target, arguments) =>
                FailureReader.Read(arguments.Failure).TryGet(out var report, out var refused)
                    ? target.Fail(arguments.Invocation, report)
                    : refused
        );

    /// <summary>
    /// Closes a client, frees its invocation and breaks off its stream, whose handle is still to be freed. NULL and a handle that is
    /// not valid are ignored, so it is safe at the end of every path.
    /// </summary>
    /// <param name="client">The client, or NULL.</param>
    /// <threads>Any thread. A lambdaclient_next of another thread that is still inside is cancelled, a post ends first; this function waits for neither.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_close", CallConvs = [typeof(CallConvCdecl)])]
    public static void Close([C99Type("lambdaclient_t *")] nint client) =>
        Boundary.Run(
            client,
            static handle =>
            {
                using var scope = new Scope<NativeClient>(handle, HandleKind.Client);
                scope.Target?.Cancel();
                scope.Close();
            }
        );
}
