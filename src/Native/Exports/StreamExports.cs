using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native.Exports;

/// <summary>
/// Stream: an answer that is sent piece by piece, where it is too large for the 6 MB of a buffered one or where its caller should not
/// wait for the end. Nothing is buffered here: a slow caller slows the writer down. Order: open; write and flush any number of times;
/// finish or fail once; free always.
/// </summary>
public static unsafe class StreamExports
{
    /// <summary>
    /// Begins to answer an invocation piece by piece; nothing is sent yet. On success the stream takes the invocation over: only the
    /// stream can answer it now (lambdaclient_respond and lambdaclient_fail give STREAM_OPEN), lambdaclient_invocation_free does
    /// nothing, and the event can still be read until the stream has ended. On failure the invocation is as it was.
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
    ///     lambdaclient_stream_finish(stream, NULL);
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

                return target.OpenStream(asked.Invocation, chosen, out *(nint*)asked.Stream);
            }
        );
    }

    /// <summary>
    /// Sends bytes, and waits until the operating system took them all. No bytes send nothing. A write that failed may have sent a part; unless
    /// the error's delivery is NOT_SENT, the stream has ended.
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
    /// Begins the stream if nothing was sent yet, so that its caller sees the head and the prelude; does nothing else, because no bytes
    /// wait here.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>As lambdaclient_stream_write.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_stream_flush", CallConvs = [typeof(CallConvCdecl)])]
    public static int Flush(
        [C99Type("lambdaclient_stream_t *")] nint stream,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) => Boundary.Run<NativeStream, int>(error, stream, HandleKind.Stream, 0, static (target, _) => target.Flush());

    /// <summary>
    /// Ends the stream with success, and waits for the service's answer. The invocation is consumed unless the error's delivery is
    /// NOT_SENT; the stream is still to be freed.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>As lambdaclient_stream_write; ALREADY_ANSWERED the second time.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_stream_finish", CallConvs = [typeof(CallConvCdecl)])]
    public static int Finish(
        [C99Type("lambdaclient_stream_t *")] nint stream,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) => Boundary.Run<NativeStream, int>(error, stream, HandleKind.Stream, 0, static (target, _) => target.Finish());

    /// <summary>
    /// Ends the stream with a failure, which its caller gets behind what was sent. Before the first byte it is reported as by
    /// lambdaclient_fail, as if no stream had been opened. The invocation is consumed unless the error's delivery is NOT_SENT; the stream
    /// is still to be freed.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="failure">The failure; read during the call only. Behind bytes that were sent, a message over 1024 characters is cut.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>As lambdaclient_stream_finish, and CAUSE_INVALID and OPTION_INVALID for the failure.
    /// </returns>
    /// <threads>One thread at a time for each client.</threads>
    /// <since>0.1.0</since>
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
    /// Frees a stream. One that was neither finished nor failed ends with the failure Runtime.StreamAbandoned, as by
    /// lambdaclient_stream_fail, so that the caller of the function does not take a part for the whole. Where that cannot be sent now,
    /// the next lambdaclient_next or lambdaclient_turn sends it. NULL and a handle that is not valid are ignored, so it is safe at the
    /// end of every path.
    /// </summary>
    /// <param name="stream">The stream, or NULL.</param>
    /// <threads>Any thread. A call of another thread that is still inside the stream ends first; this function does not wait for it.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_stream_free", CallConvs = [typeof(CallConvCdecl)])]
    public static void Free([C99Type("lambdaclient_stream_t *")] nint stream) =>
        Boundary.Run(stream, static handle => HandleTable.Close(handle, HandleKind.Stream));
}
