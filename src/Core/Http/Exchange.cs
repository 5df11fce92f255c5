using LambdaClient.RuntimeApi;
using LambdaClient.Transports;

namespace LambdaClient.Http;

/// <summary>The next thing a driver has to do for an <see cref="Exchange"/>.</summary>
internal enum ExchangeStep
{
    Connect,
    Write,
    Read,
    Done,
}

/// <summary>
/// One request and its answer, as decisions without waiting: it says which step comes next, and is told how the step
/// ended. A blocking and an asynchronous driver run the same exchange.
/// </summary>
/// <remarks>
/// It knows when a connection may be replaced (once in an exchange, and only where the service cannot have acted on what
/// was sent, or where asking twice is harmless) and what became of the request. Nothing here is retried on a timer.
/// </remarks>
internal sealed class Exchange(Transport transport, Endpoint endpoint, TimeProvider clock)
{
    // Looking at a connection costs a system call; within this time of its last answer it is not worth one.
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMilliseconds(1);

    private readonly ReceiveBuffer _eventBuffer = new();
    private readonly ReceiveBuffer _answerBuffer = new();
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ResponseReader? _eventReader;
    private ResponseReader? _answerReader;
    private ReceiveBuffer _buffer = null!;
    private ResponseReader _reader = null!;
    private Operation _operation;
    private bool _isConnected;
    private long _lastAnswer;
    private bool _isReplaced;
    private bool _isBegun;
    private bool _isWritten;
    private bool _isWhole;
    private IoResult? _writeFailure;

    public ExchangeStep Step { get; private set; } = ExchangeStep.Done;

    public ReadOnlyMemory<byte> Head { get; private set; }

    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Why there is no answer; null once there is one, and while a request is still being sent piece by piece.</summary>
    public ApiError? Failure { get; private set; }

    /// <summary>Whether the service has answered.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>The answer; valid until the next exchange of the same direction begins.</summary>
    public ResponseReader Answer => _reader;

    public ReceiveBuffer Buffer => _buffer;

    /// <summary>Ends when the client is cancelled.</summary>
    public Task Cancellation => _cancelled.Task;

    /// <summary>Room for the next read.</summary>
    public Memory<byte> Space
    {
        get
        {
            _reader.Reclaim();
            return _buffer.Space(_reader.Wanted);
        }
    }

    /// <summary>Ends this poll at its next step, and every later one. Any thread.</summary>
    public void Cancel() => _cancelled.TrySetResult();

    /// <summary>Begins an exchange. Events and answers are received in buffers of their own, so a lent event survives its answer.</summary>
    /// <param name="operation">What is asked.</param>
    /// <param name="head">The first bytes of the request.</param>
    /// <param name="body">The bytes after them.</param>
    /// <param name="bodyLimit">How many bytes the answer's body may have.</param>
    /// <param name="isWhole">Whether this is the whole request; if not, <see cref="Continue"/> sends the rest.</param>
    public void Begin(
        Operation operation,
        ReadOnlyMemory<byte> head,
        ReadOnlyMemory<byte> body,
        int bodyLimit,
        bool isWhole = true
    )
    {
        _operation = operation;
        (Head, Body, _isWhole) = (head, body, isWhole);
        (_isReplaced, _isBegun, _isWritten, IsAnswered) = (false, false, false, false);
        (_writeFailure, Failure) = (null, null);
        _buffer = operation == Operation.Next ? _eventBuffer : _answerBuffer;
        _reader =
            operation == Operation.Next ? _eventReader ??= new(_eventBuffer) : _answerReader ??= new(_answerBuffer);
        _reader.Begin(bodyLimit);
        if (_isConnected && clock.GetElapsedTime(_lastAnswer) > IdleAfter && transport.IsStale())
        {
            Drop();
        }

        Go(_isConnected ? ExchangeStep.Write : ExchangeStep.Connect);
    }

    /// <summary>Sends more of a request that is not whole yet. An answer that came early ends it, and nothing more is sent.</summary>
    /// <param name="head">The next bytes of the request.</param>
    /// <param name="body">The bytes after them.</param>
    /// <param name="isWhole">Whether the request is whole with these.</param>
    public void Continue(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, bool isWhole)
    {
        (Head, Body, _isWhole) = (head, body, isWhole);
        var isOver = transport.IsStale();
        if (isOver)
        {
            _writeFailure = new IoResult(IoStatus.Failed);
        }

        Go(isOver ? ExchangeStep.Read : ExchangeStep.Write);
    }

