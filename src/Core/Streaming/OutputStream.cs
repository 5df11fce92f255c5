namespace LambdaClient;

/// <summary>A response stream as a <see cref="Stream"/>: each write goes to the service before it returns.</summary>
internal sealed class OutputStream(ResponseStream response) : Stream
{
    /// <summary>Why the service no longer takes bytes; null while it does.</summary>
    public ApiError? Error { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) =>
        Check(response.Write(new(buffer, offset, count)));

    public override void Write(ReadOnlySpan<byte> buffer) => Check(response.Write(buffer.ToArray()));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(new(buffer, offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    ) => Check(await response.WriteAsync(buffer, cancellationToken).ConfigureAwait(false));

    public override void Flush() => Check(response.Flush());

    public override async Task FlushAsync(CancellationToken cancellationToken) =>
        Check(await response.FlushAsync(cancellationToken).ConfigureAwait(false));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Check(Result<Unit, ApiError> result)
    {
        if (!result.TryGet(out _, out var error))
        {
            Error ??= error;
            throw new IOException(error.Message);
        }
    }
}
