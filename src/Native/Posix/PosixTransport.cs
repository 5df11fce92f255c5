using System.Runtime.InteropServices;
using LambdaClient.Transports;

namespace LambdaClient.Native.Posix;

/// <summary>
/// A TCP connection over libc: blocking calls, one write for head and body, no signal on a dead connection, and a
/// <see cref="Abort"/> that any thread may call.
/// </summary>
internal sealed unsafe class PosixTransport : Transport
{
    private const int None = -1;
    private const int Parts = 3;

    // Closing and aborting exclude each other, so that an abort never reaches another's descriptor of the same number.
    private readonly Lock _gate = new();
    private int _descriptor = None;
    private bool _isAborted;

    public override IoResult Connect(Endpoint endpoint, TimeSpan timeout)
    {
        var deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        var result = new IoResult(IoStatus.Failed);
        foreach (var address in SocketAddress.Of(endpoint))
        {
            result = ConnectTo(address, deadline);
            if (result.Status == IoStatus.Ok || _isAborted)
            {
                return result;
            }

            CloseDescriptor();
        }

        return result;
    }

    public override IoResult Write(Outgoing bytes, TimeSpan limit)
    {
        var (head, body, tail) = bytes;
        fixed (byte* headStart = head.Span)
        fixed (byte* bodyStart = body.Span)
        fixed (byte* tailStart = tail.Span)
        {
            var vectors = stackalloc LibC.IoVector[Parts];
            vectors[0] = new() { Base = headStart, Length = (nuint)head.Length };
            vectors[1] = new() { Base = bodyStart, Length = (nuint)body.Length };
            vectors[2] = new() { Base = tailStart, Length = (nuint)tail.Length };
            var message = new LibC.MessageHeader { Vectors = vectors, VectorCount = Parts };
            var total = bytes.Length;
            var written = 0L;
            while (written < total)
            {
                var count = LibC.SendMessage(_descriptor, &message, LibC.MessageNoSignal);
                if (count < 0)
                {
                    if (Marshal.GetLastPInvokeError() == LibC.ErrorInterrupted)
                    {
                        continue;
                    }

                    return WriteFailure(Marshal.GetLastPInvokeError()) with
                    {
                        Count = Saturate(written),
                    };
                }

                written += count;
                Skip(vectors, (nuint)count);
            }

            return IoResult.Done(Saturate(written));
        }
    }

    public override IoResult Read(Memory<byte> buffer, TimeSpan limit)
    {
        fixed (byte* start = buffer.Span)
        {
            while (true)
            {
                var count = LibC.Receive(_descriptor, start, (nuint)buffer.Length, 0);
                if (count >= 0)
                {
                    return IoResult.Done((int)count);
                }

                if (Marshal.GetLastPInvokeError() != LibC.ErrorInterrupted)
                {
                    return Failure(Marshal.GetLastPInvokeError());
                }
            }
        }
    }

    public override bool IsStale()
    {
        byte next;
        return LibC.Receive(_descriptor, &next, 1, LibC.MessagePeek | LibC.MessageDontWait) >= 0
            || Marshal.GetLastPInvokeError() is not (LibC.ErrorWouldBlock or LibC.ErrorInterrupted);
    }

    public override void Abort()
    {
        lock (_gate)
        {
            _isAborted = true;
            if (_descriptor != None)
            {
                _ = LibC.Shutdown(_descriptor, LibC.ShutdownBoth);
            }
        }
    }

    public override void Close()
    {
        lock (_gate)
        {
            CloseDescriptor();
            _isAborted = false;
        }
    }

    private void CloseDescriptor()
    {
        lock (_gate)
        {
            if (_descriptor != None)
            {
                _ = LibC.Close(_descriptor);
                _descriptor = None;
            }
        }
    }

    private IoResult ConnectTo(byte[] address, long deadline)
    {
        var type = LibC.SocketStream | LibC.SocketCloseOnExec | LibC.SocketNonBlocking;
        var descriptor = LibC.Socket(SocketAddress.Family(address), type, 0);
        if (descriptor < 0)
        {
            return Failure(Marshal.GetLastPInvokeError());
        }

        lock (_gate)
        {
            _descriptor = descriptor;
            if (_isAborted)
            {
                // The abort came before there was anything to end.
                return new IoResult(IoStatus.Failed);
            }
        }

        int connected;
        fixed (byte* start = address)
        {
            connected = LibC.Connect(descriptor, start, (uint)address.Length);
        }

        var error = connected == 0 ? 0 : Marshal.GetLastPInvokeError();
        error = error is LibC.ErrorInProgress or LibC.ErrorInterrupted ? WaitUntilConnected(deadline) : error;
        if (error != 0)
        {
            return Failure(error);
        }

        var on = 1;
        _ = LibC.FileControl(descriptor, LibC.FileSetFlags, 0);
        _ = LibC.SetSocketOption(descriptor, LibC.LevelTcp, LibC.OptionNoDelay, &on, sizeof(int));
        return IoResult.Done();
    }

    private int WaitUntilConnected(long deadline)
    {
        var descriptor = new LibC.PollDescriptor { Descriptor = _descriptor, Events = LibC.PollOut };
        int ready;
        do
        {
            var left = Math.Clamp(deadline - Environment.TickCount64, 0, int.MaxValue);
            ready = LibC.Poll(&descriptor, 1, (int)left);
        } while (ready < 0 && Marshal.GetLastPInvokeError() == LibC.ErrorInterrupted);

        if (ready == 0)
        {
            return LibC.ErrorTimedOut;
        }

        int error;
        uint length = sizeof(int);
        return LibC.GetSocketOption(_descriptor, LibC.LevelSocket, LibC.OptionError, &error, &length) < 0
            ? Marshal.GetLastPInvokeError()
            : error;
    }

    private static void Skip(LibC.IoVector* vectors, nuint count)
    {
        for (var i = 0; i < Parts; i++)
        {
            var taken = Math.Min(count, vectors[i].Length);
            vectors[i].Base += taken;
            vectors[i].Length -= taken;
            count -= taken;
        }
    }

    /// <summary>A failure on this end leaves the peer waiting for the rest; nobody may wait for the peer then.</summary>
    private IoResult WriteFailure(int error)
    {
        if (error is not (LibC.ErrorBrokenPipe or LibC.ErrorConnectionReset))
        {
            _ = LibC.Shutdown(_descriptor, LibC.ShutdownBoth);
        }

        return Failure(error);
    }

    private static int Saturate(long count) => (int)Math.Min(count, int.MaxValue);

    private static IoResult Failure(int error) =>
        error switch
        {
            LibC.ErrorConnectionRefused => new(IoStatus.Refused, SystemError: error),
            LibC.ErrorTimedOut => new(IoStatus.TimedOut, SystemError: error),
            _ => new(IoStatus.Failed, SystemError: error),
        };
}
