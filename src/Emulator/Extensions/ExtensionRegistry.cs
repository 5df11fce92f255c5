using System.Diagnostics.CodeAnalysis;
using LambdaClient.Emulator.Function;

namespace LambdaClient.Emulator.Extensions;

/// <summary>The extensions of the execution environment and what they are told. Safe for use from many threads.</summary>
internal sealed class ExtensionRegistry(EmulatorOptions options)
{
    public const int Most = 10;

    private readonly Lock _gate = new();
    private readonly List<Extension> _extensions = [];

    public bool TryRegister(
        string name,
        IReadOnlyList<string> events,
        bool runtimeIsUp,
        [NotNullWhen(true)] out Extension? extension,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        lock (_gate)
        {
            var isExternal = options.ExternalExtensions.Contains(name);
            extension = null;
            refusal =
                events.FirstOrDefault(it => !IsAllowed(it, isExternal)) is { } unfit
                    ? ExtensionRefusal.InvalidEventType(unfit, isExternal)
                : runtimeIsUp ? ExtensionRefusal.RegistrationClosed()
                : _extensions.Exists(it => it.Name == name) ? ExtensionRefusal.NameTaken(name)
                : _extensions.Count >= Most ? ExtensionRefusal.TooMany(Most)
                : null;
            if (refusal is not null)
            {
                return false;
            }

            extension = new Extension(name, isExternal, events.ToHashSet());
            _extensions.Add(extension);
            return true;
        }
    }

    public Extension? Find(Guid id)
    {
        lock (_gate)
        {
            return _extensions.Find(it => it.Id == id);
        }
    }

    /// <summary>An extension asks for its next event.</summary>
    public bool TryPoll(
        Extension extension,
        [NotNullWhen(true)] out TaskCompletionSource<ExtensionEvent>? waiting,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        lock (_gate)
        {
            waiting = null;
            if (!TryMove(extension, ExtensionAction.Poll, out refusal))
            {
                return false;
            }

            waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            extension.Wait(waiting);
            return true;
        }
    }

    public void Withdraw(Extension extension, TaskCompletionSource<ExtensionEvent> waiting)
    {
        lock (_gate)
        {
            extension.Withdraw(waiting);
        }

        waiting.TrySetCanceled();
    }

    /// <summary>An extension reports that it cannot start or go on.</summary>
    public bool TryFail(Extension extension, ExtensionAction action, [NotNullWhen(false)] out Refusal? refusal)
    {
        lock (_gate)
        {
            return TryMove(extension, action, out refusal);
        }
    }

    /// <summary>Tells those who want to know that an event is handed out.</summary>
    public void Announce(Attempt attempt)
    {
        lock (_gate)
        {
            var wanting = _extensions.FindAll(it => it.WantsEvent(ExtensionEvent.Invoke));
            if (wanting.Count > 0)
            {
                var request = attempt.Request;
                var arn = request.InvokedFunctionArn ?? FunctionArn.Of(options, request.Qualifier);
                wanting.ForEach(it => it.Announce(ExtensionEvent.OfInvoke(attempt, arn)));
            }
        }
    }

    /// <summary>How the environment is to end, as its extensions are now.</summary>
    public ShutdownPlan PlanShutdown()
    {
        lock (_gate)
        {
            return ShutdownPlan.For(_extensions, options.TimeProvider.GetUtcNow());
        }
    }

    /// <summary>Tells the external extensions that the environment ends, waits until they know, and forgets all.</summary>
    public async Task ShutDownAsync(ShutdownReason reason, ShutdownPlan plan)
    {
        var told = new List<Task>();
        lock (_gate)
        {
            foreach (var extension in _extensions.Where(it => it.WantsEvent(ExtensionEvent.Shutdown)))
            {
                var ends = ExtensionEvent.OfShutdown(reason, plan.Deadline);
                extension.Announce(ends);
                told.Add(ends.Written);
            }
        }

        var left = plan.Deadline - options.TimeProvider.GetUtcNow();
        if (told.Count > 0 && left > TimeSpan.Zero)
        {
            try
            {
                await Task.WhenAll(told).WaitAsync(left, options.TimeProvider).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // It has had its time.
            }
        }

        lock (_gate)
        {
            _extensions.ForEach(it => it.Forget());
            _extensions.Clear();
        }
    }

    // With several workers there is no such thing as the event that runs, so nobody is told of it.
    private bool IsAllowed(string eventType, bool isExternal) =>
        eventType switch
        {
            ExtensionEvent.Invoke => options.MaxConcurrency is null,
            ExtensionEvent.Shutdown => isExternal,
            _ => false,
        };

    private static bool TryMove(Extension extension, ExtensionAction action, [NotNullWhen(false)] out Refusal? refusal)
    {
        var from = extension.State;
        refusal = extension.TryMove(action) ? null : ExtensionRefusal.IllegalTransition(extension.Name, from, action);
        return refusal is null;
    }
}
