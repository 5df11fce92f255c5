using System.Buffers;
using System.IO.Pipelines;

namespace LambdaClient.Emulator.Faults;

/// <summary>
/// The sending side of a <see cref="TearableConnection"/>. It writes to the socket itself, so that it knows what has been sent when it
/// strikes, and nothing it sends overtakes what went before.
/// </summary>
internal sealed class TearableWriter(PipeWriter inner, Func<ReadOnlyMemory<byte>, Task<bool>> send) : PipeWriter
{
    // Kept between answers; what a larger one needed is not.
    private const int LargestKept = 64 * 1024;

    private ArrayBufferWriter<byte> _held = new();
    private TearPlace? _place;
    private Func<Task>? _strike;
    private long _sent;
    private bool _dropped;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _held.WrittenCount;

    public void Arm(TearPlace place, Func<Task> strike)
    {
        _place = place;
        _strike = strike;
        _sent = 0;
    }

    public bool Disarm()
    {
        _strike = null;
        return _place is null;
    }

    /// <summary>Lets nothing through any more.</summary>
    public void Drop() => _dropped = true;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _held.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _held.GetSpan(sizeHint);

    public override void Advance(int bytes) => _held.Advance(bytes);

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_strike is null && !_dropped)
        {
            var arrives = await SendHeldAsync(0).ConfigureAwait(false);
            return new FlushResult(isCanceled: false, isCompleted: !arrives);
        }

        if (!_dropped && _place?.In(_held.WrittenSpan, _sent) is { } before)
        {
            _place = null;
            await send(_held.WrittenMemory[..before]).ConfigureAwait(false);
            await _strike!().ConfigureAwait(false);
            await SendHeldAsync(before).ConfigureAwait(false);
        }
        // While the end of the head is looked for, the head is kept together.
        else if (_place is not { Bytes: null })
        {
            await SendHeldAsync(0).ConfigureAwait(false);
        }

        // Never completed: the server would give the connection up before the other side has read what got through.
        return new FlushResult(isCanceled: false, isCompleted: false);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    /// <summary>Whether somebody is there to be sent to.</summary>
    private async Task<bool> SendHeldAsync(int from)
    {
        var arrives = true;
        if (!_dropped)
        {
            arrives = await send(_held.WrittenMemory[from..]).ConfigureAwait(false);
            _sent += _held.WrittenCount;
        }

        if (_held.Capacity > LargestKept)
        {
            _held = new();
        }

        _held.ResetWrittenCount();
        return arrives;
    }
}
