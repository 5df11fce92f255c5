using Xunit;
using Hook = System.Func<System.Threading.CancellationToken, System.Threading.Tasks.Task>;

namespace LambdaClient.Tests.Runtime;

/// <summary>Hooks all run, also after one failed; the first failure is the one that is reported.</summary>
public sealed class HooksTests
{
    private readonly List<int> _ran = [];

    [Fact]
    public async Task All_hooks_before_a_snapshot_run_backwards()
    {
        var failed = await Hooks.RunBackwardsAsync("hook", [Good(1), Bad(2), Good(3), Bad(4), Good(5)], default);

        Assert.Equal([5, 4, 3, 2, 1], _ran);
        Assert.Equal(("hook 4", "4"), (failed!.Hook, failed.Thrown.Message));
    }

    [Fact]
    public async Task All_hooks_after_a_restore_run_in_order()
    {
        var failed = await Hooks.RunWithinAsync(
            "hook",
            [Good(1), Bad(2), Bad(3), Good(4)],
            TimeSpan.FromMinutes(1),
            TimeProvider.System,
            default
        );

        Assert.Equal([1, 2, 3, 4], _ran);
        Assert.Equal(("hook 2", "2"), (failed!.Hook, failed.Thrown.Message));
    }

    [Fact]
    public async Task No_hook_begins_after_a_cancel()
    {
        using var source = new CancellationTokenSource();
        Hook cancels = async token =>
        {
            await source.CancelAsync();
            token.ThrowIfCancellationRequested();
        };

        Assert.NotNull(await Hooks.RunBackwardsAsync("hook", [Good(1), cancels], source.Token));
        Assert.Empty(_ran);
    }

    private Hook Good(int number) =>
        _ =>
        {
            _ran.Add(number);
            return Task.CompletedTask;
        };

    private Hook Bad(int number) =>
        _ =>
        {
            _ran.Add(number);
            throw new InvalidOperationException($"{number}");
        };
}
