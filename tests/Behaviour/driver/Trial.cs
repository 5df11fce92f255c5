using System.Text;
using LambdaClient.Emulator;

namespace LambdaClient.Behaviour;

/// <summary>One scenario through one adapter: plays it, and tells how it differs from what is expected.</summary>
internal sealed class Trial(Language language, Scenario scenario, Folders folders)
{
    // Nothing waits that long unless it hangs.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    // What the service took before the adapter ended gets through within that.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(5);

    // Long enough for all of a scenario; the one about the context knows how its digits begin.
    private static readonly TimeSpan FunctionTimeout = TimeSpan.FromSeconds(250);

    private const string Prefix = "/2018-06-01/runtime/";

    // What the driver says where the adapter says its hooks.
    private const string Restored = "restored";

    private readonly List<string> _differences = [];

    /// <summary>What is not as expected, a sentence each; none if all is.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        Adapter? started = null;
        await using var emulator = await LambdaEmulator.StartAsync(
            new EmulatorOptions
            {
                Timeout = scenario.TimeoutMs is { } limit ? TimeSpan.FromMilliseconds(limit) : FunctionTimeout,
                MaxConcurrency = scenario.Concurrency,
                SnapStart = scenario.SnapStart,
                BeforeRestore = async _ => await NoteRestoreAsync(started!),
            }
        );
        await AskForFaultsAsync(emulator);
        var posted = PostsAsync(emulator);
        using var adapter = started = Adapter.Start(language, Variables(EndpointOf(emulator)), folders);
        var playing = PlayAsync(emulator, adapter);
        var hangs = await Task.WhenAny(playing, Task.Delay(Limit)) != playing;
        var (status, said, complained) = await adapter.EndAsync();
        // The end of the adapter ends everything that waits for it.
        await playing;
        if (hangs)
        {
            _differences.Add($"it hangs: {Limit.TotalSeconds} s have passed");
        }

        Expect("exit status", scenario.Exits?.ToString() ?? "none", status?.ToString() ?? "none");
        var log = FunctionLog.In(said);
        Expect("what it says", string.Join("; ", Heard(Told())), string.Join("; ", Heard(log.Others)));
        _differences.AddRange(log.Compare(scenario.Logs));
        await Task.WhenAny(posted, Task.Delay(Aftermath));
        await emulator.DisposeAsync();
        ComparePosts(emulator.Calls);
        Expect("faults that did not strike", "0", $"{emulator.Faults.Snapshot().Count}");
        if (_differences.Count > 0 && complained.Length > 0)
        {
            _differences.Add($"its standard error: {complained.TrimEnd()}");
        }

