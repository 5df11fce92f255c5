using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>The facts of an error. Begin with LAMBDACLIENT_ERROR_INFO_INIT. A view that is present also ends with a NUL, and is valid until the error is freed.</summary>
[CStruct("lambdaclient_error_info_t")]
[StructLayout(LayoutKind.Sequential)]
public struct ErrorInfo
{
    /// <summary>sizeof(lambdaclient_error_info_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>The status that the call returned: LAMBDACLIENT_E_...</summary>
    public int Code;

    /// <summary>LAMBDACLIENT_CATEGORY_...</summary>
    public uint Category;

    /// <summary>What became of the request: LAMBDACLIENT_DELIVERY_...</summary>
    public uint Delivery;

    /// <summary>1 where the runtime has to stop and exit with a status other than 0, else 0.</summary>
    public uint IsFatal;

    /// <summary>The HTTP status of the service's reply, or 0.</summary>
    public uint HttpStatus;

    /// <summary>The operating system's error number (errno); less than 0 for the resolver's (EAI_...); 0 where there is none.</summary>
    public int SystemError;

    /// <summary>Not used; 0.</summary>
    public uint Reserved;

    /// <summary>The code's name, such as connect_refused.</summary>
    public View Name;

    /// <summary>One sentence: what happened, to which thing, and the next step.</summary>
    public View Message;

    /// <summary>The service's errorType, where it gave one.</summary>
    public View ServiceErrorType;

    /// <summary>The service's errorMessage, where it gave one.</summary>
    public View ServiceErrorMessage;
}
