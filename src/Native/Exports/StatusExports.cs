using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;

namespace LambdaClient.Native.Exports;

/// <summary>
/// Status: what is fixed about the number that a call returns. These functions need no error object and accept any number.
/// </summary>
public static unsafe class StatusExports
{
    /// <summary>Gives the name of a status, such as "connect_refused".</summary>
    /// <param name="status">What a call returned.</param>
    /// <returns>Text that ends with a NUL and is valid indefinitely: "ok" for 0, "unknown" for a number that is no status. Never NULL.</returns>
    /// <threads>Any thread, also in a forked child.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_status_name", CallConvs = [typeof(CallConvCdecl)])]
    [return: C99Type("const char *")]
    public static byte* StatusName(int status) => Constants.NameOf(status);

    /// <summary>Whether a status means that the runtime has to stop and exit with a status other than 0.</summary>
    /// <param name="status">What a call returned.</param>
    /// <returns>1 for a fatal status; 0 for every other, LAMBDACLIENT_OK included; -1 for a number that is no status of this library.</returns>
    /// <threads>Any thread, also in a forked child.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_status_is_fatal", CallConvs = [typeof(CallConvCdecl)])]
    public static int StatusIsFatal(int status) => StatusTable.FatalityOf(status);

    /// <summary>Gives the name of a status's category, such as "transport": the kind of thing that went wrong.</summary>
    /// <param name="status">What a call returned.</param>
    /// <returns>Text that ends with a NUL and is valid indefinitely: "ok" for 0, "unknown" for a number that is no status. Never NULL.</returns>
    /// <threads>Any thread, also in a forked child.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_status_category_name", CallConvs = [typeof(CallConvCdecl)])]
    [return: C99Type("const char *")]
    public static byte* StatusCategoryName(int status) => Constants.CategoryNameOf(status);
}