        return _differences;
    }

    // Nothing listens at port 1 of this machine, which only the superuser could use.
    private string? EndpointOf(LambdaEmulator emulator) =>
        scenario.Endpoint switch
        {
            EndpointKind.None => null,
            EndpointKind.Unused => "127.0.0.1:1",
            _ => emulator.RuntimeApi,
        };

    private Dictionary<string, string?> Variables(string? endpoint) =>
        new()
        {
            ["AWS_LAMBDA_RUNTIME_API"] = endpoint,
            ["AWS_LAMBDA_MAX_CONCURRENCY"] = scenario.Concurrency?.ToString(),
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = scenario.SnapStart ? "snap-start" : null,
            ["BEHAVIOUR_ACTIONS"] = scenario.Actions,
            ["BEHAVIOUR_INIT_ERROR"] = scenario.InitError,
            ["BEHAVIOUR_HOOKS"] = scenario.Hooks,
            ["BEHAVIOUR_POLLERS"] = scenario.Pollers?.ToString(),
            ["BEHAVIOUR_ERRORS"] = scenario.Errors == ErrorsTo.Log ? "log" : null,
        };

    /// <summary>The restore stands in its place among what the adapter says: behind all that was said before the call.</summary>
    private async Task NoteRestoreAsync(Adapter adapter)
    {
        var before = scenario.Says.TakeWhile(line => line != Restored).Count();
        await adapter.HearAsync(said => FunctionLog.In(said).Others.Count >= before);
        adapter.Note(Restored);
    }

    private async Task AskForFaultsAsync(LambdaEmulator emulator)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (var fault in scenario.Faults)
        {
            using var body = new StringContent(fault.GetRawText(), Encoding.UTF8, "application/json");
            using var reply = await http.PostAsync(new Uri(emulator.BaseAddress, "emulator/faults"), body);
            if (!reply.IsSuccessStatusCode)
            {
                throw new InvalidDataException(
                    $"{scenario.Name}: {fault.GetRawText()}: {await reply.Content.ReadAsStringAsync()}"
                );
            }
        }
    }

    private async Task PlayAsync(LambdaEmulator emulator, Adapter adapter)
    {
        var together = scenario.Concurrency is null
            ? null
            : scenario.Events.Select((sent, i) => emulator.InvokeAsync(RequestOf(sent, i + 1))).ToArray();
        for (var i = 0; i < scenario.Events.Count && !adapter.Ended.IsCompleted; i++)
        {
            var invoked = together?[i] ?? emulator.InvokeAsync(RequestOf(scenario.Events[i], i + 1));
            await Task.WhenAny(invoked, adapter.Ended);
            if (scenario.Events[i].IsAnswered)
            {
                await Task.WhenAny(invoked, Task.Delay(Aftermath));
            }

            if (invoked.IsCompletedSuccessfully)
            {
                CompareOutcome(scenario.Events[i], i + 1, await invoked);
            }
            else if (scenario.Events[i].IsAnswered)
            {
                _differences.Add($"event {i + 1} has no answer");
            }
        }

        if (scenario.TimeoutMs is not null)
        {
            // The handler never comes back for another event; its line in the log is what there is to wait for.
            await adapter.HearAsync(said => FunctionLog.In(said).Events.Count >= scenario.Logs?.Count);
        }
        else if (scenario.Exits is null || scenario.Terminate)
        {
            await Task.WhenAny(emulator.WaitForRuntimeAsync(), adapter.Ended);
        }

        if (scenario.Terminate)
        {
            adapter.Terminate();
        }

        if (scenario.Exits is not null)
        {
            await adapter.Ended;
        }
    }

    /// <summary>Completes with the last post that is expected.</summary>
    private Task PostsAsync(LambdaEmulator emulator)
    {
        var seen = 0;
        return scenario.Posts.Count == 0
            ? Task.CompletedTask
            : emulator.WaitForCallAsync(call => call.Method == "POST" && ++seen == scenario.Posts.Count);
    }

    private InvocationRequest RequestOf(Event sent, int number) =>
        new()
        {
            Payload = sent.Sends.Bytes,
            RequestId = $"event-{number}",
            ContentType = scenario.Caller.ContentType,
            TraceId = scenario.Caller.TraceId,
            ClientContext = scenario.Caller.ClientContext,
            CognitoIdentity = scenario.Caller.CognitoIdentity,
            TenantId = scenario.Caller.TenantId,
        };

    private void CompareOutcome(Event sent, int number, InvocationOutcome outcome)
    {
        Expect($"error of event {number}", sent.Error ?? "none", outcome.ErrorType ?? "none");
        Expect($"content type for event {number}", sent.As ?? outcome.ContentType, outcome.ContentType);
        Compare($"the answer to event {number}", sent.Gets, outcome.Payload);
        Compare($"what was streamed before the error of event {number}", sent.After, outcome.PartialResponse);
    }

    private void Compare(string what, Content? expected, ReadOnlyMemory<byte> actual)
    {
        if (expected?.Compare(actual) is { } difference)
        {
            _differences.Add($"{what} is {difference}");
        }
    }

    /// <summary>What the scenario expects to be told. A turn tells of what ends the loop, and of answers that did not arrive in the end.</summary>
    private IReadOnlyList<string> Told() =>
        language.Plays == Loop.Turn && scenario.Exits is null
            ? [.. scenario.Says.Where(line => line.Split(' ')[0] is not ("next" or "again"))]
            : scenario.Says;

    /// <summary>
    /// What counts of what an adapter says. A run does not tell in which call an error happened; it tells each of its attempts, and
    /// not that it was cancelled.
    /// </summary>
    private IEnumerable<string> Heard(IReadOnlyList<string> lines)
    {
        if (language.Plays == Loop.Calls)
        {
            return lines;
        }

        var errors = lines
            .Select(line => IsOfLife(line) ? line : line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])
            .Where(error => !error.StartsWith("cancelled ", StringComparison.Ordinal))
            .ToArray();
        return errors.Where((error, i) => i == 0 || error != errors[i - 1]);
    }

    private static bool IsOfLife(string line) => line == Restored || line.StartsWith("hook ", StringComparison.Ordinal);

    // A call whose connection was cut is complete when the service notices that the other end is gone too, which may be late: the
    // order says something only for posts to one path that were answered.
    private void ComparePosts(IReadOnlyList<RuntimeApiCall> calls)
    {
        var wanted = scenario
            .Posts.OrderBy(PathOf, StringComparer.Ordinal)
            .ThenBy(post => post.Gets is not null)
            .ToArray();
        var posts = calls
            .Where(call => call.Method == "POST")
            .OrderBy(call => call.Path, StringComparer.Ordinal)
            .ThenBy(call => call.Status is not null)
            .ToArray();
        Expect(
            "what the service sees",
            string.Join("; ", wanted.Select(post => Describe(PathOf(post), post.Gets))),
            string.Join("; ", posts.Select(call => Describe(call.Path, call.Status)))
        );
        foreach (var (expected, actual) in wanted.Zip(posts))
        {
            foreach (var (name, value) in expected.Headers)
            {
                Expect($"{name} of {expected.To}", value ?? "none", actual.Headers.GetValueOrDefault(name) ?? "none");
            }
        }
    }

    private static string PathOf(Post post) => post.To.StartsWith('/') ? post.To : Prefix + post.To;

    private static string Describe(string path, int? status) => $"POST {path} {status?.ToString() ?? "cut"}";

    private void Expect(string what, string expected, string actual)
    {
        if (!Content.Matches(expected, actual))
        {
            _differences.Add($"{what} is '{actual}' instead of '{expected}'");
        }
    }
}
