namespace LambdaClient.Emulator.Handler;

/// <summary>Remembers how the last few handler programs ended. Safe for use from many threads.</summary>
internal sealed class HandlerExitLog
{
    private const int Most = 100;

    private readonly Lock _gate = new();
    private readonly Queue<Task<HandlerExit>> _programs = new();

    public void Follow(Task<HandlerExit> exited)
    {
        lock (_gate)
        {
            _programs.Enqueue(exited);
            if (_programs.Count > Most)
            {
                _programs.Dequeue();
            }
        }
    }

    public IReadOnlyList<HandlerExit> Snapshot()
    {
        lock (_gate)
        {
            return [.. _programs.Where(exited => exited.IsCompletedSuccessfully).Select(exited => exited.Result)];
        }
    }
}
