namespace LambdaClient;

/// <summary>The next thing a driver has to do for a <see cref="Round"/>.</summary>
internal enum RoundStep
{
    /// <summary>Run the session's exchange.</summary>
    Exchange,

    /// <summary>Wait for <see cref="Round.Pause"/>, until the client is cancelled.</summary>
    PausePoll,

    /// <summary>Wait for <see cref="Round.Pause"/>, until answers are given up: cancelling a client does not shorten it.</summary>
    PauseAnswer,

    Done,
}

/// <summary>
/// The turn, as decisions without waiting: deliver the answer, ask for the next event, and again after a pause where that can
/// help. A blocking and an asynchronous driver run the same round, as they run the same exchange one floor below.
/// </summary>
/// <remarks>
/// <para>Every invocation gets an answer here, and a handler with a buffered answer runs once for each attempt of the service:</para>
/// <list type="bullet">
/// <item>an answer that cannot be sent is replaced by a failure that says why; none at all by <c>Runtime.NoAnswer</c>;</item>
/// <item>a stream that was left open is ended by <c>Runtime.StreamAbandoned</c>;</item>
/// <item>where an answer's fate is unknown and the same attempt comes again, the service did not get it: it is sent again;</item>
/// <item>where an answer was taken and the same attempt comes again, the poll overtook it: the event is dropped.</item>
/// </list>
/// </remarks>
internal sealed class Round(Session session, LoopPolicy policy)
{
    private static readonly FunctionError NoAnswer = new("Runtime.NoAnswer", "the handler returned without an answer");

    /// <summary>The failure of a stream that its handler left open.</summary>
    public static readonly FunctionError StreamAbandoned = new(
        "Runtime.StreamAbandoned",
        "the handler left its response stream unfinished"
    );

    private static readonly ApiError AnsweredAgain = new ApiError.Protocol(
        ErrorCode.StatusUnexpected,
        Operation.Next,
        "the attempt that was answered came again",
        Delivery.Sent
    );

    private PostRequest _answer;
    private StreamPiece? _lastPiece;

    private bool _mayFollow;
    private bool _isTaken;

    // Why the handler's own answer is not what is delivered.
    private ApiError? _replaced;

    // The answer may have arrived: what the next poll brings will tell.
    private bool _isFateUnknown;

    public RoundStep Step { get; private set; } = RoundStep.Done;

    /// <summary>Whether the answer is delivered, or its fate left open, and the next event is asked for.</summary>
    public bool IsPolling { get; private set; }

    public TimeSpan Pause => policy.Pause;

    /// <summary>The next invocation, or why there is none; set once the round is done.</summary>
    public Result<Invocation, ApiError> Next { get; private set; }

    /// <summary>Why the answer was not taken, or may not have been; null where it was.</summary>
    public ApiError? Undelivered { get; private set; }

    /// <summary>How the round leaves the client, if it ends now.</summary>
    public CallEnd End { get; private set; }

    /// <summary>Begins a round.</summary>
    /// <param name="from">What the client was doing.</param>
    /// <param name="answer">What the handler gave.</param>
    /// <param name="mayFollow">Whether the next poll may leave with the answer; not where nobody may wait for its event.</param>
    public void Begin(ClientState from, in Answer answer, bool mayFollow)
    {
        (Undelivered, _replaced, _lastPiece, _mayFollow) = (null, null, null, mayFollow);
        (_isFateUnknown, _isTaken) = (false, false);
        if (session.Fatal is { } fatal)
        {
            // The handler's own call was told to exit.
            Stop(fatal, CallEnd.NotSent);
        }
        else if (from == ClientState.Idle)
        {
            if (!answer.IsNone)
            {
                Replaced(new ApiError.State(ErrorCode.AlreadyAnswered));
            }

            Poll();
        }
        else
        {
            Deliver(answer);
        }
    }

    private void Deliver(in Answer answer)
    {
        var invocation = session.HeldInvocation;
        if (session.OpenedStream is not { } stream)
        {
            _answer = answer.Post(invocation) ?? PostRequest.Failure(invocation, NoAnswer);
        }
        else if (stream.IsBegun)
        {
            _lastPiece = new StreamPiece(stream, default, true, answer.Error ?? StreamAbandoned);
        }
        else
        {
            _answer = answer.Post(invocation) ?? PostRequest.Failure(invocation, StreamAbandoned);
        }

        // Before the first byte nothing stands in the way of a response.
        if (session.OpenedStream is { } left && (left.IsBegun ? answer.Error is null : answer.IsNone))
        {
            Replaced(new ApiError.State(ErrorCode.StreamOpen));
        }

        Send();
    }

