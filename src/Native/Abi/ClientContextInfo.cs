using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>
/// The client context, decoded. Begin with LAMBDACLIENT_CLIENT_CONTEXT_INIT. A part that is absent or empty is {NULL, 0}; one
/// that is present also ends with a NUL.
/// </summary>
[CStruct("lambdaclient_client_context_t")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct ClientContextInfo
{
    /// <summary>sizeof(lambdaclient_client_context_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>1 where the event came with a client context that is a JSON object, else 0 and everything is absent.</summary>
    public uint IsPresent;

    /// <summary>The number of values that the application chose.</summary>
    public uint CustomCount;

    /// <summary>The number of values that describe its device and locale.</summary>
    public uint EnvCount;

    /// <summary>The values that the application chose, in the order they were sent; NULL where there are none.</summary>
    public Pair* Custom;

    /// <summary>The values that describe its device and locale, in the order they were sent; NULL where there are none.</summary>
    public Pair* Env;

    /// <summary>The id of this installation of the application.</summary>
    public View InstallationId;

    /// <summary>The application's title.</summary>
    public View AppTitle;

    /// <summary>The application's version as a person reads it.</summary>
    public View AppVersionName;

    /// <summary>The application's version as a number.</summary>
    public View AppVersionCode;

    /// <summary>The application's package name.</summary>
    public View AppPackageName;
}
