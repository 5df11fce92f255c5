using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;
using LambdaClient.Native.Posix;

namespace LambdaClient.Native.Exports;

/// <summary>
/// Client: all that a runtime with its own loop needs, together with the next two chapters. A client receives events and answers
/// them over one connection. Use it on one thread at a time; an overlapping call returns CLIENT_BUSY.
/// </summary>
public static unsafe class ClientExports
{
    /// <summary>An answer and the next poll leave in one write.</summary>
    public const int OneWriteOn = 1;

    /// <summary>They leave in two writes.</summary>
    public const int OneWriteOff = 2;

    /// <summary>No answer.</summary>
    public const int AnswerNone = 0;

    /// <summary>A response: payload and content_type.</summary>
    public const int AnswerResponse = 1;

    /// <summary>A failure.</summary>
    public const int AnswerFailure = 2;

    /// <summary>Opens a client. Does no I/O: the first call connects.</summary>
    /// <param name="options">What differs from the defaults, or NULL for all of them; read during the call only.</param>
    /// <param name="client">Receives the client, to be closed with lambdaclient_close; NULL on failure.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0, or in order of likelihood: ENDPOINT_MISSING, ENDPOINT_INVALID, OPTION_INVALID, ARGUMENT_MISSING, USER_AGENT_INVALID,
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

    /// <summary>
    /// Delivers the answer to the last invocation, then waits for the next one, for as long as it takes. A whole runtime is this call in
    /// a loop. It retries a poll, and an answer of which nothing was received, after pauses that double from 10 ms. Six failures in a
    /// row end it. Every invocation gets an answer. A failure that says why replaces an answer that cannot be sent. A part of a
    /// failure that cannot be sent is left out. Without an answer, the caller gets the failure Runtime.NoAnswer. A stream that was left
    /// open ends with the answer's failure, or else with Runtime.StreamAbandoned; before its first byte, a response is still delivered. When it is unknown whether a buffered answer arrived
    /// and the service hands out the same attempt again, the library sends the answer again; your handler does not run twice. An answer
    /// and the next poll leave in one write where that is safe. The option one_write and the environment variable
    /// LAMBDACLIENT_ONE_WRITE turn that off.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="answer">
    /// What the handler gave. NULL or LAMBDACLIENT_ANSWER_NONE for no answer: in the first turn, and after a stream,
    /// lambdaclient_respond or lambdaclient_fail answered. Its bytes are read during the call only, and may be the event's own. Its
    /// release function is called before this returns.
    /// </param>
    /// <param name="invocation">
    /// Receives the next invocation; NULL on failure. It and its views are valid until the next turn returns, or until it is answered
    /// or freed, or the client is closed.
    /// </param>
    /// <param name="undelivered">
    /// Receives why the service did not accept the answer as you gave it, or may not have received it (see delivery), or NULL when it
    /// accepted the answer; may be NULL. Log it, free it with lambdaclient_error_free, and go on.
    /// </param>
    /// <param name="error">Receives why there is no next invocation, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0, or in order of likelihood: CANCELLED, CONNECT_REFUSED and the other 3xx codes, the 5xx and 6xx codes, the 4xx codes,
    /// BODY_TOO_LARGE, CLIENT_BUSY, INIT_ERROR_REPORTED, HANDLE_INVALID, ARGUMENT_MISSING, FORKED_CHILD. After CANCELLED, exit with any
    /// status; after any other error, with a status other than 0.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    /// while (lambdaclient_turn(client, &amp;answer, &amp;invocation, &amp;undelivered, &amp;error) == LAMBDACLIENT_OK) {
    ///     report(undelivered);
    ///     answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
    ///     lambdaclient_invocation_payload(invocation, &amp;answer.payload, NULL);
    /// }
    /// </example>
    [MustUse]
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_turn", CallConvs = [typeof(CallConvCdecl)])]
    public static int Turn(
        [C99Type("lambdaclient_t *")] nint client,
        [C99Type("const lambdaclient_answer_t *")] AnswerInfo* answer,
        [C99Type("lambdaclient_invocation_t **")] nint* invocation,
        [C99Type("lambdaclient_error_t **")] nint* undelivered,
        [C99Type("lambdaclient_error_t **")] nint* error
    )
    {
        if (invocation != null)
        {
            *invocation = 0;
        }

        if (undelivered != null)
        {
            *undelivered = 0;
        }

        var isReleased = false;
        var status = Boundary.Run<NativeClient, (nint Answer, nint Invocation, nint Undelivered, nint IsReleased)>(
            error,
            client,
            HandleKind.Client,
            ((nint)answer, (nint)invocation, (nint)undelivered, (nint)(&isReleased)),
            static (target, asked) =>
            {
                if (asked.Invocation == 0)
                {
                    return Boundary.Missing("invocation");
                }

                if (!target.TryBeginStep())
                {
                    return new ApiError.State(ErrorCode.ClientBusy);
                }

                try
                {
                    var given = AnswerReader.Read(asked.Answer, out var unfit);
                    var failure = target.Turn(given, out *(nint*)asked.Invocation, out var lost);
                    Boundary.Tell((nint*)asked.Undelivered, lost ?? unfit);

                    // Inside the step, so that what it calls cannot take the event that this turn gives.
                    *(bool*)asked.IsReleased = true;
                    AnswerReader.Release(asked.Answer);
                    return failure;
                }
                finally
                {
                    if (!ForkGuard.IsForkedChild)
                    {
                        target.EndStep();
                    }
                }
            }
        );
        if (status != (int)ErrorCode.ForkedChild && !isReleased)
        {
            AnswerReader.Release((nint)answer);
        }

        return status;
    }

    /// <summary>Returns a view of text that ends with a NUL: {NULL, 0} for NULL and for empty text.</summary>
    /// <param name="text">The text, or NULL.</param>
    /// <returns>The view; valid as long as the text. LAMBDACLIENT_TEXT("literal") is the same for an initialiser.</returns>
    /// <threads>Any thread, also in a forked child.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_text", CallConvs = [typeof(CallConvCdecl)])]
    [return: C99Type("lambdaclient_view_t")]
    public static View TextView([C99Type("const char *")] byte* text) => View.OfText(text);

    /// <summary>Sets every field of a struct that begins with struct_size back to 0, as its ..._INIT macro does.</summary>
    /// <param name="structure">The struct, such as a lambdaclient_answer_t that a loop uses again.</param>
    /// <returns>0, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD.</returns>
    /// <threads>Any thread.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_reset", CallConvs = [typeof(CallConvCdecl)])]
    public static int Reset(void* structure) =>
        Boundary.Run(null, (nint)structure, static structure => SizedStruct.Reset(structure, "structure"));

    /// <summary>
    /// Closes a client, frees its invocation and cuts off its stream; free the stream's handle all the same. Ignores NULL and a handle
    /// that is not valid, so it is safe at the end of every path.
    /// </summary>
    /// <param name="client">The client, or NULL.</param>
    /// <threads>Any thread. Cancels a poll of another thread and lets an answer that is being sent end; waits for neither.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_close", CallConvs = [typeof(CallConvCdecl)])]
    public static void Close([C99Type("lambdaclient_t *")] nint client) =>
        Boundary.Run(
            client,
            static handle =>
            {
                using var scope = new Scope<NativeClient>(handle, HandleKind.Client);
                scope.Target?.StopPollingAll();
                scope.Close();
            }
        );
}
