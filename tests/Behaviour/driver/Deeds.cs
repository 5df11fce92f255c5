using System.Text;
using LambdaClient.Emulator;

namespace LambdaClient.Behaviour;

/// <summary>One thing that a handler is told to do, and what its caller gets then.</summary>
/// <param name="Action">The action of the adapter.</param>
/// <param name="Event">The event: the action's name on a line, and what the action is about.</param>
/// <param name="Error">A pattern of the error type that the caller gets; null for none.</param>
/// <param name="Answer">A part of the answer, or all of it where there is no error.</param>
/// <param name="Streamed">What is streamed before the error.</param>
internal sealed record Deed(string Action, string Event, string? Error, string Answer, string Streamed = "")
{
    /// <summary>Why what the caller got is not what the handler did, or null if it is.</summary>
    public string? Compare(InvocationOutcome outcome)
    {
        var answer = Encoding.UTF8.GetString(outcome.Payload.Span);
        var streamed = Encoding.UTF8.GetString(outcome.PartialResponse.Span);
        return !Content.Matches(Error ?? "none", outcome.ErrorType ?? "none")
                ? $"its error is {outcome.ErrorType ?? "none"}"
            : Error is null && answer != Answer
                ? $"its answer has {answer.Length} characters instead of {Answer.Length}"
            : Error is not null && !answer.Contains(Answer, StringComparison.Ordinal)
                ? $"its error does not have '{Answer}': {answer[..Math.Min(answer.Length, 200)]}"
            : streamed != Streamed ? $"'{streamed}' is streamed before its error instead of '{Streamed}'"
            : null;
    }
}

/// <summary>Makes deeds from a seed: what a handler can do well, and everything that it can do wrong.</summary>
internal sealed class Deeds
{
    // As the service cuts answers: 6 MB and 100 bytes.
    private const int LargestAnswer = 6_291_556;

    private readonly Random _random;
    private readonly Func<string, Deed>[] _known;

    public Deeds(int seed, Language language)
    {
        _random = new Random(seed);
        // Each with the scenario that shows it alone, which says also which languages cannot do it.
        (string Scenario, Func<string, Deed> Make)[] all =
        [
            ("echo", mark => Echo("echo", Text(mark, 5_000))),
            ("answered-twice", mark => Echo("twice", Text(mark, 5_000))),
            ("too-large", _ => Size(_random.Next(4) == 0 ? _random.Next(7_000_000) : _random.Next(3_000))),
            ("error", mark => new("fail", $"fail\nOwn\n{mark}", "Function.Own", mark)),
            ("cause-unfit", mark => new("fail-cause", $"fail-cause\nOwn\n{mark}", "Function.Own", mark)),
            ("failure-huge", _ => new("fail-huge", "fail-huge\n", "Function.Huge", "xxxx")),
            ("failure-not-utf8", _ => new("fail-bytes", "fail-bytes\n", "Function.Odd", " behind")),
            ("failure-half-pair", _ => new("fail-half", "fail-half\n", "Function.Odd", " behind")),
            ("no-answer", _ => new("nothing", "nothing\n", "Runtime.NoAnswer", "")),
            ("raised", mark => new("raise", $"raise\n{mark}", "Function.*", mark)),
            ("raised-odd", _ => new("raise-odd", "raise-odd\n", "?*", "")),
            ("stream", Stream),
            (
                "stream-fails",
                mark => new("stream-fail", $"stream-fail\n{mark}\nOwn\nIt broke", "Function.Own", "It broke", mark)
            ),
            (
                "stream-raised",
                mark => new("stream-raise", $"stream-raise\n{mark}\nIt broke", "Function.*", "It broke", mark)
            ),
            ("stream-dropped", mark => new("stream-drop", $"stream-drop\n{mark}", "Runtime.StreamAbandoned", "", mark)),
        ];
        _known = [.. all.Where(deed => !language.Without.ContainsKey(deed.Scenario)).Select(deed => deed.Make)];
    }

    /// <summary>The next deed; the mark, which is text, is part of it where it can be.</summary>
    public Deed Next(string mark) => _known[_random.Next(_known.Length)](mark);

    private static Deed Echo(string action, string text) => new(action, $"{action}\n{text}", null, text);

    private static Deed Size(int size) =>
        size > LargestAnswer
            ? new("size", $"size\n{size}", "Function.ResponseSizeTooLarge", "")
            : new("size", $"size\n{size}", null, new string('x', size));

    private Deed Stream(string mark)
    {
        var pieces = Enumerable.Range(1, _random.Next(8)).Select(piece => Text($"{mark} {piece}", 300)).ToArray();
        return new("stream", $"stream\n{string.Join('\n', pieces)}", null, string.Concat(pieces));
    }

    private string Text(string mark, int most) => mark + new string((char)('a' + _random.Next(26)), _random.Next(most));
}
