using System.Diagnostics.CodeAnalysis;

namespace LambdaClient.Emulator.Function;

/// <summary>
/// One worker of the runtime: asks for an event, has it, answers it. Most runtimes are a single one that starts over after each
/// answer; a runtime with concurrency has as many as it serves events at once. Used under the lock of its session.
/// </summary>
internal sealed class Worker(bool concurrent)
{
    public RuntimeState State { get; private set; }

    /// <summary>The poll it waits in, or null.</summary>
    public TaskCompletionSource<Attempt>? Poll { get; set; }

    /// <summary>What it works on, or worked on last.</summary>
    public Attempt? Attempt { get; set; }

    /// <summary>Whether it has come as far as asking for an event.</summary>
    public bool HasAsked =>
        State
            is RuntimeState.Ready
                or RuntimeState.Running
                or RuntimeState.InvocationResponse
                or RuntimeState.InvocationErrorResponse
                or RuntimeState.ResponseSent;

    public bool TryMove(RuntimeAction action, [NotNullWhen(false)] out Refusal? refusal)
    {
        if (RuntimeTransitions.After(State, action, concurrent) is { } next)
        {
            State = next;
            refusal = null;
            return true;
        }

        refusal = Refusal.IllegalTransition(State, action);
        return false;
    }

    public void Move(RuntimeAction action)
    {
        if (!TryMove(action, out var refusal))
        {
            throw new InvalidOperationException(refusal.Message);
        }
    }
}
