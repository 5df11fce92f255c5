using System.Runtime.InteropServices;
using LambdaClient.Tests.Runtime;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.ProcessWide;

/// <summary>SIGTERM, sent by this process to itself.</summary>
[Collection(nameof(Alone))]
public sealed partial class ShutdownTests
{
    private const int Sigterm = 15;

    private static readonly TimeSpan Budget = new BootstrapOptions().ShutdownBudget;

    private readonly HandClock _clock = new();

    [Theory, BothCallers]
    public async Task Sigterm_ends_a_parked_loop_and_runs_the_hooks_in_order(Caller caller)
    {
        await using var service = new BootstrapService();
        List<int> order = [];
        var options = With(service, Note(1), Note(2));

        var serving = caller.Bootstrap(_ => default(Response), options);
        await service.Parked(2);
        Terminate();

        await serving.Must();
        Assert.Equal([1, 2], order);
        var register = service.Server.Requests[0];
        Assert.Equal(Paths.Register, register.Call);
        Assert.Equal("lambdaclient-shutdown", register.Field("Lambda-Extension-Name"));
        Assert.Equal("{\"events\":[]}", System.Text.Encoding.UTF8.GetString(register.Body));
        var parked = Assert.Single(service.Server.Requests, request => request.Call == Paths.ExtensionNext);
        Assert.Equal("identifier-1", parked.Field("Lambda-Extension-Identifier"));
        Assert.Contains(Paths.Next, service.Calls);

        Func<CancellationToken, Task> Note(int number) =>
            _ =>
            {
                order.Add(number);
                return Task.CompletedTask;
            };
    }

    [Theory, BothCallers]
    public async Task What_is_being_handled_is_answered_first(Caller caller)
    {
        await using var service = new BootstrapService(Wire.Event());
        var handling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var proceed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        string[] atShutdown = [];
        var options = With(
            service,
            _ =>
            {
                atShutdown = [.. service.Calls];
                return Task.CompletedTask;
            }
        );

        var serving = caller.Bootstrap(
            _ =>
            {
                handling.SetResult();
                proceed.Task.Wait();
                return default(Response);
            },
            options
        );
        await handling.Task.Within();
        Terminate();
        proceed.SetResult();

        await serving.Must();
        Assert.Contains(atShutdown, call => call.EndsWith("/response", StringComparison.Ordinal));
    }

