using System.Runtime.InteropServices;
using LambdaClient.Transports;

namespace LambdaClient.Native.Posix;

/// <summary>
/// A TCP connection over libc: blocking calls, one write for all parts, no signal on a dead connection, and a
/// <see cref="Abort"/> that any thread may call.
/// </summary>
/// <param name="keepAlive">How long the connection may be silent before the peer is probed.</param>
internal sealed unsafe class PosixTransport(TimeSpan keepAlive) : Transport
{
    private const int None = -1;
    private const int Parts = 3;

    // A reader that is woken after this time had nothing to do, so it costs nothing that matters.
    private const long AcknowledgeAfterMs = 2;

    // Closing and aborting exclude each other, so that an abort never reaches another's descriptor of the same number.
    private readonly object _gate = new();
    private readonly SocketTimeout _readTimeout = new(LibC.OptionReceiveTimeout, AcknowledgeAfterMs);
    private readonly SocketTimeout _writeTimeout = new(LibC.OptionSendTimeout);
    private Resolution? _resolution;
    private int _descriptor = None;
    private bool _isAborted;

    public override IoResult Connect(Endpoint endpoint, TimeSpan timeout)
    {
        var deadline =
            timeout == Timeout.InfiniteTimeSpan
                ? long.MaxValue
                : Environment.TickCount64 + Math.Max(1, (long)timeout.TotalMilliseconds);
        if (endpoint.Address is { } number)
        {
            return ConnectTo(SocketAddress.Of(number, endpoint.Port), deadline);
        }

        var result = Resolve(endpoint.Host, deadline, out var addresses);
        foreach (var address in addresses)
        {
            CloseDescriptor();
            SocketAddress.SetPort(address, endpoint.Port);
            result = ConnectTo(address, deadline);
            if (result.Status == IoStatus.Ok || _isAborted)
            {
                break;
            }
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
            _writeTimeout.Begin(_descriptor, limit);
            while (written < total)
            {
                var count = LibC.SendMessage(_descriptor, &message, LibC.MessageNoSignal);
                var error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (error == 0)
                {
                    written += count;
                    Skip(vectors, (nuint)count);
                }

                // A peer that takes a little now and then does not stretch the limit.
                var goesOn = error == 0 ? !_writeTimeout.IsOver : _writeTimeout.IsAgain(_descriptor, error);
                if (written < total && !goesOn)
                {
                    return WriteFailure(error) with { Count = Saturate(written) };
                }
            }

            return IoResult.Done(Saturate(written));
        }
    }

    public override IoResult Read(Memory<byte> buffer, TimeSpan limit)
    {
        _readTimeout.Begin(_descriptor, limit);
        fixed (byte* start = buffer.Span)
        {
            while (true)
            {
                var count = LibC.Receive(_descriptor, start, (nuint)buffer.Length, 0);
                if (count >= 0)
                {
                    return IoResult.Done((int)count);
                }

                var error = Marshal.GetLastPInvokeError();
                if (!_readTimeout.IsAgain(_descriptor, error))
                {
                    return Ended(error);
                }

                AcknowledgeNow();
            }
        }
    }

    /// <summary>
    /// Acknowledges what was received. A service with Nagle's algorithm (RFC 896) keeps the event back until the reply before it is
    /// acknowledged, which the system delays by 40 ms: it expects the client to write, but a turn has sent its poll already.
    /// </summary>
    private void AcknowledgeNow()
    {
        var on = 1;
        _ = LibC.SetSocketOption(_descriptor, LibC.LevelTcp, LibC.OptionQuickAcknowledge, &on, sizeof(int));
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
            Monitor.PulseAll(_gate);
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

    /// <summary>The addresses of a host; none with a failure.</summary>
    private IoResult Resolve(string host, long deadline, out IReadOnlyList<byte[]> addresses)
    {
        addresses = [];
        lock (_gate)
        {
            // One that went on after an earlier call gave up serves this one.
            if (_resolution is null)
            {
                var started = new Resolution(_gate, host);
                started.Start();
                _resolution = started;
            }

            while (!_resolution.IsOver && !_isAborted)
            {
                var left = deadline - Environment.TickCount64;
                if (left <= 0)
                {
                    return new(IoStatus.TimedOut);
                }

                Monitor.Wait(_gate, (int)Math.Min(left, int.MaxValue));
            }

            if (_isAborted)
            {
                return new(IoStatus.Failed);
            }

            (var error, addresses, _resolution) = (_resolution.Error, _resolution.Addresses, null);
            return error == 0 ? new(IoStatus.Failed) : new(IoStatus.HostUnknown, SystemError: error);
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

        _readTimeout.Reset();
        _writeTimeout.Reset();
        lock (_gate)
        {
            _descriptor = descriptor;
            if (_isAborted)
            {
                // The abort came before there was anything to end.
                return new IoResult(IoStatus.Failed);
            }
        }

        SetKeepAlive(descriptor);
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

    private void SetKeepAlive(int descriptor)
    {
        if (keepAlive == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        var (on, seconds, probes) = (1, KeepAlive.Seconds(keepAlive), KeepAlive.Probes);
        _ = LibC.SetSocketOption(descriptor, LibC.LevelSocket, LibC.OptionKeepAlive, &on, sizeof(int));
        _ = LibC.SetSocketOption(descriptor, LibC.LevelTcp, LibC.OptionKeepAliveIdle, &seconds, sizeof(int));
        _ = LibC.SetSocketOption(descriptor, LibC.LevelTcp, LibC.OptionKeepAliveInterval, &seconds, sizeof(int));
        _ = LibC.SetSocketOption(descriptor, LibC.LevelTcp, LibC.OptionKeepAliveCount, &probes, sizeof(int));
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

        return Ended(error);
    }

    /// <summary>How a call on the connection ended; none, interrupted and woken mean that the limit passed.</summary>
    private static IoResult Ended(int error) =>
        error is 0 or LibC.ErrorInterrupted or LibC.ErrorWouldBlock ? new(IoStatus.TimedOut) : Failure(error);

    private static int Saturate(long count) => (int)Math.Min(count, int.MaxValue);

    private static IoResult Failure(int error) =>
        error switch
        {
            LibC.ErrorConnectionRefused => new(IoStatus.Refused, SystemError: error),
            LibC.ErrorTimedOut => new(IoStatus.TimedOut, SystemError: error),
            _ => new(IoStatus.Failed, SystemError: error),
        };
}
