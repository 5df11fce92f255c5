using System.Globalization;
using System.Text;

namespace LambdaClient.Emulator.Handler;

/// <summary>
/// A handler program and all processes that descend from it: those in its session, those that have a variable of ours in their
/// environment, and their children. The session stays with a process whose environment is cleared, and the environment with one
/// that began a session; both stay when the parent is gone. Found in <c>/proc</c>. Used by one thread at a time.
/// </summary>
internal sealed class HandlerFamily
{
    private readonly byte[] _entry;

    // Those that were found once: with their parent, they may lose what they are found by before they have ended themselves.
    private readonly HashSet<(int Id, string StartTime)> _known = [];

    public HandlerFamily() => _entry = Encoding.UTF8.GetBytes($"\0{Variable}={Mark}\0");

    /// <summary>The name of the variable that carries the mark.</summary>
    public static string Variable => "LAMBDACLIENT_EMULATOR_HANDLER";

    /// <summary>The variable's value, which no other start shares.</summary>
    public string Mark { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The program itself, which leads the session.</summary>
    public int Leader { get; set; }

    /// <summary>Sends a signal to the program, whatever it does about its environment, and to its descendants.</summary>
    public void Signal(int signal)
    {
        // Looked for first, because those whose parent is gone are harder to find.
        var descendants = Descendants();
        _ = LibC.Kill(Leader, signal);
        descendants.ForEach(id => _ = LibC.Kill(id, signal));
    }

    /// <summary>Ends the descendants of a program that has ended; false if there are none.</summary>
    public bool KillDescendants()
    {
        var descendants = Descendants();
        descendants.ForEach(id => _ = LibC.Kill(id, LibC.SigKill));
        return descendants.Count > 0;
    }

    private List<int> Descendants()
    {
        var all = new Dictionary<int, Entry>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id)
                && Read(directory) is { } entry
            )
            {
                all[id] = entry;
            }
        }

        List<int> descendants = [.. all.Keys.Where(id => id != Leader && Belongs(id))];
        _known.UnionWith(descendants.Select(id => (id, all[id].StartTime)));
        return descendants;

        bool Belongs(int id)
        {
            // As many steps as there are processes: a parent may be replaced by another while the list is made.
            for (var steps = 0; steps < all.Count && all.TryGetValue(id, out var entry); steps++)
            {
                if (id == Leader || entry.Session == Leader || entry.IsMarked || _known.Contains((id, entry.StartTime)))
                {
                    return true;
                }

                id = entry.Parent;
            }

            return false;
        }
    }

    private Entry? Read(string directory)
    {
        try
        {
            // Behind the name, which may hold anything: state, parent, group, session, and in place 19 the time of its start.
            var status = File.ReadAllText(Path.Combine(directory, "stat"));
            var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ', 21);
            return fields[0] is "Z" or "X"
                ? null
                : new Entry(Number(fields[1]), Number(fields[3]), fields[19], IsMarked(directory));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Gone by now.
            return null;
        }
    }

    private bool IsMarked(string directory)
    {
        try
        {
            byte[] environment = [0, .. File.ReadAllBytes(Path.Combine(directory, "environ"))];
            return environment.AsSpan().IndexOf(_entry) >= 0;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Gone by now, or another user's.
            return false;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private readonly record struct Entry(int Parent, int Session, string StartTime, bool IsMarked);
}