    [Theory, BothCallers]
    public async Task A_hook_that_does_not_end_is_left_when_the_budget_is_used_up(Caller caller)
    {
        await using var service = new BootstrapService();
        var options = With(service, _ => new TaskCompletionSource().Task);

        var serving = caller.Bootstrap(_ => default(Response), options);
        await service.Parked(2);
        Terminate();
        await Pass(Budget);

        var error = (await serving).MustFail(ErrorCode.HookFailed);
        Assert.Contains("shutdown hook is", error.Message, StringComparison.Ordinal);
        Assert.Contains("it did not end within 400 ms", error.Message, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_hook_that_blocks_its_thread_is_left_when_the_budget_is_used_up(Caller caller)
    {
        await using var service = new BootstrapService();
        using var proceed = new ManualResetEventSlim();
        var options = With(
            service,
            _ =>
            {
                proceed.Wait(CancellationToken.None);
                return Task.CompletedTask;
            }
        );

        var serving = caller.Bootstrap(_ => default(Response), options);
        await service.Parked(2);
        Terminate();
        await Pass(Budget);

        (await serving).MustFail(ErrorCode.HookFailed);
        proceed.Set();
    }

    [Theory, BothCallers]
    public async Task Each_hook_has_a_share_of_the_budget_that_another_cannot_use_up(Caller caller)
    {
        await using var service = new BootstrapService();
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = With(
            service,
            _ =>
            {
                hangs.SetResult();
                return new TaskCompletionSource().Task;
            },
            cancellation => Run(ran, cancellation)
        );

        var serving = caller.Bootstrap(_ => default(Response), options);
        await service.Parked(2);
        Terminate();
        await hangs.Task.Within();
        _clock.Pass(Budget / 2);

        await ran.Task.Within();
        var error = (await serving).MustFail(ErrorCode.HookFailed);
        Assert.Contains("shutdown hook 1", error.Message, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_failed_hook_keeps_no_other_from_running_and_the_first_failure_is_named(Caller caller)
    {
        await using var service = new BootstrapService();
        List<int> ran = [];
        var options = With(service, Note(1), Note(2), Note(3));

        var serving = caller.Bootstrap(_ => default(Response), options);
        await service.Parked(2);
        Terminate();

        var error = (await serving).MustFail(ErrorCode.HookFailed);
        Assert.Equal([1, 2, 3], ran);
        Assert.Contains("shutdown hook 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("number 2", error.Message, StringComparison.Ordinal);

        Func<CancellationToken, Task> Note(int number) =>
            _ =>
            {
                ran.Add(number);
                return number == 1 ? Task.CompletedTask : throw new InvalidOperationException($"number {number}");
            };
    }

    [Theory, BothCallers]
    public async Task A_handler_that_does_not_end_leaves_the_hooks_half_of_the_budget(Caller caller)
    {
        await using var service = new BootstrapService(Wire.Event());
        var handling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var proceed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource();
        var options = With(
            service,
            async cancellation =>
            {
                await Run(ran, cancellation);
                await ended.Task.WaitAsync(cancellation);
            }
        );

        var serving = caller.Bootstrap(
            _ =>
            {
                handling.SetResult();
                proceed.Task.Wait();
                return default(Response);
            },
            options
        );
        await handling.Task.Within();
        Terminate();
        await Pass(Budget / 2);
        await ran.Task.Within();
        ended.SetResult();

        await serving.Must();
        proceed.SetResult();
    }

    [Theory, BothCallers]
    public async Task A_hook_that_fails_after_an_error_is_told_and_does_not_replace_it(Caller caller)
    {
        await using var service = new BootstrapService();
        service.Answer(Paths.Next, Wire.Refusal(403, "InvalidStateTransition"));
        List<ApiError> told = [];
        var options = With(service, _ => throw new InvalidOperationException("flush")) with
        {
            Loop = new RuntimeLoopOptions { OnError = told.Add },
        };

        (await caller.Bootstrap(_ => default(Response), options)).MustFail(ErrorCode.StateTransitionRejected);

        Assert.Equal(ErrorCode.HookFailed, Assert.Single(told).Code);
    }

    [Theory, BothCallers]
    public async Task A_registration_without_a_reply_ends_when_it_is_cancelled(Caller caller)
    {
        await using var service = new BootstrapService();
        service.Park(Paths.Register);
        using var stop = new CancellationTokenSource();
        List<ApiError> told = [];
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = With(service, cancellation => Run(ran, cancellation)) with
        {
            Loop = new RuntimeLoopOptions { OnError = told.Add },
        };

        var serving = caller.Bootstrap(_ => default(Response), options, stop.Token);
        await service.Parked();
        await stop.CancelAsync();

        await serving.Must();
        await ran.Task.Within();
        Assert.Empty(told);
        Assert.Equal([Paths.Register], service.Calls);
    }

    [Theory, BothCallers]
    public async Task A_registration_without_a_reply_ends_with_sigterm(Caller caller)
    {
        await using var service = new BootstrapService();
        service.Park(Paths.Register);
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = With(service, cancellation => Run(ran, cancellation));

        var serving = caller.Bootstrap(_ => default(Response), options);
        await service.Parked();
        Terminate();

        await serving.Must();
        await ran.Task.Within();
    }

    [Theory, BothCallers]
    public async Task A_refused_registration_is_told_and_events_are_served(Caller caller)
    {
        await using var service = new BootstrapService();
        service.Answer(Paths.Register, Wire.Refusal(403, "Extension.RegistrationClosed"));
        using var stop = new CancellationTokenSource();
        List<ApiError> told = [];
        var ran = 0;
        var options = With(
            service,
            _ =>
            {
                ran++;
                return Task.CompletedTask;
            }
        ) with
        {
            Loop = new RuntimeLoopOptions { OnError = told.Add },
        };

        var serving = caller.Bootstrap(_ => default(Response), options, stop.Token);
        await service.Parked();
        await stop.CancelAsync();

        await serving.Must();
        Assert.Equal((1, ErrorCode.StateTransitionRejected), (ran, Assert.Single(told).Code));
    }

    private BootstrapOptions With(BootstrapService service, params Func<CancellationToken, Task>[] hooks)
    {
        var options = service.Options;
        return options with { Client = options.Client with { Clock = _clock }, Shutdown = [.. hooks] };
    }

    /// <summary>Lets time pass once somebody waits for it.</summary>
    private async Task Pass(TimeSpan time)
    {
        await _clock.Armed(time);
        _clock.Pass(time);
    }

    private static Task Run(TaskCompletionSource ran, CancellationToken cancellation)
    {
        ran.SetResult();
        return cancellation.IsCancellationRequested ? Task.FromCanceled(cancellation) : Task.CompletedTask;
    }

    private static void Terminate() => Assert.Equal(0, Kill(Environment.ProcessId, Sigterm));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