    /// <summary>Reports an error that the loop survives.</summary>
    public void Tell(ApiError error) => policy.Tell(error);

    /// <summary>The exchange was run to its end.</summary>
    public void Exchanged()
    {
        if (IsPolling)
        {
            EndOfPoll();
        }
        else if (_lastPiece is { } piece)
        {
            EndOfAnswer(session.EndPiece(piece).Result);
        }
        else
        {
            EndOfAnswer(session.CheckPost(_answer.Operation));
        }
    }

    /// <summary>The pause is over.</summary>
    public void Paused()
    {
        if (IsPolling)
        {
            Poll();
        }
        else if (session.BrokenOff.IsCompleted)
        {
            Stop(new ApiError.Cancelled(_answer.Operation, Delivery.NotSent), CallEnd.NotSent);
        }
        else
        {
            Send();
        }
    }

    private void Send()
    {
        (IsPolling, End) = (false, CallEnd.NotSent);
        session.Switch(ClientState.Posting);
        var isFollowed = _mayFollow && !policy.IsConcurrent;
        if (_lastPiece is { } piece)
        {
            session.BeginPiece(piece);
        }
        else if (session.BeginPost(_answer, isFollowed) is { } unfit)
        {
            Replaced(unfit);
            _answer = PostRequest.Failure(session.HeldInvocation, unfit.ToResponse());
            session.BeginPost(_answer, isFollowed);
        }

        Step = RoundStep.Exchange;
    }

    private void Replaced(ApiError error)
    {
        (Undelivered, _replaced) = (error, error);
        policy.Tell(error);
    }

    private void Poll()
    {
        (IsPolling, End) = (true, CallEnd.Nothing);
        session.Poll();
        Step = RoundStep.Exchange;
    }

    private void EndOfAnswer(Result<Unit, ApiError> sent)
    {
        if (sent.TryGet(out _, out var error))
        {
            (Undelivered, _isFateUnknown, _isTaken) = (_replaced, false, true);
            policy.Succeeded();
        }
        else
        {
            Undelivered = error;
            if (error.IsFatal)
            {
                Stop(error, error.Delivery == Delivery.NotSent ? CallEnd.NotSent : CallEnd.Nothing);
                return;
            }

            // A stream's end is not repeated: its pieces may have been used.
            if (error.Delivery == Delivery.NotSent && _lastPiece is null)
            {
                Again(policy.SendsAgain(error), RoundStep.PauseAnswer, error);
                return;
            }

            policy.Tell(error);
            _isFateUnknown = error.Delivery == Delivery.Unknown && _lastPiece is null;
        }

        if (!_isFateUnknown)
        {
            session.Settle();
        }

        Poll();
    }

    private void EndOfPoll()
    {
        if (session.CheckEvent() is { } error)
        {
            Again(policy.PollsAgain(error), RoundStep.PausePoll, error);
        }
        else if (_isFateUnknown && session.IsHeldEvent)
        {
            // Nothing waited in between, so the pause that a repeated failure would need is left out; the count is not.
            if (policy.Repeats())
            {
                Send();
            }
            else
            {
                Stop(Undelivered!, CallEnd.Nothing);
            }
        }
        else if (_isTaken && session.IsAnsweredEvent)
        {
            if (policy.Repeats())
            {
                Poll();
            }
            else
            {
                Stop(AnsweredAgain, CallEnd.Nothing);
            }
        }
        else
        {
            policy.Succeeded();
            Next = session.TakeEvent();
            (Step, End) = (RoundStep.Done, CallEnd.Event);
        }
    }

    private void Again(bool tries, RoundStep pause, ApiError error)
    {
        if (tries)
        {
            Step = pause;
        }
        else
        {
            Stop(error, pause == RoundStep.PauseAnswer ? CallEnd.NotSent : CallEnd.Nothing);
        }
    }

    private void Stop(ApiError error, CallEnd end)
    {
        if (end == CallEnd.Nothing)
        {
            session.Settle();
        }

        // A poll may have been sent behind the answer; nobody waits for its event any more.
        session.DropFollowed();
        Next = error;
        (Step, End) = (RoundStep.Done, end);
    }
}
