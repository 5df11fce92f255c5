using LambdaClient.Transports;

namespace LambdaClient.Http;

/// <summary>The next thing a driver has to do for an <see cref="Exchange"/>.</summary>
internal enum ExchangeStep
{
    Connect,
    Write,

    /// <summary>A read of what came before the next piece is sent.</summary>
    Look,

    Read,
    Done,
}

/// <summary>
/// A request and its reply, as decisions without waiting: it says which step comes next, and is told how the step ended. A
/// blocking and an asynchronous driver run the same exchange.
/// </summary>
/// <remarks>
/// <para>
/// A poll may follow a post in one write. Its reply is the second one on the connection, and <see cref="Follow"/> reads it.
/// </para>
/// <para>
/// It knows when a connection may be replaced (once for a request, and only where the service cannot have acted on what was
/// sent, or where asking twice is harmless) and what became of each request. Nothing here is retried on a timer.
/// </para>
/// </remarks>
internal sealed class Exchange
{
    // Looking at a connection costs a system call; a poll within this time of the last reply is not worth one, nor is a piece within
    // this time of the last look.
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan ShortestLimit = TimeSpan.FromMilliseconds(1);

    private const int UnseenBytes = 64 * 1024;

    // A larger buffer is not kept twice.
    private const int LargeBytes = 1024 * 1024;

    private readonly Transport _transport;
    private readonly TimeProvider _clock;
    private readonly ResponseReader _reader;
    private readonly ReceiveBuffer _one = new();
    private readonly ReceiveBuffer _other = new();
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Request _request;
    private Request? _following;
    private Progress _progress;
    private IoResult? _writeFailure;
    private bool _isReplaced;
    private TimeSpan _limit;
    private long _begunAt;
    private long _repliedAt;
    private long _lookedAt;
    private long _unseenBytes;

    /// <summary>Makes the exchanges of one connection after another.</summary>
    /// <param name="transport">What the driver uses.</param>
    /// <param name="clock">The clock of limits and of idle time.</param>
    /// <param name="names">The fields of a reply whose values are remembered.</param>
    public Exchange(Transport transport, TimeProvider clock, FieldNames names)
    {
        (_transport, _clock) = (transport, clock);
        _reader = new(_one, names);
    }

    /// <summary>How much of the request has left.</summary>
    private enum Progress
    {
        Nothing,

        /// <summary>A part of what one write was given.</summary>
        Part,

        /// <summary>All of it, and more is to come.</summary>
        Pieces,

        All,
    }

    public ExchangeStep Step { get; private set; } = ExchangeStep.Done;

    /// <summary>What the next write sends.</summary>
    public Outgoing Outgoing => new(_request.Head, _request.Body, _following?.Head ?? default);

    /// <summary>How long the next write or read may take.</summary>
    public TimeSpan Limit
    {
        get
        {
            if (_limit == Timeout.InfiniteTimeSpan)
            {
                return _limit;
            }

            var left = _limit - _clock.GetElapsedTime(_begunAt);
            return left > ShortestLimit ? left : ShortestLimit;
        }
    }

    /// <summary>Room for the next read.</summary>
    public Memory<byte> Space
    {
        get
        {
            _reader.Reclaim();
            var free = Other(_reader.Buffer);
            if (
                !_reader.Buffer.HasRoom(_reader.Wanted)
                && Held is null
                && free.Bytes.Length > _reader.Buffer.Bytes.Length
            )
            {
                _reader.MoveTo(free);
            }

            return _reader.Buffer.Space(_reader.Wanted);
        }
    }

    /// <summary>Why there is no reply; null once there is one, and while a request is still being sent piece by piece.</summary>
    public ExchangeFailure? Failure { get; private set; }

    /// <summary>Whether the service has replied.</summary>
    public bool IsReplied { get; private set; }

    /// <summary>Whether the reply came before the whole request had left.</summary>
    public bool IsEarly => IsReplied && _progress != Progress.All;

    /// <summary>Whether a poll that was sent behind the request waits for its own reply.</summary>
    public bool IsFollowed => IsReplied && _following is not null;

    /// <summary>Whether the next request finds a connection.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>The reply; valid until the next exchange begins.</summary>
    public ResponseReader Reply => _reader;

    /// <summary>The buffer whose bytes are still needed, so that it must not receive; null where there is none.</summary>
    public ReceiveBuffer? Held { get; private set; }

    /// <summary>Ends when the client is cancelled.</summary>
    public Task Cancellation => _cancelled.Task;

    /// <summary>Ends this poll at its next step, and every later one; false where that was done before. Any thread.</summary>
    public bool Cancel() => _cancelled.TrySetResult();

