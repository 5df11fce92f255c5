using System.IO.Pipes;
using LambdaClient.Emulator.Logging;
using Microsoft.Win32.SafeHandles;

namespace LambdaClient.Emulator.Handler;

/// <summary>
/// Reads what the handler program writes, passes it on to the log, and keeps the end of it. A program writes its log lines before it
/// posts its answer, so a call for the tail first takes everything that is in the pipes: nothing that belongs to an invocation is
/// missed, in whatever order the threads run.
/// </summary>
internal sealed class HandlerOutput : IDisposable
{
    /// <summary>How much of the end is kept: as much as the service gives a caller.</summary>
    public const int TailBytes = 4096;

    // A pipe holds 64 KiB unless somebody enlarges it, so one read empties it.
    private const int ReadBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly AnonymousPipeServerStream _output = new(PipeDirection.In);
    private readonly AnonymousPipeServerStream _error = new(PipeDirection.In);
    private readonly AnonymousPipeServerStream _wake = new(PipeDirection.Out);
    private readonly List<SafePipeHandle> _open;
    private readonly ILog? _log;
    private readonly Thread _pump;
    private readonly byte[] _buffer = new byte[ReadBytes];
    private byte[] _tail = [];
    private bool _closed;

    public HandlerOutput(ILog? log)
    {
        _log = log;
        _open = [_output.SafePipeHandle, _error.SafePipeHandle];
        _pump = new Thread(Pump) { IsBackground = true, Name = "handler output" };
    }

    /// <summary>Where the program writes its output to.</summary>
    public SafePipeHandle Output => _output.ClientSafePipeHandle;

    /// <summary>Where the program writes its errors to.</summary>
    public SafePipeHandle Error => _error.ClientSafePipeHandle;

    /// <summary>The program has its ends: begins to read.</summary>
    public void Start()
    {
        _output.DisposeLocalCopyOfClientHandle();
        _error.DisposeLocalCopyOfClientHandle();
        _pump.Start();
    }

    /// <summary>Reads what the program has written so far.</summary>
    public void Drain()
    {
        lock (_gate)
        {
            DrainPipes();
        }
    }

    /// <summary>The last 4 KiB written since the last call.</summary>
    public byte[] TakeTail()
    {
        lock (_gate)
        {
            DrainPipes();
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
            DrainPipes();
            _closed = true;
        }

        _wake.WriteByte(0);
        if (_pump.IsAlive)
        {
            _pump.Join();
        }

        _wake.Dispose();
        _output.Dispose();
        _error.Dispose();
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
            Drain();
        }
    }

    private void DrainPipes()
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
            _log?.Write(_buffer.AsSpan(0, count));
        }
    }

    private void Keep(ReadOnlySpan<byte> written)
    {
        var added = written[Math.Max(0, written.Length - TailBytes)..];
        var kept = _tail.AsSpan(Math.Max(0, _tail.Length + added.Length - TailBytes));
        _tail = [.. kept, .. added];
    }
}
