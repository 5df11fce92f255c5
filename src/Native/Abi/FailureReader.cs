using System.Collections.Immutable;
using LambdaClient.Native.Client;

namespace LambdaClient.Native.Abi;

/// <summary>Reads a caller's failure into the error report that Core sends; its JSON stays the caller's memory, and the call ends before the report does.</summary>
internal static unsafe class FailureReader
{
    private const uint MaxFrames = 65536;

    /// <summary>The report; any fault of the failure is an error.</summary>
    public static Result<FunctionError, ApiError> Read(nint pointer) => ReadLenient(pointer).Bind(Strict);

    /// <summary>What a log line holds of a failure: type, message and frames.</summary>
    public static Result<FunctionError, ApiError> ReadForLog(nint pointer) => ReadText(pointer).Bind(Strict);

    /// <summary>
    /// The report that can be sent in any case, without what cannot be used of the failure, and what was wrong with that. Only a
    /// failure that cannot be read at all is an error: NULL, or a struct_size out of range.
    /// </summary>
    public static Result<LenientFailure, ApiError> ReadLenient(nint pointer)
    {
        if (!ReadText(pointer).TryGet(out var read, out var refused))
        {
            return refused;
        }

        var fault = read.Fault;
        var failure = SizedStruct.Known<Failure>(pointer);
        var report = read.Report with
        {
            Cause = OrAbsent(ReadCause(failure.Cause), ref fault),
            Json = OrAbsent(ReadJson(failure.Json), ref fault),
        };
        return new LenientFailure(report, fault);
    }

    private static Result<FunctionError, ApiError> Strict(LenientFailure read) =>
        read.Fault is { } fault ? fault : read.Report;

    private static Result<LenientFailure, ApiError> ReadText(nint pointer)
    {
        if (SizedStruct.CheckSize<Failure>(pointer, "failure") is { } refused)
        {
            return refused;
        }

        var failure = SizedStruct.Known<Failure>(pointer);
        ApiError? fault = SizedStruct.CheckBeyond<Failure>(pointer, "failure");
        var type = OrAbsent(Text.ReadForReport(failure.Type, "failure.type"), ref fault) ?? "";
        var message = OrAbsent(Text.ReadForReport(failure.Message, "failure.message"), ref fault) ?? "";
        var frames = ReadFrames(failure, ref fault);
        return new LenientFailure(new FunctionError(type, message, frames), fault);
    }

    private static ImmutableArray<string> ReadFrames(Failure failure, ref ApiError? fault)
    {
        if (failure.StackTrace == null)
        {
            fault ??= failure.StackTraceCount > 0 ? Boundary.Missing("failure.stack_trace") : null;
            return [];
        }

        var count = (int)Math.Min(failure.StackTraceCount, MaxFrames);
        var frames = ImmutableArray.CreateBuilder<string>(count);
        for (var i = 0; i < count; i++)
        {
            frames.Add(OrAbsent(Text.ReadForReport(failure.StackTrace[i], "failure.stack_trace"), ref fault) ?? "");
        }

        return frames.MoveToImmutable();
    }

    private static Result<ErrorCause?, ApiError> ReadCause(View view) =>
        Text.Check(view, "failure.cause") is { } refused ? refused
        : view.IsAbsent ? (ErrorCause?)null
        : ErrorCause.Parse(new BorrowedMemory().Borrow(view)).Map(static cause => (ErrorCause?)cause);

    private static Result<ReadOnlyMemory<byte>, ApiError> ReadJson(View view) =>
        Text.Check(view, "failure.json") is { } refused ? refused : new BorrowedMemory().Borrow(view);

    /// <summary>A part of the failure; nothing where it cannot be used, with the first fault of all parts.</summary>
    private static T? OrAbsent<T>(Result<T, ApiError> part, ref ApiError? fault)
    {
        if (part.TryGet(out var value, out var refused))
        {
            return value;
        }

        fault ??= refused;
        return default;
    }
}

/// <summary>A failure as it can be sent.</summary>
internal sealed class LenientFailure(FunctionError report, ApiError? fault)
{
    /// <summary>The report.</summary>
    public FunctionError Report => report;

    /// <summary>What of the failure could not be used, and why; null for nothing.</summary>
    public ApiError? Fault => fault;
}
