namespace LambdaClient.Emulator;

/// <summary>What an event must be, on whatever way it comes in.</summary>
internal static class EventCheck
{
    /// <summary>The most bytes of an event that a caller waits for.</summary>
    public const int Largest = 6 * 1024 * 1024;

    /// <summary>The one sentence about an event that cannot be sent, or null.</summary>
    /// <param name="name">How the sentence names the event.</param>
    /// <param name="text">Its bytes.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    public static string? Refusal(string name, ReadOnlySpan<byte> text, int limit = Largest) =>
        text.Length > limit ? TooLarge(name, limit)
        : Json.Fault(text) is { } fault ? $"{name} {fault}; an event is one JSON value in UTF-8."
        : null;

    public static string TooLarge(string name, int limit) =>
        $"{name} has more than {limit} bytes; this kind of invocation takes no larger event.";
}
