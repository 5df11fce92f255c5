namespace LambdaClient.Tests.Streaming;

/// <summary>Each call of a stream in both forms.</summary>
internal static class StreamCaller
{
    public static Task<Result<Unit, ApiError>> Write(this Caller caller, ResponseStream stream, byte[] data) =>
        caller.Run(() => stream.Write(data), () => stream.WriteAsync(data));

    public static Task<Result<Unit, ApiError>> Flush(this Caller caller, ResponseStream stream) =>
        caller.Run(stream.Flush, () => stream.FlushAsync());

    public static Task<Result<Unit, ApiError>> Finish(this Caller caller, ResponseStream stream) =>
        caller.Run(stream.Finish, () => stream.FinishAsync());

    public static Task<Result<Unit, ApiError>> Fail(
        this Caller caller,
        ResponseStream stream,
        IRuntimeApiError error
    ) => caller.Run(() => stream.Fail(error), () => stream.FailAsync(error));
}
