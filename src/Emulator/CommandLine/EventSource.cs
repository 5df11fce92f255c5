using System.Runtime.CompilerServices;
using System.Text;

namespace LambdaClient.Emulator.CommandLine;

/// <summary>The events of <c>run</c>, in order: first the files, standard input among them where it is named, then the inline texts.</summary>
internal sealed record EventSource(IReadOnlyList<string> Files, IReadOnlyList<string> Texts, bool ByLine)
{
    private const string StandardInput = "-";

    /// <summary>Reads and checks the events. All but standard input by line is checked before the first one is handed out.</summary>
    /// <exception cref="UsageException">There is no event, or one cannot be read or is not JSON.</exception>
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

        var ready = new Dictionary<string, byte[]>();
        foreach (var file in files.Where(file => file != StandardInput))
        {
            ready[file] = await ReadFileAsync(file, cancellationToken).ConfigureAwait(false);
        }

        var texts = Texts.Select(text => Checked(Encoding.UTF8.GetBytes(text), "The text after --data")).ToList();
        foreach (var file in files)
        {
            if (file != StandardInput)
            {
                yield return ready[file];
                continue;
            }

            await foreach (var read in ReadStandardInputAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return read;
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
        var input = Console.OpenStandardInput();
        if (!ByLine)
        {
            var whole = new MemoryStream();
            await Task.Run(() => input.CopyTo(whole), cancellationToken)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
            yield return Checked(whole.ToArray(), "Standard input");
            yield break;
        }

        var lines = new StreamReader(input, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var number = 0;
        while (await ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Checked(Encoding.UTF8.GetBytes(line), $"Line {number} of standard input");
            }
        }

        // A read of standard input cannot be cancelled, only left alone.
        Task<string?> ReadLineAsync() => Task.Run(lines.ReadLine, cancellationToken).WaitAsync(cancellationToken);
    }

    private static async Task<byte[]> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        var name = $"The event file '{Shown.Short(file)}'";
        try
        {
            return Checked(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false), name);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{name} cannot be read; give --event the path of a JSON file, or '-' for standard input."
            );
        }
    }

    private static byte[] Checked(byte[] text, string name) =>
        Json.IsValid(text) ? text : throw new UsageException($"{name} is not valid JSON; an event is one JSON value.");
}
