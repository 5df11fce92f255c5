namespace LambdaClient.Emulator.Handler;

/// <summary>What a handler program can tell about an invocation.</summary>
/// <param name="LogTail">The last 4 KiB it wrote since the previous report.</param>
/// <param name="MaxMemoryUsedMb">Its peak resident memory so far, or null if it could not be read.</param>
/// <param name="InitDuration">How long it took to come up; null in every report but the first.</param>
/// <param name="Exit">How it ended, or null if it has not.</param>
internal sealed record HandlerReport(byte[] LogTail, int? MaxMemoryUsedMb, TimeSpan? InitDuration, HandlerExit? Exit);
