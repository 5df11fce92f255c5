using System.ComponentModel;
using System.Net;
using LambdaClient.Emulator.Extensions;
using LambdaClient.Emulator.Handler;

namespace LambdaClient.Emulator.Function;

/// <summary>
/// Where the function runs: the conversation with its runtime and, if the emulator runs it, the handler program. Ends with an init
/// error, a crash or a time-out, and is started anew for the next event. Serves as many events at once as the runtime has workers.
/// </summary>
internal sealed class ExecutionEnvironment(
    EmulatorOptions options,
    RuntimeSession session,
    ExtensionRegistry extensions,
    IPEndPoint runtimeApi
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

    /// <summary>Takes one attempt to its answer.</summary>
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
            catch (Win32Exception refused)
            {
                return Failed(id => Answers.NotStarted(id, NotStarted(refused)), life: null);
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
                var answer = await AnswerAsync(life, attempt, stopping).ConfigureAwait(false);
                return new Served(answer, life.Handler?.Report());
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

            if (turn == Turn.Failed && life.Handler is not null)
            {
                await life.Handler.WaitForExitAsync(TimeToExit).ConfigureAwait(false);
            }

            await EndAsync(life, ShutdownReason.Failure).ConfigureAwait(false);
            switch (turn)
            {
                case Turn.Failed when !initialised:
                    return Failed(await life.Init.Failure.ConfigureAwait(false), life);
                case Turn.Exited when !initialised:
                    var exit = await life.Handler!.Exited.ConfigureAwait(false);
                    return Failed(id => Answers.Exited(id, exit.Description, InvocationStatus.InitFailed), life);
                case Turn.TimeUp when !initialised:
                    return Failed(id => Answers.TimedOut(id, options.InitTimeout, InvocationStatus.InitFailed), life);
                default:
                    // It was up once and ended between two events: the next one finds a new environment.
                    continue;
            }
        }

        Served Failed(Func<string, Answer> failure, Life? life)
        {
            var answer = failure(attempt.RequestId);
            attempt.TryAnswer(answer);
            return new Served(answer, life?.Handler?.Report(), failure);
        }
    }

    /// <summary>Shuts the environment down, if there is one.</summary>
    public Task StopAsync() =>
        _life is { HasEnded: false } life
            ? EndAsync(life, ShutdownReason.Spindown)
            : extensions.ShutDownAsync(ShutdownReason.Spindown, extensions.PlanShutdown());

    public void Dispose() => _gate.Dispose();

    /// <summary>Waits for the answer to a delivered event, for as long as the function may take.</summary>
    private async Task<Answer> AnswerAsync(Life life, Attempt attempt, CancellationToken stopping)
    {
        life.Previous = attempt;
        life.Handler?.EventDelivered(life.Init.CompletedAt);
        switch (await FirstAsync(life, attempt.Answered, _ => attempt.TimeUp, stopping).ConfigureAwait(false))
        {
            case Turn.TimeUp:
                var late = Answers.TimedOut(attempt.RequestId, options.Timeout, InvocationStatus.TimedOut);
                if (session.TryTimeOut(attempt, late) && life.Handler is not null && options.MaxConcurrency is null)
                {
                    await EndAsync(life, ShutdownReason.Timeout).ConfigureAwait(false);
                }

                break;
            case Turn.Exited:
                var exit = await life.Handler!.Exited.ConfigureAwait(false);
                attempt.TryAnswer(Answers.Exited(attempt.RequestId, exit.Description, InvocationStatus.RuntimeExited));
                await EndAsync(life, ShutdownReason.Failure).ConfigureAwait(false);
                break;
            case Turn.Failed:
                var failure = await life.Init.Failure.ConfigureAwait(false);
                attempt.TryAnswer(failure(attempt.RequestId));
                await EndAsync(life, ShutdownReason.Failure).ConfigureAwait(false);
                break;
        }

        return await attempt.Answered.WaitAsync(stopping).ConfigureAwait(false);
    }

    /// <summary>The environment as it is or, if it has ended or never was, a new one.</summary>
    /// <exception cref="Win32Exception">The system cannot start the handler program.</exception>
    private async Task<Life> EnterAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_life is { } life)
            {
                if (!life.HasEnded && life.Handler is not { Exited.IsCompleted: true })
                {
                    return life;
                }

                await EndCoreAsync(life, ShutdownReason.Failure).ConfigureAwait(false);
                session.Reset(dropPolls: options.Handler is not null);
            }

            var handler = options.Handler is { } program ? HandlerProcess.Start(program, options, runtimeApi) : null;
            if (handler is not null)
            {
                Exits.Follow(handler.Exited);
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
        if (life.Handler is { } handler)
        {
            await handler.ShutDownAsync(plan.TimeAfterSigterm).ConfigureAwait(false);
        }

        await extensions.ShutDownAsync(reason, plan).ConfigureAwait(false);
    }

    private string NotStarted(Win32Exception refused)
    {
        var why = new Win32Exception(refused.NativeErrorCode).Message;
        return $"The handler program '{Shown.Short(options.Handler!.Path)}' could not be started: {why}";
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
        Task exited = life.Handler is null ? ending : life.Handler.Exited;
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
