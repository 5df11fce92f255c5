using LambdaClient.Emulator;

namespace LambdaClient.EndToEnd.Tests;

/// <summary>A bootstrap's way through the phases of an execution environment.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public async Task A_failed_init_is_what_every_caller_gets()
    {
        await using var runtime = await Runtime.Start(
            Ok,
            choose: options => options with { Init = _ => throw new InvalidDataException("no table") }
        );

        var outcome = await runtime.Invoke();

        Assert.Equal(InvocationStatus.InitFailed, outcome.Status);
        Assert.Equal("Function.InvalidDataException", outcome.ErrorType);
        Assert.True(await runtime.Ended is { IsError: true });
    }

    [Fact]
    public async Task Snap_start_restores_before_the_first_event()
    {
        List<string> order = [];
        await using var runtime = await Runtime.Start(
            Ok,
            new EmulatorOptions { SnapStart = true },
            options => options with { BeforeSnapshot = [Note("before")], AfterRestore = [Note("after")] },
            ("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
        );

        var outcome = await runtime.Invoke();

        Assert.True(outcome.IsSuccess);
        Assert.Equal(["before", "after"], order);
        Assert.Equal(
            ["restore/next", "invocation/next"],
            runtime.Emulator.Calls.Take(2).Select(call => string.Join('/', call.Path.Split('/')[^2..]))
        );

        Func<CancellationToken, Task> Note(string name) =>
            _ =>
            {
                order.Add(name);
                return Task.CompletedTask;
            };
    }

    [Fact]
    public async Task A_failed_restore_is_what_the_caller_gets()
    {
        await using var runtime = await Runtime.Start(
            Ok,
            new EmulatorOptions { SnapStart = true },
            options => options with { AfterRestore = [_ => throw new InvalidDataException("no network")] },
            ("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
        );

        var outcome = await runtime.Invoke();

        Assert.Equal("Runtime.AfterRestoreError", outcome.ErrorType);
        Assert.Contains(
            "no network",
            System.Text.Encoding.UTF8.GetString(outcome.Payload.Span),
            StringComparison.Ordinal
        );
    }

    private static Task<Result<Response, FunctionError>> Ok(Invocation invocation, CancellationToken cancellation) =>
        Task.FromResult<Result<Response, FunctionError>>(default(Response));
}
