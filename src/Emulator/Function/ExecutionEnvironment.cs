using LambdaClient.Emulator.Extensions;
using LambdaClient.Emulator.Handler;
using LambdaClient.Emulator.Logging;

namespace LambdaClient.Emulator.Function;

/// <summary>
/// Where the function runs: the conversation with its runtime and, if the emulator runs it, the handler program. Ends with an init
/// error, a crash or a time-out, and is started anew for the next event. Serves as many events at once as the runtime has workers.
/// </summary>
internal sealed class ExecutionEnvironment(
    EmulatorOptions options,
    RuntimeSession session,
    ExtensionRegistry extensions,
    string runtimeApi,
    ILog? log
) : IDisposable
{
    // Lets a program that reported why it cannot start end by itself, as it is told to.
    private static readonly TimeSpan TimeToExit = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _clock = options.TimeProvider;

    // Held while a life begins or ends, so that there is one at a time.
    private readonly SemaphoreSlim _gate = new(1);
    private Life? _life;

    /// <summary>How the handler programs ended, the latest last.</summary>
    public HandlerExitLog Exits { get; } = new();

    /// <summary>Raised when a handler program has ended, before any answer that depends on it.</summary>
    public event Action<HandlerExit>? HandlerEnded;

    /// <summary>Takes one attempt to its answer, which never waits for the end of a handler program.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="callerGone">Withdraws an event that has not been delivered.</param>
    /// <param name="stopping">Gives up even one that has.</param>
    public async Task<Served> ServeAsync(Attempt attempt, CancellationToken callerGone, CancellationToken stopping)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(callerGone, stopping);
        while (true)
        {
            gone.Token.ThrowIfCancellationRequested();
            Life life;
            try
            {
                life = await EnterAsync().ConfigureAwait(false);
            }
            catch (HandlerStartException refused)
            {
                return Failed(id => Answers.NotStarted(id, refused.Message), life: null);
            }

            session.Offer(attempt);
            var turn = await FirstAsync(
                    life,
                    attempt.Delivered,
                    over => TimerOf(TimeToNextPoll(life), over),
                    gone.Token
                )
                .ConfigureAwait(false);
            if (turn == Turn.Done || !session.TakeBack(attempt))
            {
                var reason = await AnswerAsync(life, attempt, stopping).ConfigureAwait(false);
                var answer = await attempt.Answered.WaitAsync(stopping).ConfigureAwait(false);
                return new Served(answer, life.Handler?.Report())
                {
                    Aftermath = reason is { } why ? () => EndAsync(life, why) : null,
                };
            }

            gone.Token.ThrowIfCancellationRequested();
            var initialised = life.Init.CompletedAt is not null;
            if (turn == Turn.TimeUp && initialised && options.MaxConcurrency is not null)
            {
                // The others may be at work, so the environment stays.
                var unavailable = Answers.Unavailable(attempt.RequestId, options.Timeout);
                attempt.TryAnswer(unavailable);
                return new Served(unavailable, life.Handler?.Report());
            }

            switch (turn)
            {
                case Turn.Failed when !initialised:
                    return Failed(await life.Init.Failure.ConfigureAwait(false), life);
                case Turn.Exited when !initialised:
                    var how = await HowItEndedAsync(life.Handler!).ConfigureAwait(false);
                    return Failed(id => Answers.Exited(id, how, InvocationStatus.InitFailed), life);
                case Turn.TimeUp when !initialised:
                    return Failed(id => Answers.NeverAsked(id, options.InitTimeout), life);
                default:
                    // It was up once and ended between two events: the next one finds a new environment.
                    await EndAsync(life, ShutdownReason.Failure).ConfigureAwait(false);
                    continue;
            }
        }

        Served Failed(Func<string, Answer> failure, Life? life)
        {
            var answer = failure(attempt.RequestId);
            attempt.TryAnswer(answer);
            return new Served(answer, life?.Handler?.Report(), failure)
            {
                Aftermath = life is null ? null : () => EndAfterFailedInitAsync(life),
            };
        }
    }

    /// <summary>
    /// Waits until the runtime is done with its last event, which it is when it asks for the next one or its program has ended.
    /// </summary>
    /// <returns>False if it does neither in the time that it has.</returns>
    public async Task<bool> SettleAsync(CancellationToken gone)
    {
        if (_life is not { HasEnded: false, Handler: not null } life)
        {
            return true;
        }

        var polled = session.WaitForPollAsync(gone);
        var turn = await FirstAsync(life, polled, over => TimerOf(TimeToNextPoll(life), over), gone)
            .ConfigureAwait(false);
        gone.ThrowIfCancellationRequested();
        return turn != Turn.TimeUp;
    }

    /// <summary>Shuts the environment down, if there is one.</summary>
    public Task StopAsync() =>
        _life is { HasEnded: false } life
            ? EndAsync(life, ShutdownReason.Spindown)
            : extensions.ShutDownAsync(ShutdownReason.Spindown, extensions.PlanShutdown());

    public void Dispose() => _gate.Dispose();

    /// <summary>Waits for the answer to a delivered event, for as long as the function may take.</summary>
    /// <returns>Why the environment is to be ended after it; null if it is to go on.</returns>
    private async Task<ShutdownReason?> AnswerAsync(Life life, Attempt attempt, CancellationToken stopping)
    {
        life.Previous = attempt;
        life.Handler?.EventDelivered(life.Init.CompletedAt);
        switch (await FirstAsync(life, attempt.Answered, _ => attempt.TimeUp, stopping).ConfigureAwait(false))
        {
            case Turn.TimeUp:
                var late = Answers.TimedOut(attempt.RequestId, options.Timeout);
                return session.TryTimeOut(attempt, late) && life.Handler is not null && options.MaxConcurrency is null
                    ? ShutdownReason.Timeout
                    : null;
            case Turn.Exited:
                var how = await HowItEndedAsync(life.Handler!).ConfigureAwait(false);
                attempt.TryAnswer(Answers.Exited(attempt.RequestId, how, InvocationStatus.RuntimeExited));
                return ShutdownReason.Failure;
            case Turn.Failed:
                var failure = await life.Init.Failure.ConfigureAwait(false);
                attempt.TryAnswer(failure(attempt.RequestId));
                return ShutdownReason.Failure;
            default:
                return null;
        }
    }

    private static async Task<string> HowItEndedAsync(HandlerProcess handler)
    {
        var exit = await handler.Ended.ConfigureAwait(false);
        // What a program that looks for the interpreter itself, such as env, says then is hard to read.
        return handler.IsInitialised || ProgramFile.WindowsLineEnd(handler.File) is not { } fault
            ? exit.Description
            : $"{exit.Description}; {fault}";
    }

    private async Task EndAfterFailedInitAsync(Life life)
    {
        if (life.Handler is not null && life.Init.Failure.IsCompleted)
        {
            await life.Handler.WaitForEndAsync(TimeToExit).ConfigureAwait(false);
        }

        await EndAsync(life, ShutdownReason.Failure).ConfigureAwait(false);
    }

    /// <summary>The environment as it is or, if it has ended or never was, a new one.</summary>
    /// <exception cref="HandlerStartException">The system cannot start the handler program.</exception>
    private async Task<Life> EnterAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_life is { } life)
            {
                if (!life.HasEnded && life.Handler is not { Ended.IsCompleted: true })
                {
                    return life;
                }

                await EndCoreAsync(life, ShutdownReason.Failure).ConfigureAwait(false);
                session.Reset(dropPolls: options.Handler is not null);
            }

            var handler = options.Handler is { } program
                ? HandlerProcess.Start(program, options, runtimeApi, log, exit => HandlerEnded?.Invoke(exit))
                : null;
            if (handler is not null)
            {
                Exits.Follow(handler.Ended);
            }

            return _life = new Life(session.Init, handler);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task EndAsync(Life life, ShutdownReason reason)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await EndCoreAsync(life, reason).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task EndCoreAsync(Life life, ShutdownReason reason)
    {
        if (life.HasEnded)
        {
            return;
        }

        life.HasEnded = true;
        var plan = extensions.PlanShutdown();
        if (life.Handler is { } handler && !await handler.ShutDownAsync(plan.TimeAfterSigterm).ConfigureAwait(false))
        {
            log?.WriteLine($"HANDLER process {handler.Id} is still there after SIGKILL; it is left alone.");
        }

        await extensions.ShutDownAsync(reason, plan).ConfigureAwait(false);
    }

    /// <summary>
    /// How long the runtime may take to ask for an event: a program that starts has its init time; one of several workers has the
    /// time of an event, in which each of them must be free once; a runtime that answered has what was left of that event's time,
    /// because an invocation is over only when the runtime asks again.
    /// </summary>
    private TimeSpan TimeToNextPoll(Life life)
    {
        if (life.Init.CompletedAt is null)
        {
            return life.Handler is null ? Timeout.InfiniteTimeSpan : options.InitTimeout;
        }

        if (options.MaxConcurrency is not null)
        {
            return options.Timeout;
        }

        return life.Previous is null ? Timeout.InfiniteTimeSpan : life.Previous.Deadline - _clock.GetUtcNow();
    }

    private Task TimerOf(TimeSpan limit, CancellationToken over) =>
        limit > TimeSpan.Zero || limit == Timeout.InfiniteTimeSpan
            ? Task.Delay(limit, _clock, over)
            : Task.CompletedTask;

    /// <summary>Waits for the first of several events.</summary>
    private static async Task<Turn> FirstAsync(
        Life life,
        Task hoped,
        Func<CancellationToken, Task> timerOf,
        CancellationToken gone
    )
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var timer = timerOf(over.Token);
        var failed = life.Init.Failure;
        var ending = Task.Delay(Timeout.Infinite, over.Token);
        Task exited = life.Handler is null ? ending : life.Handler.Ended;
        await Task.WhenAny(hoped, failed, exited, timer, ending).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        // What the runtime said last counts, even if its process or its time is over by now.
        return hoped.IsCompleted ? Turn.Done
            : failed.IsCompleted ? Turn.Failed
            : gone.IsCancellationRequested ? Turn.CallerGone
            : exited.IsCompletedSuccessfully ? Turn.Exited
            : Turn.TimeUp;
    }

    private enum Turn
    {
        Done,
        Failed,
        CallerGone,
        Exited,
        TimeUp,
    }

    /// <summary>The environment from one start to its end.</summary>
    private sealed class Life(InitPhase init, HandlerProcess? handler)
    {
        public InitPhase Init { get; } = init;

        public HandlerProcess? Handler { get; } = handler;

        /// <summary>The event that was handed out last.</summary>
        public Attempt? Previous { get; set; }

        public bool HasEnded { get; set; }
    }
}
