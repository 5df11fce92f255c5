using LambdaClient.Native.Runtime;

namespace LambdaClient.Native.Client;

/// <summary>Naming a handler that has not answered near its deadline.</summary>
internal sealed partial class NativeClient
{
    private readonly OverrunTrace _overrun;
    private bool _isWatched;

    /// <summary>An event was handed out by a turn: its handler begins.</summary>
    private void Watch()
    {
        if (_log.IsEnabled(FunctionLogLevel.Error) && _overrun.Begin(_invocation) is { } wait)
        {
            if (!_isWatched)
            {
                Watcher.Add(_overrun);
                _isWatched = true;
            }

            Watcher.LookIn(wait);
        }
    }

    private void EndWatch()
    {
        _overrun.End();
        if (_isWatched)
        {
            Watcher.Remove(_overrun);
        }
    }
}
