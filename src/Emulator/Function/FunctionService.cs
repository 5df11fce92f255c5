using System.ComponentModel;
using System.Net;
using System.Threading.Channels;
using LambdaClient.Emulator.Handler;

namespace LambdaClient.Emulator.Function;

/// <summary>
/// The service behind both endpoints: takes events into a queue and works them off one at a time, with one execution
/// environment that is started anew whenever it ended.
/// </summary>
internal sealed class FunctionService : IAsyncDisposable
{
    private readonly TimeProvider clock;
    private readonly Channel<QueuedInvocation> queue = Channel.CreateUnbounded<QueuedInvocation>();
    private readonly CancellationTokenSource stopping = new();
    private IPEndPoint? endpoint;
    private Task dispatching = Task.CompletedTask;
    private HandlerProcess? handler;
    private Attempt? previous;
    private bool environmentEnded;

    public FunctionService(EmulatorOptions options)
    {
        Options = options;
        clock = options.TimeProvider;
        Session = new RuntimeSession(clock, options.Timeout);
        Calls = new CallLog(options.CallLogCapacity);
        Stopping = stopping.Token;
    }

    public event Action<InvocationOutcome>? InvocationCompleted;

    public EmulatorOptions Options { get; }

    public RuntimeSession Session { get; }

    public CallLog Calls { get; }

    /// <summary>Cancelled when the emulator is being disposed.</summary>
    public CancellationToken Stopping { get; }

    public void Start(IPEndPoint runtimeApi)
    {
        endpoint = runtimeApi;
        dispatching = Task.Run(DispatchAsync);
    }

