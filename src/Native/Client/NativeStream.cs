using LambdaClient.Native.Abi;

namespace LambdaClient.Native.Client;

/// <summary>What stands behind a stream handle.</summary>
internal sealed class NativeStream(NativeClient client, ResponseStream response) : IDisposable
{
    public ResponseStream Response => response;

    public ApiError? Write(View data) => client.Write(this, data);

    public ApiError? Flush() => client.Flush(this);

    public ApiError? Finish() => client.Finish(this);

    public ApiError? Fail(FunctionError failure) => client.Fail(this, failure);

    /// <summary>A stream that nobody holds any more ends with a failure, unless it has ended.</summary>
    public void Dispose() => client.EndAbandoned(this);
}
