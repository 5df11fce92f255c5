using System.Runtime.InteropServices;

namespace LambdaClient.Native.Abi;

/// <summary>What a streamed answer is. Begin with LAMBDACLIENT_STREAM_OPTIONS_INIT.</summary>
[CStruct("lambdaclient_stream_options_t")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct StreamOptions
{
    /// <summary>sizeof(lambdaclient_stream_options_t), set by the initialiser.</summary>
    public uint StructSize;

    /// <summary>Not used; 0, or the call is refused.</summary>
    public uint Reserved;

    /// <summary>
    /// The media type of the whole answer, 1 to 256 printable ASCII characters; absent means application/octet-stream. Leave it
    /// absent where there is a prelude, whose headers name the media type.
    /// </summary>
    public View ContentType;

    /// <summary>The status, headers and cookies of an HTTP response, which go before the first bytes; NULL for none.</summary>
    public Prelude* Prelude;
}
