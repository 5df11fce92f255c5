using System.Runtime.InteropServices;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.ProcessWide;

[Collection(nameof(Alone))]
public sealed class DescriptorTests
{
    [Theory, BothCallers]
    public async Task Without_a_descriptor_left_the_connection_fails_by_name(Caller caller)
    {
        await using var server = new LoopbackServer(connection => connection.Serve());
        using var warm = Opened.At(server);
        await caller.Respond(warm, await caller.Next(warm).Must()).Must();
        using var client = Opened.At(server);

        Task<Result<Invocation, ApiError>> polling;
        using (new NoMoreDescriptors())
        {
            // Not on another thread: even that needs a descriptor.
            polling = caller == Caller.Blocking ? Task.FromResult(client.Next()) : client.NextAsync();
        }

        var error = Assert.IsType<ApiError.Transport>((await polling.Within()).MustFail(ErrorCode.ConnectFailed));
        Assert.Equal(Delivery.NotSent, error.Delivery);
        Assert.NotEqual(0, error.SystemError);
        await caller.Next(client).Must();
    }

    /// <summary>While it lives, this process can open nothing; what is open stays so.</summary>
    private sealed class NoMoreDescriptors : IDisposable
    {
        private const int OpenFiles = 7;

        private readonly Limit _before;

        public NoMoreDescriptors()
        {
            Assert.Equal(0, GetLimit(OpenFiles, out _before));
            var none = new Limit { Soft = 0, Hard = _before.Hard };
            Assert.Equal(0, SetLimit(OpenFiles, in none));
        }

        public void Dispose() => Assert.Equal(0, SetLimit(OpenFiles, in _before));

        [DllImport("libc", EntryPoint = "getrlimit")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int GetLimit(int resource, out Limit limit);

        [DllImport("libc", EntryPoint = "setrlimit")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int SetLimit(int resource, in Limit limit);

        private struct Limit
        {
            public nuint Soft;
            public nuint Hard;
        }
    }
}
