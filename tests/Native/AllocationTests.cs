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
    private const int PieceLengths = 21;

    private static readonly unsafe delegate* unmanaged[Cdecl]<Options*, nint*, nint*, int> Open = &ClientExports.Open;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, nint*, nint*, int> Next = &StepExports.Next;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, View, View, nint*, int> Respond =
        &StepExports.Respond;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, View*, nint*, int> Payload =
        &InvocationExports.Payload;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, Context*, nint*, int> ReadContext =
        &InvocationExports.Context;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, View, View*, nint*, int> Header =
        &CallerExports.Header;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, AnswerInfo*, nint*, nint*, nint*, int> Turn =
        &ClientExports.Turn;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, StreamOptions*, nint*, nint*, int> OpenStream =
        &StreamExports.Open;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, View, nint*, int> Write = &StreamExports.Write;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, nint*, int> Finish = &StreamExports.Finish;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, void> FreeStream = &StreamExports.Free;
    private static readonly unsafe delegate* unmanaged[Cdecl]<nint, void> Close = &ClientExports.Close;

    [Fact]
    public async Task An_invocation_allocates_no_managed_byte()
    {
        await using var service = new LoopbackServer(HandOutForEver);

        Assert.Equal(0, await OnAThread(() => Measure(service.Endpoint, Serve)));
    }

    [Fact]
    public async Task A_turn_allocates_no_managed_byte()
    {
        await using var service = new LoopbackServer(HandOutForEver);

        Assert.Equal(0, await OnAThread(() => Measure(service.Endpoint, TurnAround)));
    }

    [Fact]
    public async Task A_write_to_a_stream_allocates_no_managed_byte()
    {
        await using var service = new LoopbackServer(TakeAStream);

        Assert.Equal(0, await OnAThread(() => MeasureWrites(service.Endpoint)));
    }

    private static Task<long> OnAThread(Func<long> measure) =>
        Task
            .Factory.StartNew(measure, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .Within();

    /// <summary>What the calling thread allocates; the service works on threads of its own.</summary>
    private static unsafe long Measure(string endpoint, Action<nint, int> serve)
    {
        var client = OpenAt(endpoint);
        serve(client, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        serve(client, Invocations);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Close(client);
        return allocated;
    }

    private static unsafe long MeasureWrites(string endpoint)
    {
        var client = OpenAt(endpoint);
        nint invocation;
        nint stream;
        Assert.Equal(0, Next(client, &invocation, null));
        Assert.Equal(0, OpenStream(invocation, null, &stream, null));
        WritePieces(stream, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        WritePieces(stream, Invocations);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, Finish(stream, null));
        FreeStream(stream);
        Close(client);
        return allocated;
    }

    private static unsafe void WritePieces(nint stream, int count)
    {
        fixed (byte* piece = "a piece of the answer"u8)
        {
            for (var i = 0; i < count; i++)
            {
                var status = Write(stream, new View { Data = piece, Size = (nuint)(i % PieceLengths) }, null);
                if (status != 0)
                {
                    Assert.Fail($"write {i} gave {status}");
                }
            }
        }
    }

    /// <summary>What the pieces are as chunks: their length in hexadecimal, two line ends, and the bytes.</summary>
    private static int ChunkBytes(int count) =>
        Enumerable
            .Range(0, count)
            .Select(i => i % PieceLengths)
            .Where(length => length > 0)
            .Sum(length => $"{length:X}".Length + 4 + length);

    private static async Task TakeAStream(LoopbackConnection connection)
    {
        await connection.ReadRequest();
        await connection.Send(Wire.Event("{}", Wire.Id));
        await connection.ReadHead();
        await connection.Take(ChunkBytes(100) + ChunkBytes(Invocations) + "0\r\n\r\n".Length);
        await connection.Send(Wire.Accepted);
    }

    private static async Task HandOutForEver(LoopbackConnection connection)
    {
        for (var attempt = 0; ; )
        {
            var request = await connection.ReadRequest();
            var isPoll = request.Call.StartsWith("GET", StringComparison.Ordinal);
            attempt += isPoll ? 1 : 0;
            await connection.Send(isPoll ? EventOf(attempt) : Wire.Accepted);
        }

        static byte[] EventOf(int attempt) =>
            Wire.Event(
                """{"name": "John"}""",
                Wire.Id,
                "Lambda-Runtime-Deadline-Ms: 4102444800000",
                $"Lambda-Runtime-Invocation-Id: {attempt:D7}"
            );
    }

    private static unsafe nint OpenAt(string endpoint)
    {
        nint client;
        fixed (byte* text = Encoding.ASCII.GetBytes(endpoint))
        {
            var options = new Options
            {
                StructSize = (uint)sizeof(Options),
                Endpoint = new View { Data = text, Size = (nuint)endpoint.Length },
            };
            Assert.Equal(0, Open(&options, &client, null));
        }

        return client;
    }

    private static unsafe void TurnAround(nint client, int count)
    {
        fixed (byte* type = "text/plain"u8)
        {
            var answer = new AnswerInfo { StructSize = (uint)sizeof(AnswerInfo) };
            for (var i = 0; i < count; i++)
            {
                nint invocation;
                nint undelivered;
                var status = Turn(client, &answer, &invocation, &undelivered, null);
                answer.Kind = ClientExports.AnswerResponse;
                answer.ContentType = i % 2 == 0 ? default : new View { Data = type, Size = 10 };
                status |= Payload(invocation, &answer.Payload, null);
                if (status != 0 || undelivered != 0 || answer.Payload.Size != 16)
                {
                    Assert.Fail($"turn {i} gave {status}");
                }
            }

            // The last event is answered, so that the next round begins as the first did.
            nint next;
            if ((Turn(client, &answer, &next, null, null) | Respond(next, default, default, null)) != 0)
            {
                Assert.Fail("the service never fails");
            }
        }
    }

    private static unsafe void Serve(nint client, int count)
    {
        fixed (byte* type = "text/plain"u8)
        fixed (byte* name = "Lambda-Runtime-Invocation-Id"u8)
        {
            var headerName = new View { Data = name, Size = 28 };
            var contentType = new View { Data = type, Size = 10 };
            for (var i = 0; i < count; i++)
            {
                nint invocation;
                View payload;
                View header;
                var context = new Context { StructSize = (uint)sizeof(Context) };
                var status =
                    Next(client, &invocation, null)
                    | Payload(invocation, &payload, null)
                    | ReadContext(invocation, &context, null)
                    | Header(invocation, headerName, &header, null)
                    | Respond(invocation, payload, i % 2 == 0 ? default : contentType, null);
                if (status != 0 || payload.Size != 16 || header.Size != 7 || context.DeadlineMs != 4102444800000)
                {
                    Assert.Fail($"invocation {i} gave {status}");
                }
            }
        }
    }
}