    public void Connected(IoResult result)
    {
        if (result.Status == IoStatus.Ok)
        {
            _isConnected = true;
            Go(ExchangeStep.Write);
            return;
        }

        var code = result.Status switch
        {
            IoStatus.Refused => ErrorCode.ConnectRefused,
            IoStatus.TimedOut => ErrorCode.ConnectTimeout,
            _ => ErrorCode.ConnectFailed,
        };
        FailWith(result, code, Delivery.NotSent);
    }

    public void Wrote(IoResult result)
    {
        _isBegun |= result.Count != 0;
        if (result.Status == IoStatus.Ok)
        {
            _isWritten = true;
            Go(_isWhole ? ExchangeStep.Read : ExchangeStep.Done);
        }
        else if (result.Status == IoStatus.Cancelled)
        {
            FailWith(result, ErrorCode.Cancelled, CutShort);
        }
        else if (result.Count == 0 && !_isReplaced && !_isWritten)
        {
            Replace();
        }
        else
        {
            // The service may have answered early, with a 413 for example, and closed its end.
            _writeFailure = result;
            Go(ExchangeStep.Read);
        }
    }

    public void Received(IoResult result)
    {
        if (result is not { Status: IoStatus.Ok, Count: > 0 and var count })
        {
            EndOfStream(result);
            return;
        }

        _buffer.Received(count);
        switch (_reader.Advance())
        {
            case ReadStatus.Done:
                EndOfAnswer();
                break;
            case ReadStatus.Refused:
                Refuse(_reader.Refusal);
                break;
            default:
                Go(ExchangeStep.Read);
                break;
        }
    }

    /// <summary>Forgets the connection.</summary>
    public void Drop()
    {
        transport.Close();
        _isConnected = false;
    }

    /// <summary>Ends an exchange that nobody will drive to its end, and tells what it was about.</summary>
    public Operation BreakOff()
    {
        Drop();
        Step = ExchangeStep.Done;
        return _operation;
    }

    private void EndOfAnswer()
    {
        if (!_reader.IsKeepAlive || _reader.End != _buffer.Count || _writeFailure is not null)
        {
            Drop();
        }

        IsAnswered = true;
        _lastAnswer = clock.GetTimestamp();
        Step = ExchangeStep.Done;
    }

    private void EndOfStream(IoResult result)
    {
        if (_writeFailure is { } failure)
        {
            FailWith(failure, ErrorCode.ConnectionBroken, CutShort);
        }
        else if (_reader.HasBegun)
        {
            FailWith(result, ErrorCode.ResponseTruncated, Delivery.Unknown);
        }
        else if (_operation.IsPoll() && !_isReplaced && !IsCancelled && result.Status != IoStatus.Cancelled)
        {
            Replace();
        }
        else
        {
            var code = result.Status == IoStatus.Ok ? ErrorCode.ConnectionClosed : ErrorCode.ConnectionBroken;
            FailWith(result, code, Delivery.Unknown);
        }
    }

    /// <summary>A new connection for the same request, once.</summary>
    private void Replace()
    {
        _isReplaced = true;
        (_isBegun, _isWritten) = (false, false);
        Drop();
        Go(ExchangeStep.Connect);
    }

    private void Refuse(Refusal refusal)
    {
        Drop();
        var delivery = _writeFailure is null ? Delivery.Unknown : CutShort;
        Failure =
            (int)refusal.Code / 100 == (int)ErrorCategory.Limit
                ? new ApiError.Limit(refusal.Code, _operation, refusal.Reason, delivery)
                : new ApiError.Protocol(refusal.Code, _operation, refusal.Reason, delivery);
        Step = ExchangeStep.Done;
    }

    private void FailWith(IoResult result, ErrorCode code, Delivery delivery)
    {
        Drop();
        Failure =
            result.Status == IoStatus.Cancelled || IsCancelled
                ? new ApiError.Cancelled(_operation, delivery)
                : new ApiError.Transport(code, _operation, endpoint.Authority, result.SystemError, delivery);
        Step = ExchangeStep.Done;
    }

    private void Go(ExchangeStep step)
    {
        if (IsCancelled)
        {
            FailWith(new IoResult(IoStatus.Cancelled), ErrorCode.Cancelled, CutShort);
            return;
        }

        Step = step;
    }

    /// <summary>A request that was cut short never arrived; but the pieces of one that is sent bit by bit may have been used.</summary>
    private Delivery CutShort => _isWritten || (_isBegun && !_isWhole) ? Delivery.Unknown : Delivery.NotSent;

    /// <summary>A cancelled client asks for no more events; what it still has to answer, it answers.</summary>
    private bool IsCancelled => _operation.IsPoll() && _cancelled.Task.IsCompleted;
}