    /// <summary>Keeps the bytes of the reply.</summary>
    public void Hold()
    {
        Held = _reader.Buffer;
        if (Held.Bytes.Length > LargeBytes && Other(Held).Bytes.Length > LargeBytes)
        {
            Other(Held).Detach();
        }
    }

    /// <summary>The bytes that were kept are needed no more.</summary>
    public void Release() => Held = null;

    /// <summary>Begins an exchange.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="following">A poll to send in the same write, or null.</param>
    public void Begin(in Request request, TimeSpan limit, in Request? following = null)
    {
        Take(request, limit, following);
        _progress = Progress.Nothing;
        _reader.Begin(FreeBuffer(), request.BodyLimit);

        // What cannot be sent twice is worth a look each time: the service may close right behind its last reply.
        var isWorthALook = !request.IsPoll || _clock.GetElapsedTime(_repliedAt) > IdleAfter;
        if (IsConnected && isWorthALook && _transport.IsStale())
        {
            Drop();
        }

        Go(IsConnected ? ExchangeStep.Write : ExchangeStep.Connect);
    }

    /// <summary>Goes on to the reply of the poll that was sent behind the request.</summary>
    public void Follow()
    {
        Take(_following!.Value, Timeout.InfiniteTimeSpan, null);
        _progress = Progress.All;
        _reader.BeginNext(_request.BodyLimit);
        Advance();
    }

    /// <summary>
    /// Sends more of a request that is not whole yet. A reply that came meanwhile ends it, and nothing more is sent; interim
    /// responses are skipped.
    /// </summary>
    /// <param name="head">The next bytes of the request.</param>
    /// <param name="body">The bytes after them.</param>
    /// <param name="isWhole">Whether the request is whole with these.</param>
    /// <param name="limit">How long it may take.</param>
    public void Continue(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, bool isWhole, TimeSpan limit)
    {
        _request = _request with { Head = head, Body = body, IsWhole = isWhole };
        (_limit, _begunAt) = (limit, _clock.GetTimestamp());
        Go(IsLookDue() && _transport.IsStale() ? ExchangeStep.Look : ExchangeStep.Write);
    }

    /// <summary>
    /// Whether to look for an early reply before the next piece: of pieces that follow each other quickly, one in 64 KiB, which is
    /// less than the sockets' buffers hold; and always before the end.
    /// </summary>
    private bool IsLookDue()
    {
        _unseenBytes += _request.Length;
        if (!_request.IsWhole && _unseenBytes < UnseenBytes && _clock.GetElapsedTime(_lookedAt, _begunAt) <= IdleAfter)
        {
            return false;
        }

        (_unseenBytes, _lookedAt) = (0, _begunAt);
        return true;
    }

    public void Connected(IoResult result)
    {
        if (result.Status == IoStatus.Ok)
        {
            IsConnected = true;
            Go(ExchangeStep.Write);
            return;
        }

        var code = result.Status switch
        {
            IoStatus.Refused => ErrorCode.ConnectRefused,
            IoStatus.TimedOut => ErrorCode.ConnectTimeout,
            _ => ErrorCode.ConnectFailed,
        };
        FailWith(result, code);
    }

    public void Wrote(IoResult result)
    {
        var before = _progress;
        Note(result);
        if (result.Status == IoStatus.Ok)
        {
            Go(_request.IsWhole ? ExchangeStep.Read : ExchangeStep.Done);
        }
        else if (result.Status == IoStatus.Cancelled)
        {
            FailWith(result, ErrorCode.Cancelled);
        }
        else if (IsReplyLate(result))
        {
            FailWith(result, ErrorCode.AnswerTimeout);
        }
        else if (!_isReplaced && before == Progress.Nothing && (_request.IsPoll || _progress == Progress.Nothing))
        {
            Replace();
        }
        else
        {
            // The service may have replied early, with a 413 for example, and closed its end.
            (_writeFailure, _following) = (result, null);
            Go(ExchangeStep.Read);
        }
    }

    public void Received(IoResult result)
    {
        if (result is { Status: IoStatus.Ok, Count: > 0 and var count })
        {
            _reader.Buffer.Received(count);
            Advance();
        }
        else
        {
            EndOfStream(result);
        }
    }

    /// <summary>Forgets the connection.</summary>
    public void Drop()
    {
        _transport.Close();
        IsConnected = false;
        _following = null;
    }

    /// <summary>Ends an exchange that nobody will drive to its end.</summary>
    public void BreakOff()
    {
        Drop();
        Step = ExchangeStep.Done;
    }

