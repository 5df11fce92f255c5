using System.Globalization;
using LambdaClient.Emulator;

namespace LambdaClient.Behaviour;

/// <summary>
/// Many events through one language, alternately small and as large as they get: its resident memory must not grow. The figure of
/// a tenth of the events is its highest one, so that when a collector runs does not matter.
/// </summary>
internal sealed class Soak(Language language, int count, Folders folders)
{
    private const int Small = 128;
    private const int Large = 6 * 1024 * 1024;
    private const int Parts = 10;

    // What a collector or an allocator may take more at the end than in the first tenth: two more events and their answers.
    private const long SpareKib = 4 * Large / 1024;

    public async Task<int> RunAsync()
    {
        if (language.Missing(folders) is { } reason)
        {
            Console.WriteLine($"{language.Name}: SKIPPED, because {reason}");
            return Runner.Skipped;
        }

        await using var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions { Timeout = TimeSpan.FromSeconds(250), CallLogCapacity = Parts }
        );
        var variables = new Dictionary<string, string?> { ["AWS_LAMBDA_RUNTIME_API"] = emulator.RuntimeApi };
        using var adapter = Adapter.Start(language, variables, folders);
        var peaks = new long[Parts];
        var events = new[] { Event(Small), Event(Large) };
        for (var i = 0; i < count; i++)
        {
            var invoked = emulator.InvokeAsync(new InvocationRequest { Payload = events[i % 2] });
            await Task.WhenAny(invoked, adapter.Ended);
            if (adapter.Ended.IsCompleted || !(await invoked).Payload.Span.SequenceEqual(events[i % 2]))
            {
                var (status, _, complained) = await adapter.EndAsync();
                Console.WriteLine($"{language.Name}: FAILED: event {i + 1}; exit status {status}: {complained}");
                return Runner.Failed;
            }

            ref var peak = ref peaks[(int)((long)i * Parts / count)];
            peak = Math.Max(peak, adapter.ResidentKib);
        }

        await adapter.EndAsync();
        var isFlat = peaks[^1] <= peaks[0] + SpareKib;
        var figures = string.Join(
            ", ",
            peaks.Select(peak => (peak / 1024.0).ToString("F1", CultureInfo.InvariantCulture))
        );
        Console.WriteLine(
            $"{language.Name}: {(isFlat ? "flat" : "FAILED")}: {count} events, resident memory in MB by tenths: {figures}"
        );
        return isFlat ? Runner.Passed : Runner.Failed;
    }

    private static byte[] Event(int size)
    {
        var bytes = new byte[size];
        Array.Fill(bytes, (byte)'1');
        return bytes;
    }
}
