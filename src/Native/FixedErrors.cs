using LambdaClient.Native.Abi;
using LambdaClient.Native.Exports;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native;

/// <summary>
/// The errors that exist in advance, for where none can be made: in a forked child, and where memory or handles are used up. Each
/// is a number that the handle table never hands out, and its facts lie in the file itself, so that nothing is allocated or freed.
/// </summary>
internal static unsafe class FixedErrors
{
    // An error of the table has a place from 1 up.
    private const uint Place = (uint)HandleKind.Error << HandleTable.KindShift;

    public static nint HandleOf(ErrorCode code) => (nint)((ulong)code << 32 | Place);

    /// <summary>The facts of such an error; false where the handle is none.</summary>
    public static bool TryDescribe(nint handle, out ErrorInfo info)
    {
        var code = (int)(handle >>> 32);
        info = default;
        if ((uint)handle != Place || StatusTable.MessageOf(code).IsEmpty)
        {
            return false;
        }

        info = new ErrorInfo
        {
            StructSize = (uint)sizeof(ErrorInfo),
            Code = code,
            Category = (uint)code / 100,
            Delivery = (uint)(code == (int)ErrorCode.ForkedChild ? Delivery.NotSent : Delivery.Unknown),
            IsFatal = StatusTable.FatalityOf(code) == 1 ? 1u : 0,
            Name = View.OfLiteral(StatusTable.NameOf(code)),
            Message = View.OfLiteral(StatusTable.MessageOf(code)),
        };
        return true;
    }
}
