using System.ComponentModel;
using System.Text;

namespace LambdaClient.Emulator.Handler;

/// <summary>Finds a handler program as a shell does, and says why the system refuses to start one.</summary>
internal static class ProgramFile
{
    private const int HeadBytes = 4096;

    /// <summary>The path of a program: the name itself if it has a slash, else the first such program in <c>PATH</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="folder">Where a path that is not absolute begins; null for the folder of this process.</param>
    /// <exception cref="HandlerStartException">No folder of <c>PATH</c> has it.</exception>
    public static string Find(string name, string? folder)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return folder is null ? name : Path.Combine(Path.GetFullPath(folder), name);
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var candidates = folders.Select(folder => Path.Combine(folder.Length == 0 ? "." : folder, name)).ToList();
        var found = candidates.Find(path => File.Exists(path) && LibC.IsExecutable(path));
        if (found is not null)
        {
            return found;
        }

        var hint = File.Exists(name) ? $"; give './{Shown.Short(name)}' for the file in this folder" : "";
        throw Refused(
            name,
            candidates.Find(File.Exists) is { } near ? Explain(near, 0) : $"PATH has no such program{hint}"
        );
    }

    public static HandlerStartException Refused(string path, string why) =>
        new($"The handler program '{Shown.Short(path)}' could not be started: {why}");

    /// <summary>Why the system does not start a program.</summary>
    /// <param name="path">The program.</param>
    /// <param name="error">The system's own reason.</param>
    public static string Explain(string path, int error)
    {
        if (Directory.Exists(path))
        {
            return "it is a directory; give the program in it";
        }

        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return "the file does not exist";
        }

        if (file.LinkTarget is { } target && file.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true })
        {
            return $"it is a symbolic link to '{Shown.Short(target)}', which does not exist";
        }

        if (!LibC.IsExecutable(path))
        {
            return "it is not executable; make it so with 'chmod +x'";
        }

        var head = Head(path);
        return ScriptFault(head) ?? ElfProgram.Fault(path, head) ?? Unknown(head, error);
    }

    /// <summary>What is wrong with a script even where the system starts it, because another program chokes on it; or null.</summary>
    public static string? WindowsLineEnd(string path)
    {
        try
        {
            return LineEndFault(FirstLine(Head(path)));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? ScriptFault(byte[] head)
    {
        if (FirstLine(head) is not { } line)
        {
            return null;
        }

        var interpreter = line.TrimStart().Split([' ', '\t'], 2)[0];
        return LineEndFault(line) is { } fault ? fault
            : interpreter.Length == 0 ? "its first line, '#!', names no interpreter"
            : !Path.Exists(interpreter) ? $"its interpreter '{Shown.Short(interpreter)}' does not exist"
            : !LibC.IsExecutable(interpreter) ? $"its interpreter '{Shown.Short(interpreter)}' is not executable"
            : null;
    }

    private static string? LineEndFault(string? firstLine) =>
        firstLine?.EndsWith('\r') is true
            ? "its lines end with CR LF; convert them to LF, as with 'sed -i s/\\r$//'"
            : null;

    private static string Unknown(byte[] head, int error) =>
        head.Length == 0 ? "the file is empty"
        : head.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? "it begins with a byte order mark; save it without one"
        : error == ElfProgram.FormatError ? "it is neither an ELF program nor a script that begins with '#!'"
        : new Win32Exception(error).Message;

    /// <summary>What follows <c>#!</c>, or null if the file does not begin with it.</summary>
    private static string? FirstLine(byte[] head)
    {
        if (!head.AsSpan().StartsWith("#!"u8))
        {
            return null;
        }

        var end = head.AsSpan().IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(head.AsSpan()[2..(end < 0 ? head.Length : end)]);
    }

    private static byte[] Head(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[HeadBytes];
        return head[..file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
    }
}
