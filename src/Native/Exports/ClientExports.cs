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
    /// <summary>Answer and next poll leave in one write.</summary>
    public const int OneWriteOn = 1;

    /// <summary>They leave in two.</summary>
    public const int OneWriteOff = 2;

    /// <summary>No answer.</summary>
    public const int AnswerNone = 0;

    /// <summary>A response: payload and content_type.</summary>
    public const int AnswerResponse = 1;

    /// <summary>A failure.</summary>
    public const int AnswerFailure = 2;

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

    /// <summary>
    /// Waits for the next event, for as long as it takes; there is no time limit. This and the calls that answer are the single steps
    /// of a lambdaclient_turn, without its second attempts. An invocation that was freed without an answer is first answered by the
    /// failure Runtime.NoAnswer.
    /// </summary>
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

    /// <summary>
    /// Delivers the answer to the invocation of the last turn, and waits for the next one, for as long as it takes. A whole runtime is
    /// this call in a loop. An answer of which nothing was taken is sent again, and the wait is begun again, after pauses from 10 ms
    /// to 1 s; six failures in a row end it.
    /// Every invocation gets an answer. An answer that cannot be sent is replaced by a failure that says why, a failure that cannot be
    /// sent by a plain one, no answer at all by the failure Runtime.NoAnswer. A stream that was left open ends with the answer's
    /// failure, or with Runtime.StreamAbandoned. Where it is unknown whether a buffered answer arrived and the service hands out the
    /// same attempt again, it is sent again, and the handler does not run twice. Answer and wait leave in one write where that is
    /// safe; the option one_write and the environment variable LAMBDACLIENT_ONE_WRITE turn that off.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="answer">
    /// What the handler gave, or NULL for none: for the first turn, and where lambdaclient_respond, lambdaclient_fail or a stream
    /// answered. Its bytes are read during the call only, and may be the event's own. Its release function is called before this returns.
    /// </param>
    /// <param name="invocation">
    /// Receives the next invocation; NULL on failure. It and every view taken from it are valid until the next turn, or until it is
    /// answered or freed, or the client is closed.
    /// </param>
    /// <param name="undelivered">
    /// Receives why the answer was not taken, or may not have been (see delivery), or NULL where it was; to be freed with
    /// lambdaclient_error_free; may be NULL. It is worth a log line; the loop goes on.
    /// </param>
    /// <param name="error">Receives why there is no next invocation, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0, or in order of likelihood: CANCELLED, CONNECT_REFUSED and the other 3xx codes, the 5xx and 6xx codes, the 4xx codes,
    /// BODY_TOO_LARGE, CLIENT_BUSY, INIT_ERROR_REPORTED, HANDLE_INVALID, ARGUMENT_MISSING, FORKED_CHILD. After CANCELLED the program ends
    /// as it likes, after any other with a status other than 0.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// lambdaclient_answer_t answer = LAMBDACLIENT_ANSWER_INIT;
    /// while (lambdaclient_turn(client, &amp;answer, &amp;invocation, NULL, &amp;error) == LAMBDACLIENT_OK) {
    ///     answer.kind = LAMBDACLIENT_ANSWER_RESPONSE;
    ///     lambdaclient_invocation_payload(invocation, &amp;answer.payload, NULL);
    /// }
    /// </example>
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

        var status = Boundary.Run<NativeClient, (nint Answer, nint Invocation, nint Undelivered)>(
            error,
            client,
            HandleKind.Client,
            ((nint)answer, (nint)invocation, (nint)undelivered),
            static (target, asked) =>
            {
                if (asked.Invocation == 0)
                {
                    return Boundary.Missing("invocation");
                }

                var given = AnswerReader.Read(asked.Answer, out var unfit);
                var failure = target.Turn(given, out *(nint*)asked.Invocation, out var lost);
                Boundary.Tell((nint*)asked.Undelivered, lost ?? unfit);
                return failure;
            }
        );
        if (status != (int)ErrorCode.ForkedChild)
        {
            AnswerReader.Release((nint)answer);
        }

        return status;
    }

    /// <summary>Answers an invocation. The invocation is consumed unless the error's delivery is NOT_SENT.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="payload">The response; read during the call only. It may be the event's own payload.</param>
    /// <param name="contentType">Its media type, 1 to 256 printable ASCII characters; absent means application/json.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0, or in order of likelihood: PAYLOAD_TOO_LARGE, INVOCATION_TIMED_OUT and the other 5xx codes, the 3xx codes,
    /// ALREADY_ANSWERED, STREAM_OPEN, CONTENT_TYPE_INVALID, HANDLE_INVALID, the 6xx and 4xx codes, CLIENT_BUSY,
    /// ARGUMENT_MISSING, FORKED_CHILD. After PAYLOAD_TOO_LARGE no failure may be reported: the caller was told.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_respond", CallConvs = [typeof(CallConvCdecl)])]
    public static int Respond(
        [C99Type("lambdaclient_invocation_t *")] nint invocation,
        [C99Type("lambdaclient_view_t")] View payload,
        [C99Type("lambdaclient_view_t")] View contentType,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Boundary.Answer(
            error,
            invocation,
            (Invocation: invocation, Payload: payload, ContentType: contentType),
            static (target, answer) => target.Respond(answer.Invocation, answer.Payload, answer.ContentType)
        );

    /// <summary>Reports that an invocation failed. The invocation is consumed unless the error's delivery is NOT_SENT.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="failure">The failure; read during the call only.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>Like lambdaclient_respond, and CAUSE_INVALID and OPTION_INVALID for the failure.</returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// lambdaclient_failure_t failure = LAMBDACLIENT_FAILURE_INIT;
    /// failure.type = lambdaclient_text("InvalidNameError");
    /// lambdaclient_fail(invocation, &amp;failure, NULL);
    /// </example>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_fail", CallConvs = [typeof(CallConvCdecl)])]
    public static int Fail(
        [C99Type("lambdaclient_invocation_t *")] nint invocation,
        [C99Type("const lambdaclient_failure_t *")] Failure* failure,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Boundary.Answer(
            error,
            invocation,
            (Invocation: invocation, Failure: (nint)failure),
            static (target, arguments) =>
                FailureReader.Read(arguments.Failure).TryGet(out var report, out var refused)
                    ? target.Fail(arguments.Invocation, report)
                    : refused
        );

    /// <summary>
    /// Gives an invocation up without an answer, and asks for its redelivery that way: the next lambdaclient_next or
    /// lambdaclient_turn receives the same event again. A stream of it that was begun is cut off.
    /// </summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0, ALREADY_ANSWERED, HANDLE_INVALID, CLIENT_BUSY, ARGUMENT_MISSING or FORKED_CHILD.</returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_abandon", CallConvs = [typeof(CallConvCdecl)])]
    public static int Abandon(
        [C99Type("lambdaclient_invocation_t *")] nint invocation,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) => Boundary.Answer(error, invocation, invocation, static (target, handle) => target.Abandon(handle));

    /// <summary>A view of text that ends with a NUL, such as a literal: {NULL, 0} for NULL and for empty text.</summary>
    /// <param name="text">The text, or NULL.</param>
    /// <returns>The view; valid as long as the text. LAMBDACLIENT_TEXT("literal") is the same as an initialiser.</returns>
    /// <threads>Any thread, also in a forked child.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_text", CallConvs = [typeof(CallConvCdecl)])]
    [return: C99Type("lambdaclient_view_t")]
    public static View TextView([C99Type("const char *")] byte* text) => View.OfText(text);

    /// <summary>
    /// Closes a client, frees its invocation and cuts off its stream, whose handle is still to be freed. NULL and a handle that is
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
                scope.Target?.StopPollingAll();
                scope.Close();
            }
        );
}
