using System.Text;

namespace LambdaClient.Emulator.Tests.Support;

/// <summary>What a handler program has written so far, for a test that waits for a certain text in it.</summary>
internal sealed class Written : MemoryStream
{
    private readonly Lock _gate = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _waiters = [];

    public string Text
    {
        get
        {
            lock (_gate)
            {
                return Encoding.UTF8.GetString(ToArray());
            }
        }
    }

    public Task WaitForAsync(string text)
    {
        lock (_gate)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((text, seen));
            Check();
            return seen.Task.Soon();
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            base.Write(buffer, offset, count);
            Check();
        }
    }

    private void Check()
    {
        var text = Encoding.UTF8.GetString(ToArray());
        foreach (var waiter in _waiters.Where(it => text.Contains(it.Text, StringComparison.Ordinal)))
        {
            waiter.Seen.TrySetResult();
        }
    }
}
