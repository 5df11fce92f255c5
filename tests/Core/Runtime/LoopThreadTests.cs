using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Runtime;

/// <summary>Where an asynchronous handler runs: it is called on the loop's thread, and goes on in the thread pool.</summary>
public sealed class LoopThreadTests
{
    private static readonly AsyncLocal<int> Flowing = new();

    [Fact]
    public async Task The_loop_calls_every_handler_on_one_thread_of_its_own()
    {
        List<(int Thread, bool IsPooled)> seen = [];

        await Serve(_ =>
        {
            seen.Add((Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread));
            return Task.FromResult<Result<Response, FunctionError>>(default(Response));
        });

        Assert.Equal(2, seen.Count);
        Assert.Single(seen.Distinct());
        Assert.False(seen[0].IsPooled);
    }

    [Fact]
    public async Task What_a_handler_awaits_goes_on_in_the_thread_pool()
    {
        List<(bool IsPooled, SynchronizationContext? Context)> seen = [];

        var sent = await Serve(async _ =>
        {
            await Task.Yield();
            seen.Add((Thread.CurrentThread.IsThreadPoolThread, SynchronizationContext.Current));
            return Response.Text("later");
        });

        Assert.Equal([(true, null), (true, null)], seen);
        Assert.Equal(2, sent.Count(request => request.EndsWith("later", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_handler_may_block_on_what_it_started()
    {
        var sent = await Serve(_ =>
        {
            var text = Task.Run(async () =>
                {
                    await Task.Yield();
                    return "blocked";
                })
                .GetAwaiter()
                .GetResult();
            return Task.FromResult<Result<Response, FunctionError>>(Response.Text(text));
        });

        Assert.Equal(2, sent.Count(request => request.EndsWith("blocked", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_handler_leaves_in_its_execution_context_does_not_reach_the_next_one()
    {
        List<int> seen = [];

        await Serve(_ =>
        {
            seen.Add(Flowing.Value);
            Flowing.Value = 7;
            return Task.FromResult<Result<Response, FunctionError>>(default(Response));
        });

        Assert.Equal([0, 0], seen);
    }

    /// <summary>Serves two events with the handler; gives the requests that were sent.</summary>
    private static async Task<IReadOnlyList<string>> Serve(
        Func<Invocation, Task<Result<Response, FunctionError>>> handler
    )
    {
        var transport = Opened.Scripted(Wire.Event("one"), Wire.Accepted, Wire.Event("two"), Wire.Accepted);
        using var client = Opened.Over(transport);
        await RuntimeLoop
            .RunAsync(client, (invocation, _) => handler(invocation), new RuntimeLoopOptions { MaxAttempts = 1 })
            .Within();
        return [.. transport.Written.Select(bytes => System.Text.Encoding.UTF8.GetString(bytes))];
    }
}
