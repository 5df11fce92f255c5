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

    [Theory, BothCallers]
    public async Task Sigterm_ends_a_parked_loop_and_runs_the_hooks_in_order(Caller caller)
    {
        await using var service = new BootstrapService();
        List<int> order = [];
        var options = service.Options with { Shutdown = [Note(1), Note(2)] };

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
        var options = service.Options with
        {
            ShutdownBudget = Guard.Limit,
            Shutdown =
            [
                _ =>
                {
                    atShutdown = [.. service.Calls];
                    return Task.CompletedTask;
                },
            ],
        };

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
        var options = service.Options with
        {
            ShutdownBudget = TimeSpan.FromMilliseconds(50),
            Shutdown = [_ => new TaskCompletionSource().Task],
        };

        var serving = caller.Bootstrap(_ => default(Response), options);
        await service.Parked(2);
        Terminate();

        (await serving).MustFail(ErrorCode.HookFailed);
    }

    [Theory, BothCallers]
    public async Task A_handler_that_does_not_end_is_left_when_the_budget_is_used_up(Caller caller)
    {
        await using var service = new BootstrapService(Wire.Event());
        var handling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var proceed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = service.Options with
        {
            ShutdownBudget = TimeSpan.FromMilliseconds(50),
            Shutdown = [_ => Task.CompletedTask],
        };

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

        await serving.Must();
        proceed.SetResult();
    }

    [Theory, BothCallers]
    public async Task A_refused_registration_is_told_and_events_are_served(Caller caller)
    {
        await using var service = new BootstrapService();
        service.Answer(Paths.Register, Wire.Refusal(403, "Extension.RegistrationClosed"));
        using var stop = new CancellationTokenSource();
        List<ApiError> told = [];
        var ran = 0;
        var options = service.Options with
        {
            Loop = new RuntimeLoopOptions { OnError = told.Add },
            Shutdown =
            [
                _ =>
                {
                    ran++;
                    return Task.CompletedTask;
                },
            ],
        };

        var serving = caller.Bootstrap(_ => default(Response), options, stop.Token);
        await service.Parked();
        await stop.CancelAsync();

        await serving.Must();
        Assert.Equal((1, ErrorCode.InvalidStateTransition), (ran, Assert.Single(told).Code));
    }

    private static void Terminate() => Assert.Equal(0, Kill(Environment.ProcessId, Sigterm));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
