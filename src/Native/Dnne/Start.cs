using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DNNE;

namespace LambdaClient.Native.Dnne;

/// <summary>What the native half calls first, once: a file that cannot be loaded is found here, and not by an export.</summary>
public static unsafe class Start
{
    /// <summary>Loads what the exports need.</summary>
    /// <param name="reason">Receives why it could not, as UTF-8 that ends with a NUL.</param>
    /// <param name="length">The bytes that are there for it, one or more.</param>
    /// <returns>0, or 1 with a reason.</returns>
    [C99DeclCode("#include <lambdaclient.h>\n#include \"names.inc\"")]
    [UnmanagedCallersOnly(EntryPoint = "managed_start", CallConvs = [typeof(CallConvCdecl)])]
    public static int Load([C99Type("char *")] byte* reason, int length)
    {
        try
        {
            LoadCore();
            return 0;
        }
        catch (Exception e)
        {
            var room = new Span<byte>(reason, length - 1);
            System.Text.Unicode.Utf8.FromUtf16(e.Message, room, out _, out var written);
            reason[written] = 0;
            return 1;
        }
    }

    /// <summary>A method of its own: the assembly is loaded when it is compiled, inside the caller's try.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadCore() => _ = ErrorTable.Describe(ErrorCode.None);
}
