using LambdaClient.Native.Client;
using LambdaClient.Native.Exports;

namespace LambdaClient.Native.Abi;

/// <summary>Reads a caller's answer. It is never refused: what cannot be sent becomes a failure that says why.</summary>
internal static unsafe class AnswerReader
{
    /// <summary>The answer to deliver; its bytes stay the caller's memory.</summary>
    /// <param name="pointer">The caller's answer, or NULL for none.</param>
    /// <param name="unfit">Why what the caller gave is not what is delivered; null where it is.</param>
    public static Answer Read(nint pointer, out ApiError? unfit)
    {
        unfit = null;
        if (pointer == 0)
        {
            return default;
        }

        if (!SizedStruct.TryRead<AnswerInfo>(pointer, "answer", out var answer, out var refused))
        {
            return Instead(refused, out unfit);
        }

        switch (answer.Kind)
        {
            case ClientExports.AnswerNone:
                return default;
            case ClientExports.AnswerResponse:
                return Text.Check(answer.Payload, "answer.payload") is { } badPayload ? Instead(badPayload, out unfit)
                    : ContentType.Read(answer.ContentType, "application/json").TryGet(out var type, out refused)
                        ? Answer.Of(Response.Bytes(BorrowedMemory.OfThread.Borrow(answer.Payload), type))
                    : Instead(refused, out unfit);
            case ClientExports.AnswerFailure:
                if (!FailureReader.ReadLenient((nint)answer.Failure).TryGet(out var read, out refused))
                {
                    return Instead(refused, out unfit);
                }

                unfit = read.Fault;
                return Answer.Reported(read.Report);
            default:
                return Instead(new ApiError.Usage(ErrorCode.OptionInvalid, "answer.kind", $"{answer.Kind}"), out unfit);
        }
    }

    /// <summary>Tells the caller that the answer's bytes are no longer needed, also where the answer could not be sent.</summary>
    public static void Release(nint pointer)
    {
        if (
            pointer != 0
            && SizedStruct.CheckSize<AnswerInfo>(pointer, "answer") is null
            && SizedStruct.Known<AnswerInfo>(pointer) is { Release: not null } answer
        )
        {
            answer.Release((nint)answer.ReleaseContext);
        }
    }

    private static Answer Instead(ApiError error, out ApiError unfit)
    {
        unfit = error;
        return Answer.Reported(error.ToResponse());
    }
}
