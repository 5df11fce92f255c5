using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>
/// What a streamed answer says about itself as an HTTP response; function URLs and API Gateway read it. Begin with
/// LAMBDACLIENT_PRELUDE_INIT. Everything together has at most 16 KB. All text is UTF-8.
/// </summary>
[CStruct("lambdaclient_prelude_t")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct Prelude
{
    /// <summary>sizeof(lambdaclient_prelude_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>The HTTP status, from 100 to 599; 0 means 200.</summary>
    public uint StatusCode;

    /// <summary>The number of header fields.</summary>
    public uint HeaderCount;

    /// <summary>The number of cookies.</summary>
    public uint CookieCount;

    /// <summary>The header fields; NULL where there are none. A name that stands here more than once has several values.</summary>
    public Pair* Headers;

    /// <summary>The values of Set-Cookie fields; NULL where there are none.</summary>
    public View* Cookies;
}
