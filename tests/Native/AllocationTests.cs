using System.Text;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Exports;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Native.Tests;

/// <summary>The steady state of the native path, through the exports themselves, by the runtime's own counter.</summary>
public sealed class AllocationTests
{
    private const int Invocations = 2_000;

    private static readonly unsafe delegate* unmanaged[Cdecl]<Options*, nint*, nint*, int> Open = &ClientExports.Open;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, nint*, nint*, int> Next = &ClientExports.Next;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, nint, View, View, nint*, int> Respond =
        &ClientExports.Respond;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, View*, nint*, int> Payload =
        &InvocationExports.Payload;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, Context*, nint*, int> ReadContext =
        &InvocationExports.Context;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, void> Close = &ClientExports.Close;

    [Fact]
    public async Task An_invocation_allocates_no_managed_byte()
    {
        await using var service = new LoopbackServer(HandOutForEver);

        var allocated = await Task
            .Factory.StartNew(
                () => Measure(service.Endpoint),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            )
            .Within();

        Assert.Equal(0, allocated);
    }

    /// <summary>What the calling thread allocates; the service works on threads of its own.</summary>
    private static unsafe long Measure(string endpoint)
    {
        var client = OpenAt(endpoint);
        Serve(client, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Serve(client, Invocations);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Close(client);
        return allocated;
    }

    private static async Task HandOutForEver(LoopbackConnection connection)
    {
        var handedOut = Wire.Event(
            """{"name": "John"}""",
            Wire.Id,
            "Lambda-Runtime-Deadline-Ms: 4102444800000",
            "Lambda-Runtime-Invocation-Id: attempt"
        );
        while (true)
        {
            var request = await connection.ReadRequest();
            await connection.Send(request.Call.StartsWith("GET", StringComparison.Ordinal) ? handedOut : Wire.Accepted);
        }
    }

    private static unsafe nint OpenAt(string endpoint)
    {
        nint client;
        fixed (byte* text = Encoding.ASCII.GetBytes(endpoint))
        {
            var options = new Options
            {
                StructSize = (uint)sizeof(Options),
                Endpoint = new View { Data = text, Len = (nuint)endpoint.Length },
            };
            Assert.Equal(0, Open(&options, &client, null));
        }

        return client;
    }

    private static unsafe void Serve(nint client, int count)
    {
        fixed (byte* type = "text/plain"u8)
        {
            var contentType = new View { Data = type, Len = 10 };
            for (var i = 0; i < count; i++)
            {
                nint invocation;
                View payload;
                var context = new Context { StructSize = (uint)sizeof(Context) };
                var status =
                    Next(client, &invocation, null)
                    | Payload(invocation, &payload, null)
                    | ReadContext(invocation, &context, null)
                    | Respond(client, invocation, payload, i % 2 == 0 ? default : contentType, null);
                if (status != 0 || payload.Len != 16 || context.DeadlineMs != 4102444800000)
                {
                    Assert.Fail($"invocation {i} gave {status}");
                }
            }
        }
    }
}
