using System.Globalization;
using System.Text;

namespace LambdaClient.Emulator.Handler;

/// <summary>
/// All processes that descend from one start of the handler program, told by a variable in their environment: that stays with a
/// child whose parent is gone, when nothing else says any more whose child it was. Found in Linux's <c>/proc</c>; none elsewhere.
/// </summary>
internal sealed class MarkedProcesses
{
    private readonly byte[] _entry;

    public MarkedProcesses() => _entry = Encoding.UTF8.GetBytes($"{Variable}={Mark}\0");

    /// <summary>The name of the variable that carries the mark.</summary>
    public static string Variable => "LAMBDACLIENT_EMULATOR_HANDLER";

    /// <summary>The variable's value, which no other start shares.</summary>
    public string Mark { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Sends all of them a signal; false if there is none.</summary>
    public bool Signal(int signal)
    {
        var any = false;
        if (Directory.Exists("/proc"))
        {
            foreach (var directory in Directory.EnumerateDirectories("/proc"))
            {
                if (
                    int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id)
                    && IsMarked(directory)
                )
                {
                    _ = LibC.Kill(id, signal);
                    any = true;
                }
            }
        }

        return any;
    }

    private bool IsMarked(string directory)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(directory, "environ")).AsSpan().IndexOf(_entry) >= 0;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Gone by now, or somebody else's.
            return false;
        }
    }
}
