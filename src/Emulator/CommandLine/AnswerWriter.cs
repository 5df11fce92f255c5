namespace LambdaClient.Emulator.CommandLine;

/// <summary>Prints answers, each ended by a newline, and the pieces of one as they come.</summary>
internal sealed class AnswerWriter(StandardStream output)
{
    private bool _isOpen;

    /// <summary>Prints a piece of an answer.</summary>
    public async ValueTask WriteChunkAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        _isOpen = true;
        await WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Prints what is left of an answer; an error that came after pieces of one is a line of its own.</summary>
    public async Task EndAsync(InvocationOutcome outcome, CancellationToken cancellationToken)
    {
        var separator = _isOpen && outcome.Payload.Length > 0 ? "\n"u8 : [];
        _isOpen = false;
        await WriteAsync((byte[])[.. separator, .. outcome.Payload.Span, (byte)'\n'], cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => output.Write(bytes.Span), cancellationToken)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Whoever reads the answers has seen enough of them, as 'head' does; the exit status still counts.
        }
    }
}
