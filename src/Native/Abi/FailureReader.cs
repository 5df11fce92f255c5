using System.Collections.Immutable;
using LambdaClient.Native.Client;

namespace LambdaClient.Native.Abi;

/// <summary>Reads a caller's failure into the error report that Core sends; its JSON stays the caller's memory, and the call ends before the report does.</summary>
internal static unsafe class FailureReader
{
    private const uint MaxFrames = 65536;

    public static Result<FunctionError, ApiError> Read(nint pointer)
    {
        if (!SizedStruct.Read<Failure>(pointer, "failure").TryGet(out var failure, out var refused))
        {
            return refused;
        }

        if (failure.StackTraceCount > MaxFrames)
        {
            return new ApiError.Usage(
                ErrorCode.OptionInvalid,
                "failure.stack_trace_count",
                $"{failure.StackTraceCount}"
            );
        }

        if (failure.StackTrace == null && failure.StackTraceCount > 0)
        {
            return new ApiError.Usage(ErrorCode.ArgumentMissing, "failure.stack_trace", "NULL");
        }

        var frames = ImmutableArray.CreateBuilder<string>((int)failure.StackTraceCount);
        for (var i = 0; i < failure.StackTraceCount; i++)
        {
            if (!Text.Read(failure.StackTrace[i], "failure.stack_trace").TryGet(out var frame, out refused))
            {
                return refused;
            }

            frames.Add(frame ?? "");
        }

        if (Text.Check(failure.Json, "failure.json") is { } badJson)
        {
            return badJson;
        }

        if (!ReadCause(failure.Cause).TryGet(out var cause, out refused))
        {
            return refused;
        }

        return Text.Read(failure.Type, "failure.type")
            .Bind(type =>
                Text.Read(failure.Message, "failure.message")
                    .Map(message => new FunctionError(type ?? "", message ?? "", frames.ToImmutable())
                    {
                        Cause = cause,
                        Json = new BorrowedMemory().Borrow(failure.Json),
                    })
            );
    }

    private static Result<ErrorCause?, ApiError> ReadCause(View view)
    {
        if (Text.Check(view, "failure.cause") is { } refused)
        {
            return refused;
        }

        return view.IsAbsent
            ? (ErrorCause?)null
            : ErrorCause.Parse(new BorrowedMemory().Borrow(view)).Map(static cause => (ErrorCause?)cause);
    }
}
