using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>The restore phase of a function with SnapStart.</summary>
public sealed class RestoreTests : EmulatorTest
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _restored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _runtimeGone;

    private protected override EmulatorOptions Options() =>
        new()
        {
            SnapStart = true,
            Timeout = TimeSpan.FromSeconds(60),
            BeforeRestore = gone =>
            {
                _runtimeGone = gone;
                _asked.TrySetResult();
                return _restored.Task;
            },
        };

    [Fact]
    public async Task The_runtime_waits_for_its_restore_and_then_asks_for_events()
    {
        var invoked = InvokeAsync();
        var restoring = RestoreNextAsync();
        await _asked.Task.Soon();
        Assert.Equal(403, (await Runtime.TryNextAsync()).Status);
        Assert.Equal(403, (await RestoreNextAsync()).Status);
        Assert.Equal(403, (await RestoreErrorAsync()).Status);
        Assert.Equal(403, (await Runtime.FailInitAsync("{}")).Status);
        Assert.False(restoring.IsCompleted);

        _restored.SetResult();

        Assert.Equal((200, ""), ((await restoring).Status, (await restoring).Body));
        var again = await RestoreNextAsync();
        Assert.Equal((403, "InvalidStateTransition"), (again.Status, again.ErrorType));
        Assert.Contains("from Restoring to RestoreReady", again.ErrorMessage, StringComparison.Ordinal);
        var received = await Runtime.NextAsync(Token);
        Assert.Equal(403, (await RestoreErrorAsync()).Status);
        await Runtime.RespondAsync(received.Id, "1");
        Assert.True((await invoked).IsSuccess);
        Assert.Equal(403, (await RestoreNextAsync()).Status);
    }

    [Fact]
    public async Task A_runtime_without_interest_in_its_restore_asks_for_events_at_once()
    {
        var invoked = InvokeAsync();

        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "1");

        Assert.True((await invoked).IsSuccess);
        Assert.False(_asked.Task.IsCompleted);
    }

    [Theory]
    [InlineData("restore/error")]
    [InlineData("init/error")]
    public async Task An_error_after_the_restore_is_told_to_the_caller(string path)
    {
        _restored.SetResult();
        await RestoreNextAsync();

        var reply = await Runtime.SendAsync(
            HttpMethod.Post,
            $"runtime/{path}",
            new StringContent("""{"errorType":"E"}"""),
            ("Lambda-Runtime-Function-Error-Type", "Runtime.AfterRestoreError")
        );

        Assert.Equal((202, "{\"status\":\"OK\"}\n"), (reply.Status, reply.Body));
        var next = await Runtime.TryNextAsync();
        Assert.Equal((403, "InvalidStateTransition"), (next.Status, next.ErrorType));
        Assert.Contains("from RestoreError to Ready", next.ErrorMessage, StringComparison.Ordinal);
        var outcome = await InvokeAsync();
        Assert.Equal(InvocationStatus.InitFailed, outcome.Status);
        Assert.Equal(("Runtime.AfterRestoreError", "E"), (outcome.ErrorType, Field(outcome, "errorType")));
        var again = InvokeAsync();
        while ((await Runtime.TryNextAsync()).Status == 403)
        {
            await Task.Yield();
        }

        // Asked again before the answer, the service gives the same event.
        await Runtime.RespondAsync((await Runtime.NextAsync(Token)).Id, "1");
        Assert.True((await again).IsSuccess);
    }

    [Fact]
    public async Task An_error_before_the_snapshot_is_an_init_error()
    {
        Assert.Equal(403, (await RestoreErrorAsync()).Status);

        Assert.Equal(202, (await Runtime.FailInitAsync("""{"errorType":"E"}""")).Status);

        var reply = await RestoreNextAsync();
        Assert.Contains("from InitError to RestoreReady", reply.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("E", Field(await InvokeAsync(), "errorType"));
    }

    [Fact]
    public async Task A_runtime_that_goes_away_while_it_waits_may_come_up_again()
    {
        using (var connection = await RawConnection.OpenAsync(Emulator))
        {
            await connection.SendAsync("GET /2018-06-01/runtime/restore/next HTTP/1.1\r\nHost: local\r\n\r\n");
            await _asked.Task.Soon();
        }

        await Emulator.WaitForCallAsync(call => call.Status is null, Token).Soon();
        Assert.True(_runtimeGone.IsCancellationRequested);
        _restored.SetResult();
        Assert.Equal(200, (await RestoreNextAsync()).Status);
    }

    [Fact]
    public async Task A_hook_that_throws_is_a_failure_of_the_service()
    {
        _restored.SetException(new InvalidOperationException("no snapshot"));

        var reply = await RestoreNextAsync();

        Assert.Equal((500, "InternalServerError"), (reply.Status, reply.ErrorType));
        Assert.Contains("no snapshot", reply.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_snap_start_there_is_no_restore()
    {
        await using var emulator = await LambdaEmulator.StartAsync(cancellationToken: Token);
        using var runtime = new RawRuntime(emulator);

        Assert.Equal(404, (await runtime.SendAsync(HttpMethod.Get, "runtime/restore/next", null)).Status);
        Assert.Equal(404, (await runtime.SendAsync(HttpMethod.Post, "runtime/restore/error", null)).Status);
    }

    [Fact]
    public async Task A_program_on_the_command_line_is_restored_before_its_first_event()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler(
            "respond \"$restored $AWS_LAMBDA_INITIALIZATION_TYPE ${AWS_LAMBDA_LOG_GROUP_NAME-none}\"",
            onInit: "restored=$(call --write-out '%{http_code}' $api/restore/next)"
        );

        var ran = await Programs.EmulatorAsync("run", "--snap-start", "--data", "1", "--", handler.Path);

        Assert.Equal((0, "200 snap-start none\n"), (ran.ExitCode, ran.Output));
    }

    [Fact]
    public async Task A_restore_error_on_the_command_line_is_status_3()
    {
        Programs.NeedBashAndCurl();
        using var handler = new BashHandler(
            "respond 1",
            onInit: "call $api/restore/next; call --data '{\"errorType\":\"T\"}' $api/restore/error >/dev/null; exit 65"
        );

        var ran = await Programs.EmulatorAsync("run", "--snap-start", "--data", "1", "--", handler.Path);

        Assert.Equal((3, "{\"errorType\":\"T\"}\n"), (ran.ExitCode, ran.Output));
        Assert.Matches("(?m)^HANDLER Runtime exited with error: exit status 65$", ran.Error);
    }

    [Fact]
    public async Task Snap_start_and_concurrency_exclude_each_other()
    {
        var ran = await Programs.EmulatorAsync("serve", "--port", "0", "--snap-start", "--max-concurrency", "2");

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("not both", ran.Error, StringComparison.Ordinal);
    }

    private Task<Reply> RestoreNextAsync() => Runtime.SendAsync(HttpMethod.Get, "runtime/restore/next", null);

    private Task<Reply> RestoreErrorAsync() =>
        Runtime.SendAsync(HttpMethod.Post, "runtime/restore/error", new StringContent("{}"));
}
