using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace LambdaClient.Emulator.Hosting;

/// <summary>What became of reading a request body.</summary>
internal enum BodyEnd
{
    Complete,
    TooLarge,
    Truncated,
}

/// <summary>A request body, or as much of it as arrived or was wanted.</summary>
/// <param name="Bytes">The bytes read.</param>
/// <param name="Length">The number of bytes read, or declared when the body was refused unread.</param>
/// <param name="End">Whether that is all of it, and why not.</param>
internal readonly record struct Body(ReadOnlyMemory<byte> Bytes, long Length, BodyEnd End);

/// <summary>Reads a request body up to a limit.</summary>
internal static class BodyReader
{
    private const int FirstChunk = 16 * 1024;

    public static async Task<Body> ReadAsync(HttpRequest request, long limit)
    {
        if (request.ContentLength > limit)
        {
            return new Body(ReadOnlyMemory<byte>.Empty, request.ContentLength.Value, BodyEnd.TooLarge);
        }

        var bytes = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 0) + FirstChunk);
        try
        {
            int count;
            while ((count = await request.Body.ReadAsync(bytes.GetMemory(FirstChunk)).ConfigureAwait(false)) > 0)
            {
                bytes.Advance(count);
                if (bytes.WrittenCount > limit)
                {
                    return new Body(bytes.WrittenMemory, bytes.WrittenCount, BodyEnd.TooLarge);
                }
            }

            return new Body(bytes.WrittenMemory, bytes.WrittenCount, BodyEnd.Complete);
        }
        catch (Exception cut)
            when (cut
                    is BadHttpRequestException
                        or ConnectionAbortedException
                        or IOException
                        or OperationCanceledException
            )
        {
            return new Body(bytes.WrittenMemory, bytes.WrittenCount, BodyEnd.Truncated);
        }
    }
}
