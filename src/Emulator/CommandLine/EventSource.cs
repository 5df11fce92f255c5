using System.Runtime.CompilerServices;
using System.Text;

namespace LambdaClient.Emulator.CommandLine;

/// <summary>The events of <c>run</c>, in order: first the files, standard input among them where it is named, then the inline texts.</summary>
internal sealed record EventSource(IReadOnlyList<string> Files, IReadOnlyList<string> Texts, bool ByLine)
{
    private const string StandardInput = "-";

    /// <summary>Reads and checks the events. All but standard input by line is checked before the first one is handed out.</summary>
    /// <exception cref="UsageException">There is no event, or one cannot be read or sent.</exception>
    public async IAsyncEnumerable<byte[]> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = Files;
        if (files.Count == 0 && Texts.Count == 0)
        {
            if (!Console.IsInputRedirected)
            {
                throw new UsageException(
                    "There is no event: give --event FILE, --data JSON, or JSON on standard input."
                );
            }

            files = [StandardInput];
        }

        var ready = files
            .Where(file => file != StandardInput)
            .Distinct()
            .ToDictionary(file => file, file => ReadFile(file).ToList());
        var texts = Texts.Select(text => Checked(Encoding.UTF8.GetBytes(text), "The text after --data")).ToList();
        foreach (var file in files)
        {
            if (file == StandardInput)
            {
                var input = ReadStandardInputAsync(cancellationToken);
                await foreach (var read in input.ConfigureAwait(false))
                {
                    yield return read;
                }
            }
            else
            {
                foreach (var read in ready[file])
                {
                    yield return read;
                }
            }
        }

        foreach (var text in texts)
        {
            yield return text;
        }
    }

    private async IAsyncEnumerable<byte[]> ReadStandardInputAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // A read of standard input cannot be cancelled, only left alone.
        using var events = Split(Console.OpenStandardInput(), "standard input").GetEnumerator();
        while (await Task.Run(events.MoveNext, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return events.Current;
        }
    }

    private IEnumerable<byte[]> ReadFile(string file)
    {
        var name = $"the event file '{Shown.Short(file)}'";
        try
        {
            return [.. Split(File.OpenRead(file), name)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{Capitalised(name)} cannot be read; give --event the path of a JSON file, or '-' for standard input."
            );
        }
    }

    /// <summary>The events of a stream: one in each line that is not blank, or one in all.</summary>
    private IEnumerable<byte[]> Split(Stream stream, string name)
    {
        using var input = new LineReader(stream, EventCheck.Largest);
        if (!ByLine)
        {
            yield return Checked(input.ReadToEnd(), Capitalised(name));
            yield break;
        }

        for (var number = 1; input.ReadLine() is { } line; number++)
        {
            if (line.AsSpan().ContainsAnyExcept(" \t\r"u8))
            {
                yield return Checked(line, $"Line {number} of {name}");
            }
        }
    }

    private static string Capitalised(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static byte[] Checked(byte[] text, string name) =>
        EventCheck.Refusal(name, text) is { } refusal ? throw new UsageException(refusal) : text;
}