    public async ValueTask DisposeAsync()
    {
        if (Stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        queue.Writer.TryComplete();
        await dispatching.ConfigureAwait(false);
        while (queue.Reader.TryRead(out var waiting))
        {
            waiting.Outcome.TrySetCanceled(Stopping);
        }

        if (handler is not null)
        {
            await handler.StopAsync().ConfigureAwait(false);
        }

        stopping.Dispose();
    }

    public Task<InvocationOutcome> InvokeAsync(InvocationRequest request, CancellationToken callerGone)
    {
        var invocation = new QueuedInvocation(new Attempt(request, clock), callerGone);
        return queue.Writer.TryWrite(invocation)
            ? invocation.Outcome.Task.WaitAsync(callerGone)
            : Task.FromCanceled<InvocationOutcome>(Stopping);
    }

    private async Task DispatchAsync()
    {
        while (!Stopping.IsCancellationRequested && await queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (!queue.Reader.TryRead(out var invocation))
            {
                continue;
            }

            try
            {
                using var gone = CancellationTokenSource.CreateLinkedTokenSource(Stopping, invocation.CallerGone);
                var (answer, initFailure) = await ServeAsync(invocation.Attempt, gone.Token).ConfigureAwait(false);
                Conclude(invocation, answer);
                if (initFailure is not null)
                {
                    FailAllWaiting(initFailure);
                }
            }
            catch (OperationCanceledException)
            {
                invocation.Outcome.TrySetCanceled(CancellationToken.None);
            }
            catch (Exception unexpected)
            {
                // The caller learns of it; the callers behind must not lose the emulator over it.
                invocation.Outcome.TrySetException(unexpected);
            }
        }
    }

    /// <summary>
    /// Takes one attempt through the environment. An environment that did not come up fails every invocation alike, so its
    /// failure is handed out as a recipe that works for any request id.
    /// </summary>
    private async Task<(Answer Answer, Func<string, Answer>? InitFailure)> ServeAsync(
        Attempt attempt,
        CancellationToken gone
    )
    {
        while (true)
        {
            gone.ThrowIfCancellationRequested();
            if (!TryEnsureEnvironment(out var notStarted))
            {
                return Failed(id => Answers.NotStarted(id, notStarted));
            }

            Session.Offer(attempt);
            var turn = await FirstAsync(attempt.Delivered, TimeToNextPoll(), gone).ConfigureAwait(false);
            if (turn == Turn.Done || !Session.TakeBack(attempt))
            {
                return (await AnswerAsync(attempt).ConfigureAwait(false), null);
            }

            gone.ThrowIfCancellationRequested();
            var initialised = Session.InitialisedAt is not null;
            var initError = Session.InitError;
            var exited = handler?.Exited;
            await EndEnvironmentAsync().ConfigureAwait(false);
            switch (turn)
            {
                case Turn.InitError:
                    var reported = await initError.ConfigureAwait(false);
                    return Failed(_ => reported);
                case Turn.Exited when !initialised:
                    var how = await exited!.ConfigureAwait(false);
                    return Failed(id => Answers.Exited(id, how, InvocationStatus.InitFailed));
                case Turn.TimeUp when !initialised:
                    return Failed(id => Answers.TimedOut(id, Options.InitTimeout, InvocationStatus.InitFailed));
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

    /// <summary>Waits for the answer to a delivered event, for as long as the function may take.</summary>
    private async Task<Answer> AnswerAsync(Attempt attempt)
    {
        previous = attempt;
        handler?.EventDelivered(Session.InitialisedAt);
        var turn = await FirstAsync(attempt.Answered, attempt.Deadline - clock.GetUtcNow(), Stopping)
            .ConfigureAwait(false);
        switch (turn)
        {
            case Turn.TimeUp:
                var answer = Answers.TimedOut(attempt.RequestId, Options.Timeout, InvocationStatus.TimedOut);
                if (Session.TryTimeOut(attempt, answer) && handler is not null)
                {
                    await handler.KillAsync().ConfigureAwait(false);
                }

                break;
            case Turn.Exited:
                var how = await handler!.Exited.ConfigureAwait(false);
                attempt.TryAnswer(Answers.Exited(attempt.RequestId, how, InvocationStatus.RuntimeExited));
                break;
        }

        Stopping.ThrowIfCancellationRequested();
        return await attempt.Answered.ConfigureAwait(false);
    }

    private bool TryEnsureEnvironment(out string notStarted)
    {
        notStarted = "";
        if (handler is { Exited.IsCompleted: true })
        {
            handler = null;
            environmentEnded = true;
        }

        if (environmentEnded)
        {
            Session.Reset(dropPoll: Options.Handler is not null);
            environmentEnded = false;
        }

        if (Options.Handler is not { } program || handler is not null)
        {
            return true;
        }

        try
        {
            handler = HandlerProcess.Start(program, Options, endpoint!);
            return true;
        }
        catch (Win32Exception refused)
        {
            notStarted = $"The handler program '{Shown.Short(program.Path)}' could not be started: {new Win32Exception(refused.NativeErrorCode).Message}";
            return false;
        }
    }

    private async Task EndEnvironmentAsync()
    {
        environmentEnded = true;
        if (handler is not null)
        {
            await handler.StopAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// How long the runtime may take to ask for an event: a program that starts has its init time; a runtime that answered has what
    /// was left of that event's time, because an invocation is over only when the runtime asks again.
    /// </summary>
    private TimeSpan TimeToNextPoll()
    {
        if (Session.InitialisedAt is null)
        {
            return handler is null ? Timeout.InfiniteTimeSpan : Options.InitTimeout;
        }

        return previous is null ? Timeout.InfiniteTimeSpan : previous.Deadline - clock.GetUtcNow();
    }

    private async Task<Turn> FirstAsync(Task hoped, TimeSpan limit, CancellationToken gone)
    {
        if (hoped.IsCompleted)
        {
            return Turn.Done;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var timer = limit > TimeSpan.Zero || limit == Timeout.InfiniteTimeSpan
            ? Task.Delay(limit, clock, over.Token)
            : Task.CompletedTask;
        var initError = Session.InitError;
        var exited = handler is null ? Task.Delay(Timeout.Infinite, over.Token) : handler.Exited;
        await Task.WhenAny(hoped, initError, exited, timer).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        // What the runtime said last counts, even if its process or its time is over by now.
        return hoped.IsCompleted ? Turn.Done
            : initError.IsCompleted ? Turn.InitError
            : gone.IsCancellationRequested ? Turn.CallerGone
            : exited.IsCompletedSuccessfully ? Turn.Exited
            : Turn.TimeUp;
    }

    private void FailAllWaiting(Func<string, Answer> failure)
    {
        while (queue.Reader.TryRead(out var waiting))
        {
            var answer = failure(waiting.Attempt.RequestId);
            waiting.Attempt.TryAnswer(answer);
            Conclude(waiting, answer);
        }
    }

    private void Conclude(QueuedInvocation invocation, Answer answer)
    {
        var attempt = invocation.Attempt;
        var report = handler?.Report();
        var outcome = new InvocationOutcome
        {
            Status = answer.Status,
            RequestId = attempt.RequestId,
            Payload = answer.Payload,
            ContentType = answer.ContentType,
            ErrorType = answer.ErrorType,
            ErrorTypeHeader = answer.ErrorTypeHeader,
            ErrorCause = answer.ErrorCause,
            PartialResponse = answer.PartialResponse,
            ExecutedVersion = ExecutedVersion(attempt.Request.Qualifier),
            Duration = attempt.Duration,
            InitDuration = report?.InitDuration,
            MaxMemoryUsedMb = report?.MaxMemoryUsedMb,
            LogTail = report?.LogTail ?? ReadOnlyMemory<byte>.Empty,
        };
        try
        {
            InvocationCompleted?.Invoke(outcome);
        }
        finally
        {
            invocation.Outcome.TrySetResult(outcome);
        }
    }

    // An alias points at a version that only the real service knows.
    private static string ExecutedVersion(string? qualifier) =>
        qualifier is not null && qualifier.All(char.IsAsciiDigit) ? qualifier : "$LATEST";

    private enum Turn
    {
        Done,
        InitError,
        CallerGone,
        Exited,
        TimeUp,
    }
}
