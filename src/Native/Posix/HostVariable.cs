using System.Runtime.InteropServices;
using System.Text;

namespace LambdaClient.Native.Posix;

/// <summary>Reads the environment as the host has it now; the runtime's own view of it can be a copy from when it started.</summary>
internal static unsafe class HostVariable
{
    /// <summary>The value of an environment variable; null where it is not set.</summary>
    public static string? Get(string name)
    {
        fixed (byte* bytes = Encoding.UTF8.GetBytes(name + "\0"))
        {
            return Marshal.PtrToStringUTF8((nint)LibC.Variable(bytes));
        }
    }
}
