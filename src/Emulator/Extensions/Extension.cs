using static LambdaClient.Emulator.Extensions.ExtensionAction;
using static LambdaClient.Emulator.Extensions.ExtensionState;

namespace LambdaClient.Emulator.Extensions;

/// <summary>Where an extension stands, in the service's own names.</summary>
internal enum ExtensionState
{
    Registered,
    Ready,
    Running,
    InitError,
    ExitError,
}

/// <summary>What can move an extension from one state to another.</summary>
internal enum ExtensionAction
{
    /// <summary>It asks for its next event.</summary>
    Poll,

    /// <summary>The connection in which it waited closed.</summary>
    Withdraw,

    /// <summary>It gets an event.</summary>
    Deliver,

    /// <summary>It reports that it cannot start.</summary>
    FailInit,

    /// <summary>It reports that it cannot go on.</summary>
    FailExit,
}

/// <summary>One registered extension. Used under the lock of its registry.</summary>
internal sealed class Extension(string name, bool isExternal, IReadOnlySet<string> events)
{
    // More than that nobody catches up with.
    private const int MostPending = 1000;

    private readonly Queue<ExtensionEvent> _pending = new();
    private TaskCompletionSource<ExtensionEvent>? _poll;

    public Guid Id { get; } = Guid.NewGuid();

    public string Name => name;

    /// <summary>Whether it is a program of its own, and not part of the handler program.</summary>
    public bool IsExternal => isExternal;

    public ExtensionState State { get; private set; } = Registered;

    public bool WantsEvent(string eventType) => events.Contains(eventType);

    public bool TryMove(ExtensionAction action)
    {
        ExtensionState? next = (State, action) switch
        {
            (Registered or Running, Poll) => Ready,
            (Ready, ExtensionAction.Withdraw) => Running,
            (Ready, Deliver) => Running,
            (Registered, FailInit) => InitError,
            (Registered or Running, FailExit) => ExitError,
            _ => null,
        };
        State = next ?? State;
        return next is not null;
    }

    /// <summary>It waits for an event from now on, which may be there already.</summary>
    public void Wait(TaskCompletionSource<ExtensionEvent> poll)
    {
        _poll = poll;
        HandOut();
    }

    /// <summary>It gets this event now or with its next poll.</summary>
    public void Announce(ExtensionEvent happened)
    {
        _pending.Enqueue(happened);
        if (_pending.Count > MostPending)
        {
            _pending.Dequeue();
        }

        HandOut();
    }

    /// <summary>It waits no longer in this poll.</summary>
    public void Withdraw(TaskCompletionSource<ExtensionEvent> poll)
    {
        if (_poll == poll)
        {
            _poll = null;
            TryMove(ExtensionAction.Withdraw);
        }
    }

    /// <summary>Its environment is gone, and so is whatever it waits for.</summary>
    public void Forget() => _poll?.TrySetCanceled();

    private void HandOut()
    {
        if (_poll is { } poll && _pending.TryDequeue(out var happened))
        {
            _poll = null;
            TryMove(Deliver);
            poll.SetResult(happened);
        }
    }
}
