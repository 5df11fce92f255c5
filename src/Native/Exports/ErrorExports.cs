using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Client;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native.Exports;

/// <summary>
/// Error: every call that can fail returns a status, 0 for success, and takes a place for an error object as its last
/// argument, which may be NULL. There is no hidden last error. Every status but 0 comes with an error object, also FORKED_CHILD and
/// OUT_OF_MEMORY, whose objects exist in advance. An error object is immutable and belongs to the caller.
/// </summary>
public static unsafe class ErrorExports
{
    /// <summary>Gives the facts of an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="info">Filled; its views end with a NUL and are valid until the error is freed.</param>
    /// <returns>0, HANDLE_INVALID, ARGUMENT_MISSING, OPTION_INVALID (struct_size) or FORKED_CHILD.</returns>
    /// <threads>Any thread, as long as none frees the error meanwhile.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// lambdaclient_error_info_t info = LAMBDACLIENT_ERROR_INFO_INIT;
    /// lambdaclient_error_describe(error, &amp;info);
    /// if (info.delivery == LAMBDACLIENT_DELIVERY_NOT_SENT)
    ///     answer_again();
    /// </example>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_error_describe", CallConvs = [typeof(CallConvCdecl)])]
    public static int Describe(
        [C99Type("const lambdaclient_error_t *")] nint error,
        [C99Type("lambdaclient_error_info_t *")] ErrorInfo* info
    ) =>
        FixedErrors.TryDescribe(error, out var facts)
            ? SizedStruct.TryWrite((nint)info, facts)
            : Boundary.Run<NativeError, nint>(
                null,
                error,
                HandleKind.Error,
                (nint)info,
                static (target, info) => SizedStruct.Write(info, "info", target.Info)
            );

    /// <summary>Gives the sentence that describes an error: what happened, to which thing, and the next step.</summary>
    /// <param name="error">The error, or NULL.</param>
    /// <returns>
    /// Text that ends with a NUL, valid until the error is freed; never NULL. For NULL it is "no error object was given", for a
    /// handle that is not valid "unknown". In a forked child, every error but FORKED_CHILD is "unknown".
    /// </returns>
    /// <threads>Any thread, as long as none frees the error meanwhile.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_error_message", CallConvs = [typeof(CallConvCdecl)])]
    [return: C99Type("const char *")]
    public static byte* Message([C99Type("const lambdaclient_error_t *")] nint error)
    {
        Read(error, out var info);
        return info.Message.Data != null ? info.Message.Data
            : error == 0 ? Constants.NoError
            : Constants.NameOf(-1);
    }

    /// <summary>Gives the status that the call returned whose error this is.</summary>
    /// <param name="error">The error, or NULL.</param>
    /// <returns>The status; 0 for NULL; HANDLE_INVALID for a handle that is not valid; FORKED_CHILD in a forked child.</returns>
    /// <threads>Any thread, as long as none frees the error meanwhile.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_error_status", CallConvs = [typeof(CallConvCdecl)])]
    public static int Status([C99Type("const lambdaclient_error_t *")] nint error) =>
        error == 0 ? 0
        : Read(error, out var info) is var refused and not 0 ? refused
        : info.Code;

    /// <summary>Gives what became of the request of the call whose error this is.</summary>
    /// <param name="error">The error, or NULL.</param>
    /// <returns>LAMBDACLIENT_DELIVERY_...; LAMBDACLIENT_DELIVERY_UNKNOWN for NULL, for a handle that is not valid, and in a forked child.</returns>
    /// <threads>Any thread, as long as none frees the error meanwhile.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_error_delivery", CallConvs = [typeof(CallConvCdecl)])]
    public static uint Delivery([C99Type("const lambdaclient_error_t *")] nint error) =>
        Read(error, out var info) is 0 ? info.Delivery : (uint)LambdaClient.Delivery.Unknown;

    /// <summary>Frees an error. NULL and a handle that is not valid are ignored.</summary>
    /// <param name="error">The error, or NULL.</param>
    /// <threads>Any thread, once.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_error_free", CallConvs = [typeof(CallConvCdecl)])]
    public static void Free([C99Type("lambdaclient_error_t *")] nint error) =>
        Boundary.Run(error, static handle => HandleTable.Close(handle, HandleKind.Error));

    /// <summary>The facts of an error; where there are none, why, and nothing is set.</summary>
    private static int Read(nint error, out ErrorInfo info)
    {
        if (FixedErrors.TryDescribe(error, out info))
        {
            return 0;
        }

        ErrorInfo found = default;
        var status = Boundary.Run<NativeError, nint>(
            null,
            error,
            HandleKind.Error,
            (nint)(&found),
            static (target, place) =>
            {
                *(ErrorInfo*)place = target.Info;
                return null;
            }
        );
        info = found;
        return status;
    }
}
