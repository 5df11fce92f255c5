using System.Collections.Concurrent;
using System.Text;
using LambdaClient.TestSupport;

namespace LambdaClient.Tests.Runtime;

/// <summary>A service for a whole bootstrap: it answers each call by what it is, and parks polls once its events are used up.</summary>
internal sealed class BootstrapService : IAsyncDisposable
{
    private readonly ConcurrentQueue<byte[]> _events;
    private readonly Dictionary<string, byte[]?> _answers = [];
    private readonly SemaphoreSlim _parked = new(0);

    public BootstrapService(params IEnumerable<byte[]> events)
    {
        _events = new(events);
        Server = new LoopbackServer(Serve);
    }

    public LoopbackServer Server { get; }

    public BootstrapOptions Options =>
        new()
        {
            Client = Opened.Options with { Endpoint = Server.Endpoint },
            Loop = new RuntimeLoopOptions { Log = FunctionLog.Open(new FunctionLogOptions { Sink = Log }) },
        };

    /// <summary>What is written to the function's log.</summary>
    public MemoryStream Log { get; } = new();

    /// <summary>The lines in it, without their times.</summary>
    public IReadOnlyList<string> Lines =>
        [
            .. Encoding
                .UTF8.GetString(Log.ToArray())
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..]),
        ];

    /// <summary>Method and path of every request, in order of arrival.</summary>
    public IReadOnlyList<string> Calls => [.. Server.Requests.Select(request => request.Call)];

    /// <summary>Answers a call otherwise than with success.</summary>
    public void Answer(string call, byte[] answer) => _answers[call] = answer;

    /// <summary>Leaves a call without an answer.</summary>
    public void Park(string call) => _answers[call] = null;

    /// <summary>Waits until this many more calls are parked.</summary>
    public async Task Parked(int count = 1)
    {
        while (count-- > 0)
        {
            if (!await _parked.WaitAsync(Guard.Limit))
            {
                throw new TimeoutException("nothing was parked: " + string.Join(", ", Calls));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _parked.Dispose();
    }

    private async Task Serve(LoopbackConnection connection)
    {
        while (true)
        {
            var call = (await connection.ReadRequest()).Call;
            if (AnswerTo(call) is { } answer)
            {
                await connection.Send(answer);
                continue;
            }

            _parked.Release();
            await connection.ClosedByClient();
            return;
        }
    }

    private byte[]? AnswerTo(string call)
    {
        if (_answers.TryGetValue(call, out var chosen))
        {
            return chosen;
        }

        return call switch
        {
            Paths.Next => _events.TryDequeue(out var next) ? next : null,
            Paths.RestoreNext => Wire.Answer(200),
            Paths.Register => Wire.Answer(200, "{}", "Lambda-Extension-Identifier: identifier-1"),
            Paths.ExtensionNext => null,
            _ => Wire.Accepted,
        };
    }
}

/// <summary>The calls of a bootstrap.</summary>
internal static class Paths
{
    public const string Next = "GET /2018-06-01/runtime/invocation/next";
    public const string FailInit = "POST /2018-06-01/runtime/init/error";
    public const string RestoreNext = "GET /2018-06-01/runtime/restore/next";
    public const string FailRestore = "POST /2018-06-01/runtime/restore/error";
    public const string Register = "POST /2020-01-01/extension/register";
    public const string ExtensionNext = "GET /2020-01-01/extension/event/next";
}
