using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native.Exports;

/// <summary>
/// Stream: an answer that is sent piece by piece, because it is over the 6 MB of a buffered one or because its caller should not wait for
/// the end. Writes are not buffered: a slow caller slows the writer down. Order: open; write and flush any number of times; finish or
/// fail once; free always. Then give the turn or the run no answer.
/// </summary>
public static unsafe class StreamExports
{
    /// <summary>
    /// Opens a stream that answers an invocation piece by piece. Does no I/O: the first write sends the head. From then on only the
    /// stream can answer: lambdaclient_respond and lambdaclient_fail return STREAM_OPEN, and lambdaclient_invocation_free does nothing.
    /// The event can be read until the stream has ended. On failure the invocation is as it was.
    /// </summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="options">What the answer is, or NULL for application/octet-stream; read during the call only.</param>
    /// <param name="stream">Receives the stream, to be freed with lambdaclient_stream_free; NULL on failure.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0, or in order of likelihood: ALREADY_ANSWERED, STREAM_OPEN, PRELUDE_INVALID, CONTENT_TYPE_INVALID, OPTION_INVALID,
    /// TEXT_INVALID, HANDLE_INVALID, ARGUMENT_MISSING, CLIENT_BUSY, INIT_ERROR_REPORTED, FORKED_CHILD.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// lambdaclient_stream_options_t options = LAMBDACLIENT_STREAM_OPTIONS_INIT;
    /// lambdaclient_prelude_t prelude = LAMBDACLIENT_PRELUDE_INIT;
    /// lambdaclient_stream_t *stream = NULL;
    /// prelude.status_code = 206;
    /// options.prelude = &amp;prelude;
    /// if (lambdaclient_stream_open(invocation, &amp;options, &amp;stream, NULL) == LAMBDACLIENT_OK) {
    ///     lambdaclient_stream_write(stream, piece, NULL);
    ///     status = lambdaclient_stream_finish(stream, &amp;error);
    /// }
    /// lambdaclient_stream_free(stream);
    /// </example>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_stream_open", CallConvs = [typeof(CallConvCdecl)])]
    public static int Open(
        [C99Type("lambdaclient_invocation_t *")] nint invocation,
        [C99Type("const lambdaclient_stream_options_t *")] StreamOptions* options,
        [C99Type("lambdaclient_stream_t **")] nint* stream,
        [C99Type("lambdaclient_error_t **")] nint* error
    )
    {
        if (stream != null)
        {
            *stream = 0;
        }

        return Boundary.Answer(
            error,
            invocation,
            (Invocation: invocation, Options: (nint)options, Stream: (nint)stream),
            static (target, asked) =>
            {
                if (asked.Stream == 0)
                {
                    return Boundary.Missing("stream");
                }

                var chosen = default(StreamOptions);
                if (
                    asked.Options != 0
                    && !SizedStruct.TryRead<StreamOptions>(asked.Options, "options", out chosen, out var refused)
                )
                {
                    return refused;
                }

                return SizedStruct.CheckReserved(chosen.Reserved, "options")
                    ?? target.OpenStream(asked.Invocation, chosen, out *(nint*)asked.Stream);
            }
        );
    }

    /// <summary>
    /// Sends bytes, and blocks until the operating system has taken them all. An empty write sends nothing. A write that failed may have sent
    /// a part; unless the error's delivery is NOT_SENT, the stream has ended.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="data">The bytes; read during the call only.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>
    /// 0, or in order of likelihood: the 3xx codes (the service went away), INVOCATION_TIMED_OUT, PAYLOAD_TOO_LARGE and the other
    /// 5xx codes (the service answered before the end), ALREADY_ANSWERED (the stream has ended), HANDLE_INVALID, CLIENT_BUSY,
    /// CLIENT_CLOSED, the 6xx and 4xx codes, ARGUMENT_MISSING, FORKED_CHILD.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_stream_write", CallConvs = [typeof(CallConvCdecl)])]
    public static int Write(
        [C99Type("lambdaclient_stream_t *")] nint stream,
        [C99Type("lambdaclient_view_t")] View data,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Boundary.Run<NativeStream, View>(
            error,
            stream,
            HandleKind.Stream,
            data,
            static (target, data) => target.Write(data)
        );

    /// <summary>
    /// Sends the head and the prelude if nothing was sent yet, so that the caller sees them. Otherwise a no-op: writes are not buffered.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>Like lambdaclient_stream_write.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_stream_flush", CallConvs = [typeof(CallConvCdecl)])]
    public static int Flush(
        [C99Type("lambdaclient_stream_t *")] nint stream,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) => Boundary.Run<NativeStream, int>(error, stream, HandleKind.Stream, 0, static (target, _) => target.Flush());

    /// <summary>
    /// Ends the stream with success, and waits for the service's reply. The invocation is consumed unless the error's delivery is
    /// NOT_SENT. Free the stream afterwards.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>Like lambdaclient_stream_write; ALREADY_ANSWERED the second time.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [MustUse]
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_stream_finish", CallConvs = [typeof(CallConvCdecl)])]
    public static int Finish(
        [C99Type("lambdaclient_stream_t *")] nint stream,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) => Boundary.Run<NativeStream, int>(error, stream, HandleKind.Stream, 0, static (target, _) => target.Finish());

    /// <summary>
    /// Ends the stream with a failure, which the caller gets behind what was sent. Before the first byte it is an ordinary failure, like
    /// lambdaclient_fail's. The invocation is consumed unless the error's delivery is NOT_SENT. Free the stream afterwards.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="failure">The failure; read during the call only. Behind bytes that were sent, a message over 1024 characters is cut.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>Like lambdaclient_stream_finish, and CAUSE_INVALID and OPTION_INVALID for the failure.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [MustUse]
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_stream_fail", CallConvs = [typeof(CallConvCdecl)])]
    public static int Fail(
        [C99Type("lambdaclient_stream_t *")] nint stream,
        [C99Type("const lambdaclient_failure_t *")] Failure* failure,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Boundary.Run<NativeStream, nint>(
            error,
            stream,
            HandleKind.Stream,
            (nint)failure,
            static (target, failure) =>
                FailureReader.Read(failure).TryGet(out var report, out var refused) ? target.Fail(report) : refused
        );

    /// <summary>
    /// Frees a stream. One that was neither finished nor failed ends with the failure Runtime.StreamAbandoned, so that the caller does not
    /// take a part for the whole. If that cannot be sent now, the next lambdaclient_turn or lambdaclient_next sends it. Ignores NULL and a
    /// handle that is not valid, so it is safe at the end of every path.
    /// </summary>
    /// <param name="stream">The stream, or NULL.</param>
    /// <threads>Any thread. A call of another thread inside the stream ends first; this function does not wait for it.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_stream_free", CallConvs = [typeof(CallConvCdecl)])]
    public static void Free([C99Type("lambdaclient_stream_t *")] nint stream) =>
        Boundary.Run(stream, static handle => HandleTable.Close(handle, HandleKind.Stream));
}
