using System.Text;
using LambdaClient.TestSupport;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaClient.Tests.Runtime;

/// <summary>What a loop writes to the function's log, by a clock that only the test moves.</summary>
public sealed class LoopLogTests : IDisposable
{
    private const long Start = 1_542_409_700_000;
    private const string Overrun = "the handler has not answered after";

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(Start));
    private readonly MemoryStream _sink = new();

    [Theory]
    [BothCallers(100, 0, 2999)]
    public async Task A_handler_that_has_not_answered_near_its_deadline_is_named(Caller caller, int margin)
    {
        var before = "";
        await Serve(
            caller,
            _ =>
            {
                Pass(3000 - margin - 1);
                before = Written;
                Pass(1);
                return default(Response);
            },
            new RuntimeLoopOptions { DeadlineMargin = TimeSpan.FromMilliseconds(margin) },
            Event("slow", 3000),
            Wire.Accepted
        );

        Assert.Equal("", before);
        var line = Assert.Single(Lines);
        Assert.StartsWith($"slow\tERROR\t{Overrun} {3000 - margin} ms", line, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task What_a_handler_throws_is_one_event_with_the_request_id(Caller caller)
    {
        await Serve(
            caller,
            _ => throw new InvalidOperationException("thrown\nin two lines"),
            new RuntimeLoopOptions(),
            Event("broken", 3000),
            Wire.Accepted
        );

        var line = Assert.Single(Lines);
        Assert.StartsWith("broken\tERROR\tThe handler failed", line, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: thrown", line, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_handler_is_named_once(Caller caller)
    {
        await Serve(
            caller,
            _ =>
            {
                Pass(2900);
                Pass(60_000);
                return default(Response);
            },
            new RuntimeLoopOptions(),
            Event("slow", 3000),
            Wire.Accepted
        );

        Assert.Single(Lines);
    }

    [Theory, BothCallers]
    public async Task Each_invocation_has_its_own_time(Caller caller)
    {
        var handled = 0;
        await Serve(
            caller,
            _ =>
            {
                Pass(++handled == 3 ? 900 : 800);
                return default(Response);
            },
            new RuntimeLoopOptions(),
            Event("in-time", 1000),
            Wire.Accepted,
            Event("more-time", 9000),
            Wire.Accepted,
            Event("slow", 2500),
            Wire.Accepted
        );

        // The third began at 1,600 ms.
        var line = Assert.Single(Lines);
        Assert.StartsWith($"slow\tERROR\t{Overrun} 900 ms", line, StringComparison.Ordinal);
    }

    [Theory]
    [BothCallers("", "soon", "1542409700000", "1542409700100", "9223372036854775807")]
    public async Task Without_a_deadline_that_leaves_time_nobody_is_named(Caller caller, string deadline)
    {
        await Serve(
            caller,
            _ =>
            {
                Pass(86_400_000);
                return default(Response);
            },
            new RuntimeLoopOptions(),
            deadline.Length == 0 ? Wire.Event() : Wire.Event("{}", Wire.Id, $"Lambda-Runtime-Deadline-Ms: {deadline}"),
            Wire.Accepted
        );

        Assert.Empty(Lines);
    }

    [Theory, BothCallers]
    public async Task A_streamed_answer_that_does_not_end_is_named(Caller caller)
    {
        await Serve(
            caller,
            _ =>
                Response.Streamed(
                    (_, _) =>
                    {
                        Pass(2900);
                        return Task.CompletedTask;
                    }
                ),
            new RuntimeLoopOptions(),
            Event("stream", 3000),
            Wire.Accepted
        );

        Assert.StartsWith("stream\tERROR\t", Assert.Single(Lines), StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_handler_that_answered_by_itself_is_not_named(Caller caller)
    {
        RuntimeClient? used = null;
        await Serve(
            caller,
            invocation =>
            {
                used!.Respond(invocation, default).Must();
                Pass(2900);
                return default(Response);
            },
            new RuntimeLoopOptions { OnError = _ => { } },
            client => used = client,
            _clock,
            Event("answered", 3000),
            Wire.Accepted
        );

        Assert.Empty(Lines);
    }

    [Theory, BothCallers]
    public async Task An_answer_that_was_not_taken_is_one_line_with_the_request_id(Caller caller)
    {
        await Serve(
            caller,
            _ => default(Response),
            new RuntimeLoopOptions(),
            Event("late", 3000),
            Wire.Refusal(410, "InvokeTimeout", "too\nlate")
        );

        Assert.StartsWith("late\tWARN\tinvocation_timed_out", Assert.Single(Lines), StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task An_answer_whose_refusal_ends_the_loop_is_one_line_too(Caller caller)
    {
        await Serve(
            caller,
            _ => default(Response),
            new RuntimeLoopOptions(),
            Event("refused", 3000),
            Wire.Refusal(500, "InternalServerError", "container")
        );

        Assert.StartsWith("refused\tWARN\tcontainer_error", Assert.Single(Lines), StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_streamed_answer_that_was_not_taken_is_one_line_with_the_request_id(Caller caller)
    {
        await Serve(
            caller,
            _ =>
                Response.Streamed(
                    (stream, cancellation) => stream.WriteAsync("piece"u8.ToArray(), cancellation).AsTask()
                ),
            new RuntimeLoopOptions(),
            Event("streamed", 3000),
            Wire.Refusal(410, "InvokeTimeout", "too late")
        );

        Assert.StartsWith("streamed\tWARN\tinvocation_timed_out", Assert.Single(Lines), StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_poll_that_fails_is_one_line_without_a_request_id(Caller caller)
    {
        await Serve(
            caller,
            _ => default(Response),
            new RuntimeLoopOptions { MaxAttempts = 2 },
            new SwiftClock(),
            Wire.Refusal(400, "Odd"),
            Event("one", 3000),
            Wire.Accepted
        );

        // The second is about the script's end.
        Assert.Equal(2, Lines.Count);
        Assert.StartsWith("-\tWARN\trequest_rejected", Lines[0], StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task Errors_go_to_the_program_alone_where_it_wants_them(Caller caller)
    {
        List<ApiError> told = [];
        await Serve(
            caller,
            _ => default(Response),
            new RuntimeLoopOptions { OnError = told.Add, MaxAttempts = 1 },
            Event("late", 3000),
            Wire.Refusal(410, "InvokeTimeout")
        );

        Assert.Equal(ErrorCode.InvocationTimedOut, Assert.Single(told).Code);
        Assert.Empty(Lines);
    }

    [Theory, BothCallers]
    public async Task A_bootstrap_writes_errors_to_its_log(Caller caller)
    {
        await using var service = new BootstrapService(Wire.Event());
        service.Answer($"POST /2018-06-01/runtime/invocation/{Wire.Id}/response", Wire.Refusal(410, "InvokeTimeout"));
        service.Answer(Paths.Register, Wire.Refusal(403, "Extension.RegistrationClosed"));
        using var stop = new CancellationTokenSource();

        var serving = caller.Bootstrap(
            _ => default(Response),
            service.Options with
            {
                Client = service.Options.Client with { Clock = _clock },
                Shutdown = [_ => Task.CompletedTask],
            },
            stop.Token
        );
        await service.Parked();
        await stop.CancelAsync();

        await serving.Must();
        Assert.Equal(2, service.Lines.Count);
        Assert.StartsWith("-\tWARN\tstate_transition_rejected", service.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{Wire.Id}\tWARN\tinvocation_timed_out", service.Lines[1], StringComparison.Ordinal);
    }

    public void Dispose() => _sink.Dispose();

    private string Written => Encoding.UTF8.GetString(_sink.ToArray());

    private IReadOnlyList<string> Lines =>
        [
            .. Written
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..]),
        ];

    private void Pass(int milliseconds) => _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private static byte[] Event(string id, int deadline) =>
        Wire.Event("{}", id, $"Lambda-Runtime-Deadline-Ms: {Start + deadline}");

    private Task Serve(
        Caller caller,
        Func<Invocation, Result<Response, FunctionError>> handler,
        RuntimeLoopOptions options,
        params IEnumerable<byte[]> answers
    ) => Serve(caller, handler, options, _clock, answers);

    private Task Serve(
        Caller caller,
        Func<Invocation, Result<Response, FunctionError>> handler,
        RuntimeLoopOptions options,
        TimeProvider clock,
        params IEnumerable<byte[]> answers
    ) => Serve(caller, handler, options, _ => { }, clock, answers);

    /// <summary>Serves until the service has nothing more to say.</summary>
    private async Task Serve(
        Caller caller,
        Func<Invocation, Result<Response, FunctionError>> handler,
        RuntimeLoopOptions options,
        Action<RuntimeClient> opened,
        TimeProvider clock,
        params IEnumerable<byte[]> answers
    )
    {
        using var client = Opened.Over(Opened.Scripted(answers), Opened.Options with { Clock = clock });
        opened(client);
        var log = FunctionLog.Open(new FunctionLogOptions { Sink = _sink, Variable = _ => null });
        await caller.Serve(
            client,
            handler,
            options with
            {
                Log = log,
                MaxAttempts = options.MaxAttempts == 6 ? 1 : options.MaxAttempts,
            }
        );
    }
}
