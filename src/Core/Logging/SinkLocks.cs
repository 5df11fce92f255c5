using System.Runtime.CompilerServices;

namespace LambdaClient.Logging;

/// <summary>
/// One lock for each place that lines go to, shared by all logs of the process: a pipe takes a long line in pieces, and lines of
/// two logs would mix there.
/// </summary>
internal static class SinkLocks
{
    private static readonly Lock Gate = new();
    private static readonly ConditionalWeakTable<Stream, Lock> OfStreams = [];
    private static DescriptorLock? _first;

    public static Lock Of(Stream stream) => OfStreams.GetOrCreateValue(stream);

    public static Lock Of(int descriptor)
    {
        lock (Gate)
        {
            for (var known = _first; known is not null; known = known.Next)
            {
                if (known.Descriptor == descriptor)
                {
                    return known.Lock;
                }
            }

            // A process has one or two of them.
            _first = new DescriptorLock(descriptor, _first);
            return _first.Lock;
        }
    }

    private sealed class DescriptorLock(int descriptor, DescriptorLock? next)
    {
        public int Descriptor => descriptor;

        public Lock Lock { get; } = new();

        public DescriptorLock? Next => next;
    }
}