    private void Take(in Request request, TimeSpan limit, in Request? following)
    {
        (_request, _following) = (request, following);
        (_limit, _begunAt) = (limit, limit == Timeout.InfiniteTimeSpan ? 0 : _clock.GetTimestamp());
        (_writeFailure, Failure, _isReplaced, IsReplied) = (null, null, false, false);
    }

    private ReceiveBuffer FreeBuffer()
    {
        return Held is not null ? Other(Held)
            : _one.Bytes.Length >= _other.Bytes.Length ? _one
            : _other;
    }

    private ReceiveBuffer Other(ReceiveBuffer buffer) => buffer == _one ? _other : _one;

    /// <summary>Remembers how much a write took.</summary>
    private void Note(IoResult result)
    {
        var reached =
            result.Status == IoStatus.Ok ? (_request.IsWhole ? Progress.All : Progress.Pieces)
            // Of a request alone, a write that failed did not take the end.
            : result.Count is not { } count ? (_following is null ? Progress.Part : Progress.All)
            : _following is not null && count >= _request.Length ? Progress.All
            : count > 0 ? Progress.Part
            : Progress.Nothing;
        _progress = reached > _progress ? reached : _progress;
    }

    private void Advance()
    {
        switch (_reader.Advance())
        {
            case ReadStatus.Done:
                EndOfReply();
                break;
            case ReadStatus.Refused:
                Refuse(_reader.Refusal);
                break;
            case var _ when Step == ExchangeStep.Look && _reader.IsBeforeStatusLine:
                Go(ExchangeStep.Write);
                break;
            default:
                Go(Step == ExchangeStep.Look ? ExchangeStep.Look : ExchangeStep.Read);
                break;
        }
    }

    private void EndOfReply()
    {
        IsReplied = true;
        if (!_reader.IsKeepAlive || IsEarly || (_following is null && _reader.End != _reader.Buffer.Count))
        {
            Drop();
        }

        if (_following is null)
        {
            _repliedAt = _clock.GetTimestamp();
        }

        Step = ExchangeStep.Done;
    }

    private void EndOfStream(IoResult result)
    {
        if (_writeFailure is { } failure)
        {
            FailWith(failure, ErrorCode.ConnectionBroken);
        }
        else if (IsReplyLate(result))
        {
            FailWith(result, ErrorCode.AnswerTimeout);
        }
        else if (_reader.HasBegun)
        {
            FailWith(result, ErrorCode.ReplyTruncated);
        }
        else if (_request.IsPoll && !_isReplaced && !IsCancelled && result.Status != IoStatus.Cancelled)
        {
            Replace();
        }
        else
        {
            FailWith(result, result.Status == IoStatus.Ok ? ErrorCode.ConnectionClosed : ErrorCode.ConnectionBroken);
        }
    }

    /// <summary>A new connection for the same request, once.</summary>
    private void Replace()
    {
        Drop();
        _isReplaced = true;
        _progress = Progress.Nothing;
        _reader.Begin(FreeBuffer(), _request.BodyLimit);
        Go(ExchangeStep.Connect);
    }

    private void Refuse(Refusal refusal)
    {
        Drop();
        var delivery = _writeFailure is null ? Delivery.Unknown : Delivered;
        Failure = new(refusal.Code, delivery, Reason: refusal.Reason);
        Step = ExchangeStep.Done;
    }

    private void FailWith(IoResult result, ErrorCode code)
    {
        Drop();
        var isCancelled = result.Status == IoStatus.Cancelled || IsCancelled;
        Failure = new(isCancelled ? ErrorCode.Cancelled : code, Delivered, result);
        Step = ExchangeStep.Done;
    }

    private void Go(ExchangeStep step)
    {
        if (IsCancelled)
        {
            FailWith(new IoResult(IoStatus.Cancelled), ErrorCode.Cancelled);
            return;
        }

        Step = step;
    }

    // The system's own time-outs carry its error number; they are the end of a connection.
    private bool IsReplyLate(IoResult result) =>
        result is { Status: IoStatus.TimedOut, SystemError: 0 } && !_request.IsPoll;

    /// <summary>A request that was cut short never arrived; but the pieces of one that is sent bit by bit may have been used.</summary>
    private Delivery Delivered =>
        _progress == Progress.Nothing || (_progress == Progress.Part && _request.IsWhole)
            ? Delivery.NotSent
            : Delivery.Unknown;

    /// <summary>Cancelling ends polls. What is to be sent is sent.</summary>
    private bool IsCancelled => _request.IsPoll && _cancelled.Task.IsCompleted;
}
