using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;

namespace LambdaClient.Native.Exports;

/// <summary>Version: which library is loaded.</summary>
public static unsafe class VersionExports
{
    /// <summary>
    /// The number of the C ABI, LAMBDACLIENT_ABI_VERSION in the header. It grows by one when a function, a field or a constant is
    /// added; when something is taken away, the soname changes.
    /// </summary>
    public const int AbiVersionNumber = 1;

    /// <summary>The version of the library that is loaded, such as "0.1.0"; compare it with LAMBDACLIENT_VERSION of the header.</summary>
    /// <returns>Text that ends with a NUL and is valid indefinitely. Never NULL.</returns>
    /// <threads>Any thread, also in a forked child.</threads>
    /// <since>0.1.0</since>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_version", CallConvs = [typeof(CallConvCdecl)])]
    [return: C99Type("const char *")]
    public static byte* Version() => Constants.Version;

    /// <summary>
    /// The number of the C ABI of the library that is loaded. It grows by one when a function, a field or a constant is added; so a
    /// library has everything that a header names whose LAMBDACLIENT_ABI_VERSION is not larger. When something is taken away, the
    /// soname changes, and the loader refuses the library.
    /// </summary>
    /// <returns>A number from 1.</returns>
    /// <threads>Any thread, also in a forked child.</threads>
    /// <since>0.1.0</since>
    /// <example>
    /// if (lambdaclient_abi_version() &lt; LAMBDACLIENT_ABI_VERSION)
    ///     fprintf(stderr, "liblambdaclient %s is too old\n", lambdaclient_version());
    /// </example>
    [UnmanagedCallersOnly(EntryPoint = "lambdaclient_abi_version", CallConvs = [typeof(CallConvCdecl)])]
    public static int AbiVersion() => AbiVersionNumber;
}
