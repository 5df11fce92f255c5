using Xunit;

namespace LambdaClient.Tests.Runtime;

/// <summary>The decisions about a process's life, without anything that waits.</summary>
public sealed class ProcessLifeTests
{
    private static readonly ApiError Failed = new ApiError.Usage(ErrorCode.HookFailed, "hook", "it broke");
    private static readonly ApiError Refused = new ApiError.State(ErrorCode.InvocationUnknown);
    private static readonly ApiError Cut = new ApiError.Cancelled(Operation.RestoreNext, Delivery.NotSent);

    private readonly List<ApiError> _told = [];
    private bool _isCancelled;

    [Theory]
    [InlineData(false, false, "Init Serve")]
    [InlineData(false, true, "Init Register Serve Shutdown")]
    [InlineData(true, false, "Init BeforeSnapshot Restore AfterRestore Serve")]
    [InlineData(true, true, "Init BeforeSnapshot Restore AfterRestore Register Serve Shutdown")]
    public void Steps_follow_in_their_order(bool isSnapStart, bool hasShutdown, string steps)
    {
        var life = Begin(isSnapStart, hasShutdown);

        Assert.Equal(steps, Live(life, _ => null));
        Assert.Null(life.Error);
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData("Init", "Init FailInit", "Runtime.InitError")]
    [InlineData("BeforeSnapshot", "Init BeforeSnapshot FailInit Shutdown", "Runtime.BeforeSnapshotError")]
    [InlineData(
        "AfterRestore",
        "Init BeforeSnapshot Restore AfterRestore FailRestore Shutdown",
        "Runtime.AfterRestoreError"
    )]
    public void A_failed_hook_is_reported_and_ends_it(string step, string steps, string type)
    {
        var life = Begin(true, true);

        Assert.Equal(steps, Live(life, made => made == step ? Failed : null));
        Assert.Equal((Failed, type), (life.Error, life.Report!.Type));
        Assert.Contains("it broke", life.Report.Message, StringComparison.Ordinal);
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData("Init", "NoTable", "no table")]
    [InlineData("BeforeSnapshot", "Runtime.BeforeSnapshotError", "NoTable: no table")]
    [InlineData("AfterRestore", "Runtime.AfterRestoreError", "NoTable: no table")]
    public void What_a_hook_says_itself_reaches_the_callers(string step, string type, string message)
    {
        var life = Begin(true, false);
        var cause = new FunctionError("NoTable", "no table", ["at Orders"]);

        Live(life, made => made == step ? Failed : null, cause);

        Assert.Equal((type, message), (life.Report!.Type, life.Report.Message));
        Assert.Equal(["at Orders"], life.Report.StackTrace);
    }

    [Theory]
    [InlineData("Restore", "Init BeforeSnapshot Restore Shutdown")]
    [InlineData("Serve", "Init BeforeSnapshot Restore AfterRestore Register Serve Shutdown")]
    [InlineData("Shutdown", "Init BeforeSnapshot Restore AfterRestore Register Serve Shutdown")]
    public void What_ends_another_step_is_not_reported(string step, string steps)
    {
        var life = Begin(true, true);

        Assert.Equal(steps, Live(life, made => made == step ? Refused : null));
        Assert.Equal(Refused, life.Error);
        Assert.Empty(_told);
    }

    [Fact]
    public void A_failed_registration_is_told_and_events_are_served()
    {
        var life = Begin(false, true);

        Assert.Equal("Init Register Serve Shutdown", Live(life, made => made == "Register" ? Refused : null));
        Assert.Null(life.Error);
        Assert.Equal([Refused], _told);
    }

    [Theory]
    [InlineData("FailInit", "Init FailInit")]
    [InlineData("Shutdown", "Init Register Serve Shutdown")]
    public void A_later_error_is_told_and_does_not_replace_the_first(string step, string steps)
    {
        var life = Begin(false, true);
        var first = step == "FailInit" ? "Init" : "Serve";

        Assert.Equal(
            steps,
            Live(
                life,
                made =>
                    made == first ? Failed
                    : made == step ? Refused
                    : null
            )
        );
        Assert.Equal(Failed, life.Error);
        Assert.Equal([Refused], _told);
    }

    [Fact]
    public void A_hook_that_reported_its_failure_itself_is_not_told_again()
    {
        var life = Begin(false, false);
        var reported = new ApiError.State(ErrorCode.InitErrorReported);

        Live(life, made => made == "Init" ? Failed : reported);

        Assert.Equal(Failed, life.Error);
        Assert.Empty(_told);
    }

    [Fact]
    public void A_cancel_before_it_begins_leaves_nothing_to_do()
    {
        _isCancelled = true;

        Assert.Equal("", Live(Begin(true, true), _ => null));
    }

    [Theory]
    [InlineData("Init", "Init Shutdown")]
    [InlineData("BeforeSnapshot", "Init BeforeSnapshot Shutdown")]
    [InlineData("Restore", "Init BeforeSnapshot Restore Shutdown")]
    [InlineData("AfterRestore", "Init BeforeSnapshot Restore AfterRestore Shutdown")]
    [InlineData("Register", "Init BeforeSnapshot Restore AfterRestore Register Shutdown")]
    [InlineData("Serve", "Init BeforeSnapshot Restore AfterRestore Register Serve Shutdown")]
    public void After_a_cancel_only_the_shutdown_hooks_follow(string step, string steps)
    {
        var life = Begin(true, true);

        Assert.Equal(steps, Live(life, made => CancelAt(made, step)));
        Assert.Null(life.Error);
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData("Init", "Init")]
    [InlineData("BeforeSnapshot", "Init BeforeSnapshot Shutdown")]
    [InlineData("AfterRestore", "Init BeforeSnapshot Restore AfterRestore Shutdown")]
    public void A_hook_that_a_cancel_cut_is_told_and_not_reported(string step, string steps)
    {
        var life = Begin(true, true);

        Assert.Equal(steps, Live(life, made => CancelAt(made, step) ?? (made == step ? Failed : null)));
        Assert.Null(life.Error);
        Assert.Equal([Failed], _told);
    }

    private ApiError? CancelAt(string made, string step)
    {
        _isCancelled |= made == step;
        return _isCancelled && made is "Restore" or "Register" ? Cut : null;
    }

    private ProcessLife Begin(bool isSnapStart, bool hasShutdown) =>
        new(isSnapStart, hasShutdown, () => _isCancelled, _told.Add);

    /// <summary>Makes every step, and gives their names.</summary>
    private static string Live(ProcessLife life, Func<string, ApiError?> make, FunctionError? cause = null)
    {
        List<LifeStep> steps = [];
        while (life.Step != LifeStep.Done)
        {
            steps.Add(life.Step);
            var error = make($"{life.Step}");
            life.Made(error, error is null ? null : cause);
        }

        return string.Join(' ', steps);
    }
}
