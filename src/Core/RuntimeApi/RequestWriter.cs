using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using LambdaClient.Transports;

namespace LambdaClient.RuntimeApi;

/// <summary>
/// Turns a call into the head of an HTTP/1.1 request. Whatever came from the service or the caller is checked or encoded
/// on its way in, so no byte of it can change the request's shape.
/// </summary>
/// <remarks>A head stays valid until the next one is written. Not safe for use by two threads at once.</remarks>
internal sealed class RequestWriter
{
    /// <summary>The longest request id that is put into a path.</summary>
    public const int MaxRequestIdBytes = 8 * 1024;

    /// <summary>The longest head; a longer one is more than common servers take.</summary>
    public const int MaxHeadBytes = 128 * 1024;

    /// <summary>The media type of an error report (AWS Lambda Developer Guide, "Runtime API").</summary>
    public const string ErrorContentType = "application/vnd.aws.lambda.error+json";

    // The name of the cause's own field, and what stands behind it: both short and of a known size.
    private const int EndRoom = 256;

    private readonly ArrayBufferWriter<byte> _head = new(1024);
    private readonly byte[] _path;
    private readonly byte[] _common;
    private readonly byte[] _next;
    private readonly byte[] _invocation;
    private bool _isLineEndDue;

    public RequestWriter(Endpoint endpoint, string userAgent)
    {
        _path = Encoding.ASCII.GetBytes(endpoint.Path);
        _common = Encoding.ASCII.GetBytes($" HTTP/1.1\r\nHost: {endpoint.Authority}\r\nUser-Agent: {userAgent}\r\n");
        _next = [.. "GET "u8, .. _path, .. "/2018-06-01/runtime/invocation/next"u8, .. _common, .. "\r\n"u8];
        _invocation = [.. "POST "u8, .. _path, .. "/2018-06-01/runtime/invocation/"u8];
    }

    /// <summary>Whether an id can stand in a path: not so where a server would take it for a step up, or for none.</summary>
    public static bool IsUsableRequestId(ReadOnlySpan<byte> id) =>
        id.Length is > 0 and <= MaxRequestIdBytes && !id.SequenceEqual("."u8) && !id.SequenceEqual(".."u8);

    public ReadOnlyMemory<byte> Next() => _next;

    public ReadOnlyMemory<byte> Respond(
        ReadOnlySpan<byte> requestId,
        ReadOnlySpan<byte> invocationId,
        string contentType,
        int length
    )
    {
        BeginInvocation(requestId, "/response"u8);
        WriteField("Lambda-Runtime-Invocation-Id: "u8, invocationId);
        return End(contentType, length);
    }

    public ReadOnlyMemory<byte> Fail(
        ReadOnlySpan<byte> requestId,
        ReadOnlySpan<byte> invocationId,
        string errorType,
        ErrorCause? cause,
        int length
    )
    {
        BeginInvocation(requestId, "/error"u8);
        WriteField("Lambda-Runtime-Invocation-Id: "u8, invocationId);
        WriteErrorType(errorType);
        if (cause is not null)
        {
            var room = MaxHeadBytes - _head.WrittenCount - EndRoom;
            WriteField("Lambda-Runtime-Function-XRay-Error-Cause: "u8, CauseHeader.Write(cause, room).Span);
        }

        return End(ErrorContentType, length);
    }

    /// <summary>Begins a streamed response: its head, to be followed by chunks (AWS Lambda Developer Guide, "Building a custom runtime").</summary>
    public void BeginStream(ReadOnlySpan<byte> requestId, ReadOnlySpan<byte> invocationId, string contentType)
    {
        BeginInvocation(requestId, "/response"u8);
        WriteField("Lambda-Runtime-Invocation-Id: "u8, invocationId);
        _head.Write("Content-Type: "u8);
        WriteAscii(contentType);
        _head.Write(
            "\r\nLambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n"u8
                + "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n"u8
        );
        _isLineEndDue = true;
    }

    /// <summary>Continues a streamed response whose head was sent.</summary>
    public void ContinueStream() => _head.ResetWrittenCount();

    /// <summary>Ends the head, or the chunk before, without any data.</summary>
    public ReadOnlyMemory<byte> NoChunk()
    {
        EndLine();
        return _head.WrittenMemory;
    }

    /// <summary>Ends the head, or the chunk before, and begins a chunk of <paramref name="length"/> bytes, more than 0.</summary>
    public ReadOnlyMemory<byte> Chunk(int length)
    {
        EndLine();
        WriteNumber((uint)length, 16);
        _head.Write("\r\n"u8);
        _isLineEndDue = true;
        return _head.WrittenMemory;
    }

