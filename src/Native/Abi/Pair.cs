using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>A name and its value: a header field, or an entry of a map.</summary>
[CStruct("lambdaclient_pair_t")]
[StructLayout(LayoutKind.Sequential)]
public struct Pair
{
    /// <summary>The name.</summary>
    public View Name;

    /// <summary>The value.</summary>
    public View Value;
}
