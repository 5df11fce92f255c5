using System.Net;
using System.Threading.Channels;
using LambdaClient.Emulator.Handler;

namespace LambdaClient.Emulator.Function;

/// <summary>
/// The service behind both endpoints: takes events into a queue, works them off one at a time in its execution environment, and
/// tells the callers.
/// </summary>
internal sealed class FunctionService : IAsyncDisposable
{
    private readonly Channel<QueuedInvocation> _queue = Channel.CreateUnbounded<QueuedInvocation>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _dispatching = Task.CompletedTask;

    public FunctionService(EmulatorOptions options)
    {
        Options = options;
        Session = new RuntimeSession(options.TimeProvider, options.Timeout);
        Calls = new CallLog(options.CallLogCapacity);
        Closing = _closing.Token;
    }

    public event Action<InvocationOutcome>? InvocationCompleted;

    public EmulatorOptions Options { get; }

    public RuntimeSession Session { get; }

    public CallLog Calls { get; }

    /// <summary>Cancelled last of all: until then a handler program that is asked to end still finds its connection in order.</summary>
    public CancellationToken Closing { get; }

    public void Start(IPEndPoint runtimeApi) => _dispatching = Task.Run(() => DispatchAsync(runtimeApi));

    public async ValueTask DisposeAsync()
    {
        if (!_queue.Writer.TryComplete())
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _dispatching.ConfigureAwait(false);
        await _closing.CancelAsync().ConfigureAwait(false);
        _stopping.Dispose();
        _closing.Dispose();
    }

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

    private async Task DispatchAsync(IPEndPoint runtimeApi)
    {
        var environment = new ExecutionEnvironment(Options, Session, runtimeApi);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (!_queue.Reader.TryRead(out var invocation))
            {
                continue;
            }

            try
            {
                var (answer, initFailure) = await environment
                    .ServeAsync(invocation.Attempt, invocation.CallerGone, _stopping.Token)
                    .ConfigureAwait(false);
                Conclude(invocation, answer, environment.Report());
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

        await environment.StopAsync().ConfigureAwait(false);
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
}