    /// <summary>Ends the head, or the chunk before, and the whole stream; a failure goes into the trailers.</summary>
    public ReadOnlyMemory<byte> LastChunk(FunctionError? failure)
    {
        EndLine();
        _head.Write("0\r\n"u8);
        if (failure is not null)
        {
            WriteErrorType(ErrorType.ForHeader(failure.Type));
            WriteField("Lambda-Runtime-Function-Error-Body: "u8, ErrorBody.WriteTrailer(failure));
        }

        _head.Write("\r\n"u8);
        return _head.WrittenMemory;
    }

    public ReadOnlyMemory<byte> FailInit(string errorType, int length) =>
        FailStart("/2018-06-01/runtime/init/error"u8, errorType, length);

    public ReadOnlyMemory<byte> FailRestore(string errorType, int length) =>
        FailStart("/2018-06-01/runtime/restore/error"u8, errorType, length);

    public ReadOnlyMemory<byte> RestoreNext()
    {
        Begin("GET "u8, "/2018-06-01/runtime/restore/next"u8);
        _head.Write("\r\n"u8);
        return _head.WrittenMemory;
    }

    /// <summary>Registers an extension (AWS Lambda Developer Guide, "Lambda Extensions API").</summary>
    public ReadOnlyMemory<byte> RegisterExtension(ReadOnlySpan<byte> name, int length)
    {
        Begin("POST "u8, "/2020-01-01/extension/register"u8);
        WriteField("Lambda-Extension-Name: "u8, name);
        return End("application/json", length);
    }

    public ReadOnlyMemory<byte> ExtensionNext(ReadOnlySpan<byte> identifier)
    {
        Begin("GET "u8, "/2020-01-01/extension/event/next"u8);
        WriteField("Lambda-Extension-Identifier: "u8, identifier);
        _head.Write("\r\n"u8);
        return _head.WrittenMemory;
    }

    private ReadOnlyMemory<byte> FailStart(ReadOnlySpan<byte> target, string errorType, int length)
    {
        Begin("POST "u8, target);
        WriteErrorType(errorType);
        return End(ErrorContentType, length);
    }

    private void Begin(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        _head.ResetWrittenCount();
        _head.Write(method);
        _head.Write(_path);
        _head.Write(target);
        _head.Write(_common);
    }

    /// <summary>The line end behind a chunk's data, or behind the head, is written with what follows it.</summary>
    private void EndLine()
    {
        if (_isLineEndDue)
        {
            _head.Write("\r\n"u8);
            _isLineEndDue = false;
        }
    }

    private void BeginInvocation(ReadOnlySpan<byte> requestId, ReadOnlySpan<byte> call)
    {
        _head.ResetWrittenCount();
        _head.Write(_invocation);
        WriteEncoded(requestId);
        _head.Write(call);
        _head.Write(_common);
    }

    private ReadOnlyMemory<byte> End(string contentType, int length)
    {
        _head.Write("Content-Type: "u8);
        WriteAscii(contentType);
        _head.Write("\r\nContent-Length: "u8);
        WriteNumber((uint)length, 10);
        _head.Write("\r\n\r\n"u8);
        return _head.WrittenMemory;
    }

    // Utf8Formatter would bring every number format of .NET into the library that is compiled ahead of time: 40 KB.
    private void WriteNumber(uint value, uint radix)
    {
        Span<byte> digits = stackalloc byte[10];
        var start = digits.Length;
        do
        {
            digits[--start] = "0123456789ABCDEF"u8[(int)(value % radix)];
            value /= radix;
        } while (value > 0);

        _head.Write(digits[start..]);
    }

    private void WriteErrorType(string errorType)
    {
        _head.Write("Lambda-Runtime-Function-Error-Type: "u8);
        WriteAscii(errorType);
        _head.Write("\r\n"u8);
    }

    private void WriteField(ReadOnlySpan<byte> nameAndColon, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            _head.Write(nameAndColon);
            _head.Write(value);
            _head.Write("\r\n"u8);
        }
    }

    private void WriteAscii(string text) => _head.Advance(Encoding.ASCII.GetBytes(text, _head.GetSpan(text.Length)));

    /// <summary>All but unreserved characters as %XX (RFC 3986 section 2.3).</summary>
    private void WriteEncoded(ReadOnlySpan<byte> id)
    {
        var room = _head.GetSpan(id.Length * 3);
        var used = 0;
        while (used < id.Length && IsUnreserved(id[used]))
        {
            used++;
        }

        // The service's own ids need no encoding at all.
        id[..used].CopyTo(room);
        foreach (var b in id[used..])
        {
            if (IsUnreserved(b))
            {
                room[used++] = b;
                continue;
            }

            room[used++] = (byte)'%';
            room[used++] = "0123456789ABCDEF"u8[b >> 4];
            room[used++] = "0123456789ABCDEF"u8[b & 0xF];
        }

        _head.Advance(used);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsUnreserved(byte b) =>
        char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~';
}
