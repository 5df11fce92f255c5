namespace LambdaClient.Emulator.CommandLine;

/// <summary>
/// Reads a file of variables as Docker's <c>--env-file</c> does: NAME=VALUE lines, values as they are, without quoting; a name alone takes
/// its value from this process; lines that are blank or begin with <c>#</c> are skipped.
/// </summary>
internal static class EnvironmentFile
{
    /// <exception cref="UsageException">The file cannot be read, or a line is no assignment.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"The variables in '{Shown.Short(path)}' cannot be read; give --env-file a file of NAME=VALUE lines."
            );
        }

        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimStart();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var name = line.Split('=', 2)[0];
            if (name.Length == 0 || name.Any(char.IsWhiteSpace))
            {
                throw new UsageException(
                    $"Line {i + 1} of '{Shown.Short(path)}' is not NAME=VALUE: the name '{Shown.Short(name)}' is empty or has a blank."
                );
            }

            var value =
                name.Length < line.Length ? line[(name.Length + 1)..] : Environment.GetEnvironmentVariable(name);
            if (value is not null)
            {
                yield return new(name, value);
            }
        }
    }
}
