using System.Threading.Channels;
using LambdaClient.Emulator.Extensions;
using LambdaClient.Emulator.Faults;
using LambdaClient.Emulator.Handler;
using LambdaClient.Emulator.Logging;

namespace LambdaClient.Emulator.Function;

/// <summary>
/// The service behind both endpoints: takes events into a queue, works them off in its execution environment, and tells the
/// callers.
/// </summary>
internal sealed class FunctionService : IAsyncDisposable
{
    private readonly Channel<QueuedInvocation> _queue = Channel.CreateUnbounded<QueuedInvocation>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _concluding = new();
    private readonly LogWriter? _ownLog;
    private ExecutionEnvironment? _environment;
    private Task _dispatching = Task.CompletedTask;

    public FunctionService(EmulatorOptions options)
    {
        Options = options;
        Session = new RuntimeSession(options);
        Extensions = new ExtensionRegistry(options);
        Session.Delivering += Extensions.Announce;
        Calls = new CallLog(options.CallLogCapacity);
        Closing = _closing.Token;
        Log = options.Log ?? (_ownLog = NewLog(options));
    }

    private static LogWriter? NewLog(EmulatorOptions options) =>
        options.HandlerOutput is { } output ? new LogWriter(output) : null;

    public event Action<InvocationOutcome>? InvocationCompleted;

    public event Action<HandlerExit>? HandlerEnded;

    public EmulatorOptions Options { get; }

    public RuntimeSession Session { get; }

    public ExtensionRegistry Extensions { get; }

    public CallLog Calls { get; }

    public FaultList Faults { get; } = new();

    /// <summary>Where the handler program's output goes, or null.</summary>
    public ILog? Log { get; }

    /// <summary>How the handler programs ended; none before <see cref="Start"/>.</summary>
    public IReadOnlyList<HandlerExit> HandlerExits => _environment?.Exits.Snapshot() ?? [];

    /// <summary>Cancelled last of all: until then a handler program that is asked to end still finds its connection in order.</summary>
    public CancellationToken Closing { get; }

    /// <param name="runtimeApi">What the handler program finds in <c>AWS_LAMBDA_RUNTIME_API</c>.</param>
    public void Start(string runtimeApi)
    {
        var environment = new ExecutionEnvironment(Options, Session, Extensions, runtimeApi, Log);
        environment.HandlerEnded += exit => HandlerEnded?.Invoke(exit);
        _environment = environment;
        // Each takes care of one event at a time.
        var dispatchers = Enumerable
            .Range(0, Options.MaxConcurrency ?? 1)
            .Select(_ => Task.Run(() => DispatchAsync(environment)));
        _dispatching = Task.WhenAll(dispatchers);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _dispatching.ConfigureAwait(false);
        if (_environment is not null)
        {
            await _environment.StopAsync().ConfigureAwait(false);
            _environment.Dispose();
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        if (_ownLog is not null)
        {
            await _ownLog.DisposeAsync().ConfigureAwait(false);
        }

        _stopping.Dispose();
        _closing.Dispose();
    }

    /// <summary>Waits until the runtime is done with its last event; false if it is not in the time that it has.</summary>
    public Task<bool> SettleAsync(CancellationToken cancellationToken) =>
        _environment?.SettleAsync(cancellationToken) ?? Task.FromResult(true);

    public async Task<InvocationOutcome> InvokeAsync(InvocationRequest request, CancellationToken callerGone)
    {
        var invocation = new QueuedInvocation(new Attempt(request, Options.TimeProvider), callerGone);
        if (!_queue.Writer.TryWrite(invocation))
        {
            throw new OperationCanceledException("The emulator has been disposed.");
        }

        try
        {
            return await invocation.Outcome.Task.WaitAsync(callerGone).ConfigureAwait(false);
        }
        finally
        {
            if (invocation.Attempt.Sink is { } sink)
            {
                // Whether it ended well or not: the caller closes what is behind its sink next.
                await sink.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // An alias points at a version that only the real service knows.
    public static string ExecutedVersion(string? qualifier) =>
        qualifier is not null && qualifier.All(char.IsAsciiDigit) ? qualifier : "$LATEST";

    private async Task DispatchAsync(ExecutionEnvironment environment)
    {
        while (await NextAsync().ConfigureAwait(false) is { } invocation)
        {
            using var attempt = invocation.Attempt;
            try
            {
                var served = await environment
                    .ServeAsync(attempt, invocation.CallerGone, _stopping.Token)
                    .ConfigureAwait(false);
                Conclude(invocation, served.Answer, served.Report);
                if (served.InitFailure is not null)
                {
                    FailAllWaiting(served.InitFailure);
                }

                if (served.Aftermath is { } aftermath)
                {
                    await aftermath().ConfigureAwait(false);
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

    /// <summary>Takes the next event out of the queue; null once there will be none.</summary>
    private async Task<QueuedInvocation?> NextAsync()
    {
        try
        {
            return await _queue.Reader.ReadAsync().ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    private void FailAllWaiting(Func<string, Answer> failure)
    {
        while (_queue.Reader.TryRead(out var waiting))
        {
            var answer = failure(waiting.Attempt.RequestId);
            waiting.Attempt.TryAnswer(answer);
            Conclude(waiting, answer, report: null);
        }
    }

    private void Conclude(QueuedInvocation invocation, Answer answer, HandlerReport? report)
    {
        var attempt = invocation.Attempt;
        attempt.Sink?.Seal();
        var (streamed, sinkError) = attempt.Sink?.State ?? default;
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
            StreamedBytes = streamed,
            ResponseSinkError = sinkError,
            ExecutedVersion = ExecutedVersion(attempt.Request.Qualifier),
            Duration = attempt.Duration,
            InitDuration = report?.InitDuration,
            MaxMemoryUsedMb = report?.MaxMemoryUsedMb,
            LogTail = report?.LogTail ?? ReadOnlyMemory<byte>.Empty,
            HandlerExit = report?.Exit,
        };
        try
        {
            lock (_concluding)
            {
                InvocationCompleted?.Invoke(outcome);
            }
        }
        finally
        {
            invocation.Outcome.TrySetResult(outcome);
        }
    }
}
