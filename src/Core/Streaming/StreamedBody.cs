namespace LambdaClient;

/// <summary>A handler's answer that is made while it is sent.</summary>
/// <param name="Open">Opens the stream that it goes through.</param>
/// <param name="WriteTo">Writes the whole answer.</param>
internal sealed record StreamedBody(
    Func<RuntimeClient, Invocation, Result<ResponseStream, ApiError>> Open,
    Func<Stream, CancellationToken, Task> WriteTo
)
{
    /// <summary>The writer that sends pieces as they come.</summary>
    public static Func<Stream, CancellationToken, Task> Writer(IAsyncEnumerable<ReadOnlyMemory<byte>> pieces) =>
        async (output, cancellation) =>
        {
            await foreach (var piece in pieces.WithCancellation(cancellation).ConfigureAwait(false))
            {
                await output.WriteAsync(piece, cancellation).ConfigureAwait(false);
            }
        };

    /// <summary>Sends the answer to its end, or to the failure of whoever makes it.</summary>
    public async Task<Result<Unit, ApiError>> SendAsync(
        RuntimeClient client,
        Invocation invocation,
        CancellationToken cancellation
    )
    {
        if (!Open(client, invocation).TryGet(out var stream, out var error))
        {
            return error;
        }

        var output = new OutputStream(stream);
        Exception? thrown = null;
        try
        {
            await WriteTo(output, cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            thrown = e;
        }

        if (output.Error is { } failure)
        {
            return failure;
        }

        // The end of a stream is sent also when the handler was asked to hurry.
        return thrown is null
            ? await stream.FinishAsync(CancellationToken.None).ConfigureAwait(false)
            : await stream.FailAsync(FunctionError.FromException(thrown), CancellationToken.None).ConfigureAwait(false);
    }
}
