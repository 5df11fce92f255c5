using static LambdaClient.Emulator.Function.RuntimeAction;
using static LambdaClient.Emulator.Function.RuntimeState;

namespace LambdaClient.Emulator.Function;

/// <summary>The whole of what a runtime may do when.</summary>
internal static class RuntimeTransitions
{
    /// <summary>The state that follows, or null if the action is not legal in this state.</summary>
    public static RuntimeState? After(RuntimeState from, RuntimeAction action) =>
        (from, action) switch
        {
            (Started, Poll) => Ready,
            (Started, FailInit) => InitError,
            (Ready, Withdraw) => Started,
            (Ready, Deliver) => Running,
            // Not refused by the service: the same event is handed out once more.
            (Running, Poll) => Running,
            (Running, Respond) => InvocationResponse,
            (Running, Fail) => InvocationErrorResponse,
            (InvocationResponse, Complete) => ResponseSent,
            (InvocationErrorResponse, Complete) => ResponseSent,
            (ResponseSent, Poll) => Ready,
            _ => null,
        };

    /// <summary>The state an action aims at, for messages about an action that was refused.</summary>
    public static RuntimeState Target(RuntimeAction action) =>
        action switch
        {
            Withdraw => Started,
            Poll => Ready,
            Deliver => Running,
            Respond => InvocationResponse,
            Fail => InvocationErrorResponse,
            Complete => ResponseSent,
            FailInit => RuntimeState.InitError,
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "This action is not in the table."),
        };
}
