using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Runtime;

/// <summary>What comes before the first poll: the init step, the snapshot and its hooks.</summary>
public sealed class StartTests
{
    [Theory, BothCallers]
    public async Task Init_runs_before_the_first_poll(Caller caller)
    {
        await using var service = new BootstrapService();
        using var stop = new CancellationTokenSource();
        IReadOnlyList<string>? before = null;
        var options = service.Options with
        {
            Init = _ =>
            {
                before = service.Calls;
                return Task.CompletedTask;
            },
        };

        var serving = caller.Bootstrap(_ => default(Response), options, stop.Token);
        await service.Parked();
        await stop.CancelAsync();

        await serving.Must();
        Assert.Empty(before!);
        Assert.Equal([Paths.Next], service.Calls);
    }

    [Theory, BothCallers]
    public async Task A_failed_init_is_reported_and_ends_it(Caller caller)
    {
        await using var service = new BootstrapService();
        var options = service.Options with { Init = _ => throw new InvalidOperationException("no table") };

        var error = (await caller.Bootstrap(_ => default(Response), options)).MustFail(ErrorCode.HookFailed);

        Assert.Contains("no table", error.Message, StringComparison.Ordinal);
        var report = Assert.Single(service.Server.Requests);
        Assert.Equal(Paths.FailInit, report.Call);
        Assert.Equal("Function.InvalidOperationException", report.Field("Lambda-Runtime-Function-Error-Type"));
        Assert.Contains("no table", report.Text, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_failed_init_stays_the_error_also_where_it_cannot_be_reported(Caller caller)
    {
        await using var service = new BootstrapService();
        service.Answer(Paths.FailInit, Wire.Refusal(403, "InvalidStateTransition"));
        List<ApiError> told = [];
        var options = service.Options with
        {
            Init = _ => Task.FromException(new InvalidOperationException("no table")),
            Loop = new RuntimeLoopOptions { OnError = told.Add },
        };

        (await caller.Bootstrap(_ => default(Response), options)).MustFail(ErrorCode.HookFailed);

        Assert.Equal(ErrorCode.StateTransitionRejected, Assert.Single(told).Code);
    }

    [Theory, BothCallers]
    public async Task Snapshot_hooks_run_around_the_restore_in_the_documented_order(Caller caller)
    {
        await using var service = new BootstrapService();
        using var stop = new CancellationTokenSource();
        List<string> order = [];
        var options = SnapStart(service) with
        {
            BeforeSnapshot = [Note("before 1"), Note("before 2")],
            AfterRestore = [Note("after 1"), Note("after 2")],
        };

        var serving = caller.Bootstrap(_ => default(Response), options, stop.Token);
        await service.Parked();
        await stop.CancelAsync();

        await serving.Must();
        Assert.Equal(["before 2 0", "before 1 0", "after 1 1", "after 2 1"], order);
        Assert.Equal([Paths.RestoreNext, Paths.Next], service.Calls);
        Assert.NotEqual(service.Server.Requests[0].Connection, service.Server.Requests[1].Connection);

        Func<CancellationToken, Task> Note(string name) =>
            _ =>
            {
                order.Add($"{name} {service.Calls.Count}");
                return Task.CompletedTask;
            };
    }

    [Theory, BothCallers]
    public async Task Without_snap_start_the_hooks_do_not_run(Caller caller)
    {
        await using var service = new BootstrapService();
        using var stop = new CancellationTokenSource();
        var options = service.Options with { BeforeSnapshot = [_ => throw new InvalidOperationException("ran")] };

        var serving = caller.Bootstrap(_ => default(Response), options, stop.Token);
        await service.Parked();
        await stop.CancelAsync();

        await serving.Must();
        Assert.Equal([Paths.Next], service.Calls);
    }

    [Theory, BothCallers]
    public async Task A_failed_before_snapshot_hook_is_an_init_error(Caller caller)
    {
        await using var service = new BootstrapService();
        var options = SnapStart(service) with
        {
            BeforeSnapshot = [_ => throw new InvalidOperationException("warm-up")],
        };

        (await caller.Bootstrap(_ => default(Response), options)).MustFail(ErrorCode.HookFailed);

        var report = Assert.Single(service.Server.Requests);
        Assert.Equal(
            (Paths.FailInit, "Runtime.BeforeSnapshotError"),
            (report.Call, report.Field("Lambda-Runtime-Function-Error-Type"))
        );
        Assert.Contains("InvalidOperationException: warm-up", report.Text, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_failed_after_restore_hook_is_a_restore_error(Caller caller)
    {
        await using var service = new BootstrapService();
        var options = SnapStart(service) with
        {
            AfterRestore = [_ => throw new InvalidOperationException("reconnect")],
        };

        (await caller.Bootstrap(_ => default(Response), options)).MustFail(ErrorCode.HookFailed);

        Assert.Equal([Paths.RestoreNext, Paths.FailRestore], service.Calls);
        var report = service.Server.Requests[1];
        Assert.Equal("Runtime.AfterRestoreError", report.Field("Lambda-Runtime-Function-Error-Type"));
    }

    [Theory, BothCallers]
    public async Task A_refused_restore_ends_it(Caller caller)
    {
        await using var service = new BootstrapService();
        service.Answer(Paths.RestoreNext, Wire.Refusal(403, "InvalidStateTransition"));

        var result = await caller.Bootstrap(_ => default(Response), SnapStart(service));

        result.MustFail(ErrorCode.StateTransitionRejected);
    }

    [Theory, BothCallers]
    public async Task A_wait_for_the_snapshot_can_be_cancelled(Caller caller)
    {
        await using var server = new LoopbackServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.ClosedByClient();
        });
        using var client = Opened.At(server);
        var waiting = caller.RestoreNext(client);
        client.Cancel();

        (await waiting).MustFail(ErrorCode.Cancelled);
    }

    [Theory, BothCallers]
    public async Task A_cancelled_init_ends_it_and_is_not_reported(Caller caller)
    {
        await using var service = new BootstrapService();
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = service.Options with
        {
            Init = cancellation =>
            {
                begun.SetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            },
        };

        var serving = caller.Bootstrap(_ => default(Response), options, stop.Token);
        await begun.Task.Within();
        await stop.CancelAsync();

        await serving.Must();
        Assert.Empty(service.Calls);
        Assert.StartsWith("-\tWARN\thook_failed", Assert.Single(service.Lines), StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task A_hook_that_blocks_its_thread_cannot_hold_up_a_cancel(Caller caller)
    {
        await using var service = new BootstrapService();
        using var stop = new CancellationTokenSource();
        using var proceed = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = SnapStart(service) with
        {
            BeforeSnapshot =
            [
                _ =>
                {
                    begun.SetResult();
                    proceed.Wait(CancellationToken.None);
                    return Task.CompletedTask;
                },
            ],
        };

        var serving = caller.Bootstrap(_ => default(Response), options, stop.Token);
        await begun.Task.Within();
        await stop.CancelAsync();

        await serving.Must();
        proceed.Set();
        Assert.Empty(service.Calls);
    }

    [Theory, BothCallers]
    public async Task A_cancel_while_the_snapshot_is_awaited_ends_it(Caller caller)
    {
        await using var service = new BootstrapService();
        service.Park(Paths.RestoreNext);
        using var stop = new CancellationTokenSource();

        var serving = caller.Bootstrap(_ => default(Response), SnapStart(service), stop.Token);
        await service.Parked();
        await stop.CancelAsync();

        await serving.Must();
        Assert.Equal([Paths.RestoreNext], service.Calls);
    }

    [Theory, BothCallers]
    public async Task Hooks_after_the_restore_have_ten_seconds_together(Caller caller)
    {
        await using var service = new BootstrapService();
        using var proceed = new ManualResetEventSlim();
        var clock = new HandClock();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = SnapStart(service);
        options = options with
        {
            Client = options.Client with { Clock = clock },
            AfterRestore =
            [
                _ =>
                {
                    clock.Pass(TimeSpan.FromSeconds(4));
                    return Task.CompletedTask;
                },
                _ =>
                {
                    begun.SetResult();
                    proceed.Wait(CancellationToken.None);
                    return Task.CompletedTask;
                },
            ],
        };

        var serving = caller.Bootstrap(_ => default(Response), options);
        await begun.Task.Within();
        clock.Pass(TimeSpan.FromSeconds(6));

        var error = (await serving).MustFail(ErrorCode.HookFailed);
        proceed.Set();
        Assert.Contains("after-restore hook 2", error.Message, StringComparison.Ordinal);
        Assert.Equal([Paths.RestoreNext, Paths.FailRestore], service.Calls);
    }

    [Theory, BothCallers]
    public async Task A_callback_that_throws_is_an_error_and_no_exception(Caller caller)
    {
        await using var service = new BootstrapService();
        service.Answer(Paths.FailInit, Wire.Refusal(403, "InvalidStateTransition"));
        var options = service.Options with
        {
            Init = _ => throw new InvalidOperationException("no table"),
            Loop = new RuntimeLoopOptions { OnError = _ => throw new InvalidOperationException("callback") },
        };

        (await caller.Bootstrap(_ => default(Response), options)).MustFail(ErrorCode.InternalError);
    }

    private static BootstrapOptions SnapStart(BootstrapService service)
    {
        var options = service.Options;
        return options with
        {
            Client = options.Client with
            {
                Variable = name => name == "AWS_LAMBDA_INITIALIZATION_TYPE" ? "snap-start" : null,
            },
        };
    }
}
