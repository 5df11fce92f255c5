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

    private readonly Lock gate = new();
    private readonly SafePipeHandle[] pipes;
    private readonly List<SafePipeHandle> open;
    private readonly Stream? copy;
    private readonly AnonymousPipeServerStream wake = new(PipeDirection.Out);
    private readonly Thread pump;
    private readonly byte[] buffer = new byte[ReadBytes];
    private byte[] tail = [];
    private bool closed;

    public HandlerOutput(Process process, Stream? copy)
    {
        this.copy = copy;
        pipes =
        [
            ((AnonymousPipeClientStream)process.StandardOutput.BaseStream).SafePipeHandle,
            ((AnonymousPipeClientStream)process.StandardError.BaseStream).SafePipeHandle,
        ];
        open = [.. pipes];
        pump = new Thread(Pump) { IsBackground = true, Name = "handler output" };
        pump.Start();
    }

    /// <summary>The last 4 KiB written since the last call.</summary>
    public byte[] TakeTail()
    {
        lock (gate)
        {
            Drain();
            var taken = tail;
            tail = [];
            return taken;
        }
    }

    /// <summary>Reads what is left and stops reading, even if a grandchild still holds the pipes open.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            Drain();
            closed = true;
        }

        wake.WriteByte(0);
        pump.Join();
        wake.Dispose();
        Array.ForEach(pipes, pipe => pipe.Dispose());
    }

    private void Pump()
    {
        while (true)
        {
            SafePipeHandle[] watched;
            lock (gate)
            {
                if (closed)
                {
                    return;
                }

                watched = [wake.ClientSafePipeHandle, .. open];
            }

            LibC.WaitReadable(watched);
            lock (gate)
            {
                Drain();
            }
        }
    }

    private void Drain()
    {
        for (var i = open.Count - 1; i >= 0; i--)
        {
            if (closed || !LibC.IsReadable(open[i]))
            {
                continue;
            }

            var count = LibC.Read(open[i], buffer);
            if (count <= 0)
            {
                open.RemoveAt(i);
                continue;
            }

            Keep(buffer.AsSpan(0, count));
            copy?.Write(buffer, 0, count);
            copy?.Flush();
        }
    }

    private void Keep(ReadOnlySpan<byte> written)
    {
        var added = written[Math.Max(0, written.Length - TailBytes)..];
        var kept = tail.AsSpan(Math.Max(0, tail.Length + added.Length - TailBytes));
        tail = [.. kept, .. added];
    }
}
