using LambdaClient.Native.Abi;
using LambdaClient.Native.Handles;

namespace LambdaClient.Native.Client;

/// <summary>What stands behind a stream handle. Each call enters the client too, which therefore stays until the call ends.</summary>
internal sealed class NativeStream(nint client, ResponseStream response) : IDisposable
{
    public ResponseStream Response => response;

    public ApiError? Write(View data) => OnClient(data, static (client, stream, data) => client.Write(stream, data));

    public ApiError? Flush() => OnClient(0, static (client, stream, _) => client.Flush(stream));

    public ApiError? Finish() => OnClient(0, static (client, stream, _) => client.Finish(stream));

    public ApiError? Fail(FunctionError failure) =>
        OnClient(failure, static (client, stream, failure) => client.Fail(stream, failure));

    /// <summary>A stream that nobody holds any more breaks off, unless it has ended.</summary>
    public void Dispose() =>
        OnClient(
            0,
            static (client, stream, _) =>
            {
                client.BreakOff(stream);
                return null;
            }
        );

    private ApiError? OnClient<T>(T arguments, Func<NativeClient, NativeStream, T, ApiError?> call)
    {
        using var scope = new Scope<NativeClient>(client, HandleKind.Client);
        return scope.Target is { } target ? call(target, this, arguments) : new ApiError.State(ErrorCode.ClientClosed);
    }
}
