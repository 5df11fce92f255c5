using static LambdaClient.Emulator.Function.RuntimeAction;
using static LambdaClient.Emulator.Function.RuntimeState;

namespace LambdaClient.Emulator.Function;

/// <summary>The whole of what a runtime may do when.</summary>
internal static class RuntimeTransitions
{
    /// <summary>The state that follows, or null if the action is not legal in this state.</summary>
    /// <param name="from">Where the worker stands.</param>
    /// <param name="action">What it, or the service, does.</param>
    /// <param name="concurrent">
    /// Whether it is one worker of several. Such a one serves a single event: the poll after its answer begins a new one.
    /// </param>
    public static RuntimeState? After(RuntimeState from, RuntimeAction action, bool concurrent) =>
        (from, action) switch
        {
            (Started, Poll) => Ready,
            (Started, FailInit) => InitError,
            (Started, AwaitRestore) => RestoreReady,
            (RestoreReady, Withdraw) => Started,
            (RestoreReady, Restore) => Restoring,
            (Restoring, Poll) => Ready,
            (Restoring, FailRestore) => RuntimeState.RestoreError,
            // An init error that comes this late is taken for a restore error.
            (Restoring, FailInit) => RuntimeState.RestoreError,
            (Ready, Withdraw) => Started,
            (Ready, Deliver) => Running,
            // Not refused by the service: the same event is handed out once more.
            (Running, Poll) when !concurrent => Running,
            (Running, Respond) => InvocationResponse,
            (Running, Fail) => InvocationErrorResponse,
            // A worker of several may break off its own response with an error.
            (InvocationResponse, Fail) when concurrent => InvocationErrorResponse,
            // Alone, it stays in the middle of a response whose mode is not known: all it can do is exit.
            (InvocationResponse, Reject) => concurrent ? ResponseSent : InvocationResponse,
            (InvocationResponse, Complete) => ResponseSent,
            (InvocationErrorResponse, Complete) => ResponseSent,
            // Alone, it is killed or, if it cannot be, taken for a new one; others go on.
            (Running, TimeOut) => concurrent ? ResponseSent : Started,
            (InvocationResponse, TimeOut) => concurrent ? ResponseSent : Started,
            (InvocationErrorResponse, TimeOut) => concurrent ? ResponseSent : Started,
            (ResponseSent, Poll) when !concurrent => Ready,
            _ => null,
        };

    /// <summary>The state an action aims at, for messages about an action that was refused.</summary>
    public static RuntimeState Target(RuntimeAction action) =>
        action switch
        {
            Withdraw => Started,
            AwaitRestore => RestoreReady,
            Restore => Restoring,
            Poll => Ready,
            Deliver => Running,
            Respond or Reject => InvocationResponse,
            Fail => InvocationErrorResponse,
            Complete or TimeOut => ResponseSent,
            FailInit => RuntimeState.InitError,
            FailRestore => RuntimeState.RestoreError,
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "This action is not in the table."),
        };
}
