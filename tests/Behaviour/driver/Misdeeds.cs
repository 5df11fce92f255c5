using System.Text;
using LambdaClient.Emulator;

namespace LambdaClient.Behaviour;

/// <summary>
/// A random sequence of misdeeds through one language. What the service saw is the truth: each event was handed out once, was
/// answered once, its caller got what the handler did, and the process lives.
/// </summary>
internal sealed class Misdeeds(Language language, int count, int seed, Folders folders)
{
    // Nothing takes that long unless it hangs.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly List<string> _faults = [];

    public async Task<int> RunAsync()
    {
        if (language.Missing(folders) is { } reason)
        {
            Console.WriteLine($"{language.Name}: SKIPPED, because {reason}");
            return Runner.Skipped;
        }

        var options = new EmulatorOptions { Timeout = TimeSpan.FromSeconds(250), CallLogCapacity = (4 * count) + 100 };
        await using var emulator = await LambdaEmulator.StartAsync(options);
        var variables = new Dictionary<string, string?>
        {
            ["AWS_LAMBDA_RUNTIME_API"] = emulator.RuntimeApi,
            ["BEHAVIOUR_ACTIONS"] = "told",
        };
        using var adapter = Adapter.Start(language, variables, folders);
        var done = await PlayAsync(emulator, adapter);
        var (status, said, complained) = await adapter.EndAsync();
        if (status is not null)
        {
            _faults.Add($"the process ended with {status}: {complained.TrimEnd()}");
        }

        CheckCalls(emulator.Calls, done);
        CheckLog(FunctionLog.In(said), done);
        var verdict = _faults.Count == 0 ? "none lost, none doubled, the process lives" : "FAILED";
        Console.WriteLine($"{language.Name}: {done.Count} of {count} events with the seed {seed}: {verdict}");
        _faults.ForEach(fault => Console.WriteLine($"    {fault}"));
        return _faults.Count == 0 ? Runner.Passed : Runner.Failed;
    }

    private static string IdOf(int number) => $"event-{number}";

    private async Task<IReadOnlyList<Deed>> PlayAsync(LambdaEmulator emulator, Adapter adapter)
    {
        var deeds = new Deeds(seed, language);
        var done = new List<Deed>();
        while (done.Count < count)
        {
            var deed = deeds.Next($"mark {done.Count + 1}");
            done.Add(deed);
            var id = IdOf(done.Count);
            var request = new InvocationRequest { RequestId = id, Payload = Encoding.UTF8.GetBytes(deed.Event) };
            var invoked = emulator.InvokeAsync(request);
            if (await Task.WhenAny(invoked, adapter.Ended, Task.Delay(Limit)) != invoked)
            {
                _faults.Add($"{id}, {deed.Action}, is lost");
                return done;
            }

            if (deed.Compare(await invoked) is { } difference)
            {
                _faults.Add($"{id}, {deed.Action}: {difference}");
            }
        }

        await Task.WhenAny(emulator.WaitForRuntimeAsync(), adapter.Ended, Task.Delay(Limit));
        return done;
    }

    private void CheckCalls(IReadOnlyList<RuntimeApiCall> calls, IReadOnlyList<Deed> done)
    {
        var polls = calls
            .Where(call => call.Method == "GET" && call.RequestId is not null && call.Status == 200)
            .ToLookup(call => call.RequestId);
        var answers = calls
            .Where(call => call.Method == "POST" && call.Status is 202 or 413)
            .ToLookup(call => call.RequestId);
        for (var i = 1; i <= done.Count; i++)
        {
            var (handedOut, answered) = (polls[IdOf(i)].Count(), answers[IdOf(i)].Count());
            if ((handedOut, answered) != (1, 1))
            {
                _faults.Add(
                    $"{IdOf(i)}, {done[i - 1].Action}, is handed out {handedOut} times and answered {answered} times"
                );
            }
        }
    }

    private void CheckLog(FunctionLog log, IReadOnlyList<Deed> done)
    {
        _faults.AddRange(log.Compare(null));
        var events = log.RequestIds.ToLookup(id => id);
        var logsWhatIsRaised = !language.Without.ContainsKey("failure-logged");
        for (var i = 1; i <= done.Count; i++)
        {
            var least = logsWhatIsRaised && done[i - 1].Action is "raise" ? 1 : 0;
            if (events[IdOf(i)].Count() is var number && (number < least || number > 1))
            {
                _faults.Add($"{IdOf(i)}, {done[i - 1].Action}, has {number} events in the log");
            }
        }
    }
}
