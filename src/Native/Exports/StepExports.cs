using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native.Exports;

/// <summary>
/// Steps: what a turn does, one call at a time and without retries. Inside a turn or a run you seldom need them, and an answer of theirs
/// costs a second write. A loop over them has to do the rest itself: pause after an error, stop after a fatal one, answer every event.
/// </summary>
public static unsafe class StepExports
{
    /// <summary>
    /// Waits for the next event, for as long as it takes. An invocation that was freed without an answer is first answered with the
    /// failure Runtime.NoAnswer.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="invocation">
    /// Receives the invocation; NULL on failure. It and its views are valid until it is answered or freed, or the client is closed.
    /// </param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0, or in order of likelihood: CONNECT_REFUSED and the other 3xx codes, CANCELLED, INVOCATION_OUTSTANDING (answer the
    /// previous one first), the 5xx and 6xx codes, the 4xx codes (a torn or malformed event is never delivered),
    /// BODY_TOO_LARGE, CLIENT_BUSY, INIT_ERROR_REPORTED, HANDLE_INVALID, ARGUMENT_MISSING, FORKED_CHILD.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [MustUse]
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
            {
                if (invocation == 0)
                {
                    return Boundary.Missing("invocation");
                }

                if (!target.TryBeginStep())
                {
                    return new ApiError.State(ErrorCode.ClientBusy);
                }

                try
                {
                    return target.Next(out *(nint*)invocation);
                }
                finally
                {
                    target.EndStep();
                }
            }
        );
    }

    /// <summary>Answers an invocation. The invocation is consumed unless the error's delivery is NOT_SENT.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="payload">The response; read during the call only. It may be the event's own payload.</param>
    /// <param name="contentType">Its media type, 1 to 256 printable ASCII characters; absent means application/json.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0, or in order of likelihood: PAYLOAD_TOO_LARGE, INVOCATION_TIMED_OUT and the other 5xx codes, the 3xx codes,
    /// ALREADY_ANSWERED, STREAM_OPEN, CONTENT_TYPE_INVALID, HANDLE_INVALID, the 6xx and 4xx codes, CLIENT_BUSY,
    /// ARGUMENT_MISSING, FORKED_CHILD. After PAYLOAD_TOO_LARGE report no failure: the service has told the caller.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [MustUse]
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
    /// status = lambdaclient_fail(invocation, &amp;failure, &amp;error);
    /// </example>
    [MustUse]
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
    /// Gives an invocation up without an answer, so that the service hands the same event out again, to the next lambdaclient_turn or
    /// lambdaclient_next. Cuts off a stream that was begun.
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
}
