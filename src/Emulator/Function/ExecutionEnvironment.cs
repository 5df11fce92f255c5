using System.ComponentModel;
using System.Net;
using LambdaClient.Emulator.Handler;

namespace LambdaClient.Emulator.Function;

/// <summary>
/// Where the function runs: the conversation with its runtime and, if the emulator runs it, the handler program. Ends with an init
/// error, a crash or a time-out, and is started anew for the next event. Serves one event at a time.
/// </summary>
internal sealed class ExecutionEnvironment(EmulatorOptions options, RuntimeSession session, IPEndPoint runtimeApi)
{
    private readonly TimeProvider _clock = options.TimeProvider;
    private HandlerProcess? _handler;
    private Attempt? _previous;
    private bool _ended;

    /// <summary>
    /// Takes one attempt to its answer. An environment that does not come up fails every event alike, so its failure is handed out
    /// as a recipe that works for any request id.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="callerGone">Withdraws an event that has not been delivered.</param>
    /// <param name="stopping">Gives up even one that has.</param>
    public async Task<(Answer Answer, Func<string, Answer>? InitFailure)> ServeAsync(
        Attempt attempt,
        CancellationToken callerGone,
        CancellationToken stopping
    )
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(callerGone, stopping);
        while (true)
        {
            gone.Token.ThrowIfCancellationRequested();
            if (!TryStart(out var notStarted))
            {
                return Failed(id => Answers.NotStarted(id, notStarted));
            }

            session.Offer(attempt);
            var turn = await FirstAsync(attempt.Delivered, TimeToNextPoll(), gone.Token).ConfigureAwait(false);
            if (turn == Turn.Done || !session.TakeBack(attempt))
            {
                return (await AnswerAsync(attempt, stopping).ConfigureAwait(false), null);
            }

            gone.Token.ThrowIfCancellationRequested();
            var initialised = session.InitialisedAt is not null;
            var initError = session.InitError;
            var exited = _handler?.Exited;
            _ended = true;
            await StopAsync().ConfigureAwait(false);
            switch (turn)
            {
                case Turn.InitError:
                    var reported = await initError.ConfigureAwait(false);
                    return Failed(_ => reported);
                case Turn.Exited when !initialised:
                    var how = await exited!.ConfigureAwait(false);
                    return Failed(id => Answers.Exited(id, how, InvocationStatus.InitFailed));
                case Turn.TimeUp when !initialised:
                    return Failed(id => Answers.TimedOut(id, options.InitTimeout, InvocationStatus.InitFailed));
                default:
                    // It was up once and ended between two events: the next one finds a new environment.
                    continue;
            }
        }

        (Answer, Func<string, Answer>?) Failed(Func<string, Answer> failure)
        {
            var answer = failure(attempt.RequestId);
            attempt.TryAnswer(answer);
            return (answer, failure);
        }
    }

    /// <summary>What the handler program can tell about the invocation that just ended; nothing without one.</summary>
    public HandlerReport? Report() => _handler?.Report();

    /// <summary>Stops the handler program, if there is one.</summary>
    public Task StopAsync() => _handler?.StopAsync() ?? Task.CompletedTask;

    /// <summary>Waits for the answer to a delivered event, for as long as the function may take.</summary>
    private async Task<Answer> AnswerAsync(Attempt attempt, CancellationToken stopping)
    {
        _previous = attempt;
        _handler?.EventDelivered(session.InitialisedAt);
        var left = attempt.Deadline - _clock.GetUtcNow();
        switch (await FirstAsync(attempt.Answered, left, stopping).ConfigureAwait(false))
        {
            case Turn.TimeUp:
                var late = Answers.TimedOut(attempt.RequestId, options.Timeout, InvocationStatus.TimedOut);
                if (session.TryTimeOut(attempt, late) && _handler is not null)
                {
                    await _handler.KillAsync().ConfigureAwait(false);
                }

                break;
            case Turn.Exited:
                var how = await _handler!.Exited.ConfigureAwait(false);
                attempt.TryAnswer(Answers.Exited(attempt.RequestId, how, InvocationStatus.RuntimeExited));
                break;
        }

        return await attempt.Answered.WaitAsync(stopping).ConfigureAwait(false);
    }

    private bool TryStart(out string notStarted)
    {
        notStarted = "";
        if (_handler is { Exited.IsCompleted: true })
        {
            _handler = null;
            _ended = true;
        }

        if (_ended)
        {
            session.Reset(dropPoll: options.Handler is not null);
            _ended = false;
        }

        if (options.Handler is not { } program || _handler is not null)
        {
            return true;
        }

        try
        {
            _handler = HandlerProcess.Start(program, options, runtimeApi);
            return true;
        }
        catch (Win32Exception refused)
        {
            var why = new Win32Exception(refused.NativeErrorCode).Message;
            notStarted = $"The handler program '{Shown.Short(program.Path)}' could not be started: {why}";
            return false;
        }
    }

    /// <summary>
    /// How long the runtime may take to ask for an event: a program that starts has its init time; a runtime that answered has what
    /// was left of that event's time, because an invocation is over only when the runtime asks again.
    /// </summary>
    private TimeSpan TimeToNextPoll()
    {
        if (session.InitialisedAt is null)
        {
            return _handler is null ? Timeout.InfiniteTimeSpan : options.InitTimeout;
        }

        return _previous is null ? Timeout.InfiniteTimeSpan : _previous.Deadline - _clock.GetUtcNow();
    }

    private async Task<Turn> FirstAsync(Task hoped, TimeSpan limit, CancellationToken gone)
    {
        if (hoped.IsCompleted)
        {
            return Turn.Done;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var timer =
            limit > TimeSpan.Zero || limit == Timeout.InfiniteTimeSpan
                ? Task.Delay(limit, _clock, over.Token)
                : Task.CompletedTask;
        var initError = session.InitError;
        var exited = _handler is null ? Task.Delay(Timeout.Infinite, over.Token) : _handler.Exited;
        await Task.WhenAny(hoped, initError, exited, timer).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        // What the runtime said last counts, even if its process or its time is over by now.
        return hoped.IsCompleted ? Turn.Done
            : initError.IsCompleted ? Turn.InitError
            : gone.IsCancellationRequested ? Turn.CallerGone
            : exited.IsCompletedSuccessfully ? Turn.Exited
            : Turn.TimeUp;
    }

    private enum Turn
    {
        Done,
        InitError,
        CallerGone,
        Exited,
        TimeUp,
    }
}
