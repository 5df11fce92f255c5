namespace LambdaClient.Native.Posix;

/// <summary>
/// Keeps this thread's writes from ending the host: a pipe without a reader raises SIGPIPE in the thread that writes, and what
/// becomes of that signal is the host's to say. One that was already waiting stays.
/// </summary>
internal readonly unsafe ref struct BrokenPipeGuard
{
    private const ulong Pipe = 1UL << (LibC.SignalPipe - 1);

    private readonly LibC.SignalSet _before;
    private readonly bool _isWaiting;

    public BrokenPipeGuard()
    {
        var pipe = new LibC.SignalSet { First64 = Pipe };
        LibC.SignalSet before;
        LibC.SignalSet pending;
        _ = LibC.PendingSignals(&pending);
        _isWaiting = (pending.First64 & Pipe) != 0;
        _ = LibC.SignalMask(LibC.MaskBlock, &pipe, &before);
        _before = before;
    }

    public void Dispose()
    {
        var before = _before;
        if (!_isWaiting)
        {
            var pipe = new LibC.SignalSet { First64 = Pipe };
            LibC.TimeSpecification now = default;
            _ = LibC.TakeSignal(&pipe, null, &now);
        }

        _ = LibC.SignalMask(LibC.MaskSet, &before, null);
    }
}
