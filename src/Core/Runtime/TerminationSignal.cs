using System.Runtime.InteropServices;

namespace LambdaClient;

/// <summary>SIGTERM, for managed programs that asked for it. No native export reaches this: there the host keeps its signals.</summary>
internal sealed class TerminationSignal : IDisposable
{
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _registration;

#pragma warning disable RS0030 // The one place where the host of the library is a managed program that gave its consent.
    public TerminationSignal() =>
        _registration = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            signal =>
            {
                signal.Cancel = true;
                _received.TrySetResult();
            }
        );
#pragma warning restore RS0030

    /// <summary>Ends when the signal came.</summary>
    public Task Received => _received.Task;

    public void Dispose() => _registration.Dispose();
}
