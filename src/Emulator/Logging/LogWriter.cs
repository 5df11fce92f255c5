using System.Globalization;
using System.Text;

namespace LambdaClient.Emulator.Logging;

/// <summary>
/// Writes what handler programs write, and our own lines between, to one stream from one thread. A caller never waits: an answer
/// must not depend on a reader that is slow or gone. Bytes that the stream does not take in time are dropped, and the log says so.
/// Safe for use from many threads.
/// </summary>
internal sealed class LogWriter : ILog, IAsyncDisposable
{
    private const int MostWaiting = 16 * 1024 * 1024;
    private const int LargestWrite = 64 * 1024;

    // At the end, a reader that takes nothing for this long is given up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stream _stream;
    private MemoryStream _waiting = new();
    private long _dropped;
    private long _writes;
    private bool _endsLine = true;
    private bool _closed;

    public LogWriter(Stream stream)
    {
        _stream = stream;
        new Thread(Run) { IsBackground = true, Name = "log" }.Start();
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Add(bytes);
        }
    }

    public void WriteLine(string text)
    {
        lock (_gate)
        {
            Add(Encoding.UTF8.GetBytes(OnNewLine(text)));
        }
    }

    /// <summary>Waits until everything is written, or the stream takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }

        for (var seen = -1L; !_written.Task.IsCompleted && seen != Interlocked.Read(ref _writes); )
        {
            seen = Interlocked.Read(ref _writes);
            await Task.WhenAny(_written.Task, Task.Delay(Patience)).ConfigureAwait(false);
        }
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (_closed || _waiting.Length + bytes.Length > MostWaiting)
        {
            _dropped += bytes.Length;
            return;
        }

        _waiting.Write(bytes);
        _endsLine = bytes[^1] == (byte)'\n';
        Monitor.Pulse(_gate);
    }

    private string OnNewLine(string text) => _endsLine ? $"{text}\n" : $"\n{text}\n";

    private void Run()
    {
        try
        {
            while (Take() is { } batch)
            {
                for (var rest = batch.AsMemory(); !rest.IsEmpty; rest = rest[Math.Min(rest.Length, LargestWrite)..])
                {
                    _stream.Write(rest.Span[..Math.Min(rest.Length, LargestWrite)]);
                    _stream.Flush();
                    Interlocked.Increment(ref _writes);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The reader has closed it.
            lock (_gate)
            {
                _closed = true;
                _waiting = new MemoryStream();
            }
        }

        _written.SetResult();
    }

    /// <summary>The bytes that wait, once there are some; null at the end.</summary>
    private byte[]? Take()
    {
        lock (_gate)
        {
            while (_waiting.Length == 0 && !_closed)
            {
                Monitor.Wait(_gate);
            }

            if (_dropped > 0)
            {
                var note = string.Create(
                    CultureInfo.InvariantCulture,
                    $"[{_dropped} bytes of the log are missing here: the reader is too slow]"
                );
                _waiting.Write(Encoding.UTF8.GetBytes(OnNewLine(note)));
                _endsLine = true;
                _dropped = 0;
            }

            if (_waiting.Length == 0)
            {
                return null;
            }

            var batch = _waiting.ToArray();
            _waiting = new MemoryStream();
            return batch;
        }
    }
}
