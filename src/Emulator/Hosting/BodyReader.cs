using System.Buffers;
using LambdaClient.Emulator.Function;
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
    private const int LargestChunk = 64 * 1024;

    /// <summary>Reads the body into memory.</summary>
    public static async Task<Body> ReadAsync(HttpRequest request, long limit)
    {
        if (IsDeclaredTooLarge(request, limit, out var refused))
        {
            return refused;
        }

        var bytes = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 0) + FirstChunk);
        while (await ReadSomeAsync(request, bytes.GetMemory(FirstChunk)).ConfigureAwait(false) is { } count)
        {
            bytes.Advance(count);
            if (count == 0 || bytes.WrittenCount > limit)
            {
                var end = count == 0 ? BodyEnd.Complete : BodyEnd.TooLarge;
                return new Body(bytes.WrittenMemory, bytes.WrittenCount, end);
            }
        }

        return new Body(bytes.WrittenMemory, bytes.WrittenCount, BodyEnd.Truncated);
    }

    /// <summary>
    /// Hands the body on as it arrives, and reads no further before the sink has taken what was read. What a sink does not want any
    /// more is read all the same.
    /// </summary>
    /// <returns>The end of the body, without its bytes.</returns>
    public static async Task<Body> ForwardAsync(HttpRequest request, long limit, ResponseSink sink)
    {
        if (IsDeclaredTooLarge(request, limit, out var refused))
        {
            return refused;
        }

        var buffer = new byte[LargestChunk];
        var length = 0L;
        var wanted = true;
        while (await ReadSomeAsync(request, buffer).ConfigureAwait(false) is { } count)
        {
            var deliverable = (int)Math.Min(count, limit - length);
            length += count;
            if (wanted && deliverable > 0)
            {
                wanted = await sink.WriteAsync(buffer.AsMemory(0, deliverable)).ConfigureAwait(false);
                // A sink that did not finish may hold on to its bytes.
                buffer = wanted ? buffer : new byte[LargestChunk];
            }

            if (count == 0 || length > limit)
            {
                var end = count == 0 ? BodyEnd.Complete : BodyEnd.TooLarge;
                return new Body(ReadOnlyMemory<byte>.Empty, length, end);
            }
        }

        return new Body(ReadOnlyMemory<byte>.Empty, length, BodyEnd.Truncated);
    }

    /// <summary>Drops what is left of the body if that is less than so many bytes. Whether nothing is left.</summary>
    public static async Task<bool> SkipAsync(HttpRequest request, long most)
    {
        if (request.ContentLength >= most)
        {
            return false;
        }

        var buffer = new byte[FirstChunk];
        while (most > 0 && await ReadSomeAsync(request, buffer).ConfigureAwait(false) is > 0 and var count)
        {
            most -= count;
        }

        return most > 0;
    }

    private static bool IsDeclaredTooLarge(HttpRequest request, long limit, out Body refused)
    {
        refused = new Body(ReadOnlyMemory<byte>.Empty, request.ContentLength ?? 0, BodyEnd.TooLarge);
        return request.ContentLength > limit;
    }

    /// <summary>The number of bytes read, 0 at the end of the body, null if it was cut off before.</summary>
    private static async Task<int?> ReadSomeAsync(HttpRequest request, Memory<byte> into)
    {
        try
        {
            return await request.Body.ReadAsync(into).ConfigureAwait(false);
        }
        catch (Exception cut)
            when (cut
                    is BadHttpRequestException
                        or ConnectionAbortedException
                        or IOException
                        or OperationCanceledException
            )
        {
            return null;
        }
    }
}
