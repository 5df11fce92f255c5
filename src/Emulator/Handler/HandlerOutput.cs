using System.Diagnostics;
using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace LambdaClient.Emulator.Handler;

/// <summary>
/// Reads what the handler program writes, copies it on, and keeps the end of it. A program writes its log lines before it posts
/// its answer, so whoever asks for the tail first takes everything that is in the pipes by then: nothing that belongs to an
/// invocation is missed, however the threads happen to run.
/// </summary>
internal sealed class HandlerOutput : IDisposable
{
    private const int TailBytes = 4096;

    // A pipe holds 64 KiB unless somebody enlarges it, so one read empties it.
    private const int ReadBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly SafePipeHandle[] _pipes;
    private readonly List<SafePipeHandle> _open;
    private readonly Stream? _copy;
    private readonly AnonymousPipeServerStream _wake = new(PipeDirection.Out);
    private readonly Thread _pump;
    private readonly byte[] _buffer = new byte[ReadBytes];
    private byte[] _tail = [];
    private bool _closed;

    public HandlerOutput(Process process, Stream? copy)
    {
        _copy = copy;
        _pipes =
        [
            ((AnonymousPipeClientStream)process.StandardOutput.BaseStream).SafePipeHandle,
            ((AnonymousPipeClientStream)process.StandardError.BaseStream).SafePipeHandle,
        ];
        _open = [.. _pipes];
        _pump = new Thread(Pump) { IsBackground = true, Name = "handler output" };
        _pump.Start();
    }

    /// <summary>The last 4 KiB written since the last call.</summary>
    public byte[] TakeTail()
    {
        lock (_gate)
        {
            Drain();
            var taken = _tail;
            _tail = [];
            return taken;
        }
    }

    /// <summary>Reads what is left and stops reading, even if a grandchild still holds the pipes open.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Drain();
            _closed = true;
        }

        _wake.WriteByte(0);
        _pump.Join();
        _wake.Dispose();
        Array.ForEach(_pipes, pipe => pipe.Dispose());
    }

    private void Pump()
    {
        while (true)
        {
            SafePipeHandle[] watched;
            lock (_gate)
            {
                if (_closed)
                {
                    return;
                }

                watched = [_wake.ClientSafePipeHandle, .. _open];
            }

            LibC.WaitReadable(watched);
            lock (_gate)
            {
                Drain();
            }
        }
    }

    private void Drain()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_closed || !LibC.IsReadable(_open[i]))
            {
                continue;
            }

            var count = LibC.Read(_open[i], _buffer);
            if (count <= 0)
            {
                _open.RemoveAt(i);
                continue;
            }

            Keep(_buffer.AsSpan(0, count));
            _copy?.Write(_buffer, 0, count);
            _copy?.Flush();
        }
    }

    private void Keep(ReadOnlySpan<byte> written)
    {
        var added = written[Math.Max(0, written.Length - TailBytes)..];
        var kept = _tail.AsSpan(Math.Max(0, _tail.Length + added.Length - TailBytes));
        _tail = [.. kept, .. added];
    }
}
