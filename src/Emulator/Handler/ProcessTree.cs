using System.Globalization;

namespace LambdaClient.Emulator.Handler;

/// <summary>
/// A program and the children it had at one moment. Taken before the program is told to end, because afterwards nothing says any
/// more whose children they were. Read from Linux's <c>/proc</c>; elsewhere it is the program alone.
/// </summary>
internal sealed class ProcessTree
{
    private readonly List<(int Id, string? Birth)> members;

    private ProcessTree(List<(int Id, string? Birth)> members) => this.members = members;

    public static ProcessTree Of(int root)
    {
        var all = ReadAll();
        List<(int Id, string? Birth)> members = [];
        var waiting = new Queue<int>([root]);
        while (waiting.TryDequeue(out var id))
        {
            members.Add((id, all.TryGetValue(id, out var found) ? found.Birth : null));
            foreach (var (child, status) in all)
            {
                if (status.Parent == id)
                {
                    waiting.Enqueue(child);
                }
            }
        }

        return new ProcessTree(members);
    }

    /// <summary>The peak resident memory of one process in MB, rounded up, or null if it cannot be read.</summary>
    public static int? PeakMemoryMb(int processId)
    {
        const string Field = "VmHWM:";
        try
        {
            foreach (var line in File.ReadLines($"/proc/{processId}/status"))
            {
                if (line.StartsWith(Field, StringComparison.Ordinal))
                {
                    var kilobytes = line.AsSpan(Field.Length).Trim();
                    kilobytes = kilobytes[..kilobytes.IndexOf(' ')];
                    return (int)Math.Ceiling(long.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024.0);
                }
            }
        }
        catch (IOException)
        {
            // Gone, or a system without /proc.
        }

        return null;
    }

    public void Terminate() => Signal(LibC.SigTerm);

    public void Kill() => Signal(LibC.SigKill);

    private void Signal(int signal)
    {
        foreach (var (id, birth) in members)
        {
            // A process id may have been given to somebody else by now; the time of birth tells.
            if (Read(id)?.Birth == birth)
            {
                _ = LibC.Kill(id, signal);
            }
        }
    }

    private static Dictionary<int, (int Parent, string Birth)> ReadAll()
    {
        Dictionary<int, (int Parent, string Birth)> all = [];
        if (!Directory.Exists("/proc"))
        {
            return all;
        }

        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id)
                && Read(id) is { } status
            )
            {
                all[id] = status;
            }
        }

        return all;
    }

    private static (int Parent, string Birth)? Read(int processId)
    {
        try
        {
            // The name comes second, in parentheses, and may hold anything; the parent is the 4th field, the birth the 22nd.
            var text = File.ReadAllText($"/proc/{processId}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19]);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
