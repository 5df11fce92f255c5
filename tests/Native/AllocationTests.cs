using System.Text;
using LambdaClient.Native.Abi;
using LambdaClient.Native.Exports;
using Xunit;

namespace LambdaClient.Native.Tests;

/// <summary>The steady state of the native path, through the exports themselves, by the runtime's own counter.</summary>
public sealed unsafe class AllocationTests
{
    private const int Invocations = 2_000;

    private static readonly delegate* unmanaged[Cdecl]<Options*, nint*, nint*, int> Open = &ClientExports.Open;
    private static readonly delegate* unmanaged[Cdecl]<nint, nint*, nint*, int> Next = &ClientExports.Next;
    private static readonly delegate* unmanaged[Cdecl]<nint, nint, View, View, nint*, int> Respond =
        &ClientExports.Respond;
    private static readonly delegate* unmanaged[Cdecl]<nint, View*, nint*, int> Payload = &InvocationExports.Payload;
    private static readonly delegate* unmanaged[Cdecl]<nint, Context*, nint*, int> ReadContext =
        &InvocationExports.Context;
    private static readonly delegate* unmanaged[Cdecl]<nint, void> Close = &ClientExports.Close;

    [Fact]
    public void An_invocation_allocates_no_managed_byte()
    {
        using var service = new EchoService();
        var client = OpenAt(service.Endpoint);
        Serve(client, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Serve(client, Invocations);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Close(client);
        Assert.Equal(0, allocated);
    }

    private static nint OpenAt(string endpoint)
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

    private static void Serve(nint client, int count)
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
