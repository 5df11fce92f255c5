using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;

namespace LambdaClient.Native.Exports;

/// <summary>Version</summary>
public static unsafe class VersionExports
{
    /// <summary>The version of the library that is loaded, such as "0.1.0"; compare it with LAMBDACLIENT_VERSION of the header.</summary>
    /// <returns>Text that ends with a NUL and is valid for ever. Never NULL. Any thread, also in a forked child.</returns>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_version", CallConvs = [typeof(CallConvCdecl)])]
    [return: C99Type("const char *")]
    public static byte* Version() => Constants.Version;
}
