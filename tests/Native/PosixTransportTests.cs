using LambdaClient.Native.Posix;
using LambdaClient.Tests.Connections;
using LambdaClient.Transports;

namespace LambdaClient.Native.Tests;

public sealed class PosixTransportTests : TransportContract
{
    private protected override Transport Make(TimeSpan keepAlive) => new PosixTransport(keepAlive);
}
