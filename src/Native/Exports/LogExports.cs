using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native.Exports;

/// <summary>
/// Log: lines in the format that the function's configuration asks for, text or JSON, with the request id of the invocation in hand.
/// They go to the telemetry descriptor that the service hands out, or to standard output.
/// </summary>
public static class LogExports
{
    /// <summary>Every step.</summary>
    public const int LogTrace = (int)FunctionLogLevel.Trace;

    /// <summary>What helps to find a fault.</summary>
    public const int LogDebug = (int)FunctionLogLevel.Debug;

    /// <summary>Normal operation.</summary>
    public const int LogInfo = (int)FunctionLogLevel.Info;

    /// <summary>What may become a failure.</summary>
    public const int LogWarn = (int)FunctionLogLevel.Warn;

    /// <summary>A failure that the function survives.</summary>
    public const int LogError = (int)FunctionLogLevel.Error;

    /// <summary>A failure that ends the function.</summary>
    public const int LogFatal = (int)FunctionLogLevel.Fatal;

    /// <summary>
    /// Writes a log event. Drops one whose level is below the log_level of lambdaclient_function_t. A line over 256 KiB is cut and
    /// marked; one that cannot be written is lost without an error. The environment variables AWS_LAMBDA_LOG_FORMAT and
    /// AWS_LAMBDA_LOG_LEVEL, as they were when the client was opened, give format and level.
    /// </summary>
    /// <param name="client">The client whose invocation the event belongs to; without one, the line has no request id.</param>
    /// <param name="level">How much it matters: LAMBDACLIENT_LOG_...</param>
    /// <param name="message">What happened, for a person, in UTF-8; bytes that are not become U+FFFD.</param>
    /// <param name="details">More about it, or NULL; read during the call only.</param>
    /// <param name="error">Receives the error, to be freed with lambdaclient_error_free, or NULL on success; may be NULL.</param>
    /// <returns>0, OPTION_INVALID (level, counts, struct_size), HANDLE_INVALID, ARGUMENT_MISSING or FORKED_CHILD.</returns>
    /// <threads>Any thread, also while another is inside a call of the client; lines of several threads and clients never mix.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// lambdaclient_log(client, LAMBDACLIENT_LOG_WARN, lambdaclient_text("no more seats"), NULL, NULL);
    /// </example>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_log", CallConvs = [typeof(CallConvCdecl)])]
    public static unsafe int Log(
        [C99Type("lambdaclient_t *")] nint client,
        uint level,
        [C99Type("lambdaclient_view_t")] View message,
        [C99Type("const lambdaclient_log_details_t *")] LogDetails* details,
        [C99Type("lambdaclient_error_t **")] nint* error
    ) =>
        Boundary.Run<NativeClient, (uint Level, View Message, nint Details)>(
            error,
            client,
            HandleKind.Client,
            (level, message, (nint)details),
            static (target, line) =>
            {
                if (!Text.ReadForReport(line.Message, "message").TryGet(out var message, out var refused))
                {
                    return refused;
                }

                if (!LogDetailsReader.Read(line.Details).TryGet(out var extras, out refused))
                {
                    return refused;
                }

                return target.Log(line.Level, message, extras);
            }
        );
}
