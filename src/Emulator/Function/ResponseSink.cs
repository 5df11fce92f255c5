namespace LambdaClient.Emulator.Function;

/// <summary>
/// Where one caller wants the bytes of a streamed response. A caller who fails, or is told how the invocation ended, gets no more
/// bytes; whoever writes them never learns of it, because a function is not stopped when its caller goes away.
/// </summary>
internal sealed class ResponseSink(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> accept) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _sealing = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _writing = Task.CompletedTask;
    private bool _sealed;
    private long _accepted;
    private Exception? _failure;

    /// <summary>How many bytes the caller took, and what it threw when it took no more.</summary>
    public (long Accepted, Exception? Failure) State
    {
        get
        {
            lock (_gate)
            {
                return (_accepted, _failure);
            }
        }
    }

    /// <summary>
    /// Hands the caller some bytes and waits until it has taken them; never throws. False when it takes no more: then it may still
    /// be reading these bytes, so their memory must be left alone.
    /// </summary>
    public async Task<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_sealed || _failure is not null)
            {
                return false;
            }

            _writing = written.Task;
        }

        // Not under the lock, because it is the caller's own code and may take its time even before its first await.
        _ = AcceptAsync(bytes, written);
        await Task.WhenAny(written.Task, _over.Task).ConfigureAwait(false);
        lock (_gate)
        {
            return !_sealed && _failure is null;
        }
    }

    /// <summary>Hands the caller no more bytes, and asks it to give up those it is being handed.</summary>
    public void Seal()
    {
        lock (_gate)
        {
            if (_sealed)
            {
                return;
            }

            _sealed = true;
        }

        _over.SetResult();

        // The caller's own cancellation code runs elsewhere: it must neither delay nor break what comes next here.
        _ = _sealing.CancelAsync();
    }

    /// <summary>Seals, and completes once the caller is being handed nothing any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Seal();
        // Nothing begins to write any more, so this is the last that did.
        await _writing.ConfigureAwait(false);
        _sealing.Dispose();
    }

    private async Task AcceptAsync(ReadOnlyMemory<byte> bytes, TaskCompletionSource written)
    {
        Exception? thrown = null;
        try
        {
            await accept(bytes, _sealing.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Whatever it is, it is the caller's business: it comes back to it with the outcome.
            thrown = failure;
        }

        lock (_gate)
        {
            if (!_sealed)
            {
                _accepted += thrown is null ? bytes.Length : 0;
                _failure = thrown;
            }
        }

        written.SetResult();
    }
}
