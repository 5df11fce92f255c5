using System.Text;

namespace LambdaClient.Emulator.Logging;

/// <summary>One of several functions' share of a log: whole lines, each behind the function's name.</summary>
internal sealed class NamedLog(LogWriter log, string name) : ILog
{
    // A line that is longer is cut, because its end may never come.
    private const int LongestLine = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes($"{name} | ");
    private readonly List<byte> _line = [];

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            while (!bytes.IsEmpty)
            {
                var end = bytes.IndexOf((byte)'\n');
                var part = bytes[..(end < 0 ? bytes.Length : end)];
                _line.AddRange(part);
                bytes = bytes[(end < 0 ? part.Length : end + 1)..];
                if (end >= 0 || _line.Count > LongestLine)
                {
                    EndLine();
                }
            }
        }
    }

    public void WriteLine(string text)
    {
        lock (_gate)
        {
            if (_line.Count > 0)
            {
                EndLine();
            }

            _line.AddRange(Encoding.UTF8.GetBytes(text));
            EndLine();
        }
    }

    private void EndLine()
    {
        log.Write([.. _prefix, .. _line, (byte)'\n']);
        _line.Clear();
    }
}
