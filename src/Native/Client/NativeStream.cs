using LambdaClient.Native.Abi;

namespace LambdaClient.Native.Client;

/// <summary>What stands behind a stream handle.</summary>
internal sealed class NativeStream(NativeClient client, ResponseStream response) : IDisposable
{
    public ResponseStream Response => response;

    public ApiError? Write(View data) =>
        Text.Check(data, "data") ?? NativeClient.ErrorOf(response.Write(BorrowedMemory.OfThread.Borrow(data)));

    public ApiError? Flush() => NativeClient.ErrorOf(response.Flush());

    public ApiError? Finish() => NativeClient.ErrorOf(response.Finish());

    public ApiError? Fail(FunctionError failure) => NativeClient.ErrorOf(response.FailWith(failure));

    /// <summary>A stream that nobody holds any more ends with a failure, unless it has ended.</summary>
    public void Dispose() => client.EndAbandoned(this);
}
