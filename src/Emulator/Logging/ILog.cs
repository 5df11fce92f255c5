namespace LambdaClient.Emulator.Logging;

/// <summary>Where one function's handler program and the emulator write. Never waits; safe for use from many threads.</summary>
internal interface ILog
{
    /// <summary>Writes bytes of the handler program.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Writes a line of the emulator, which begins a new one.</summary>
    void WriteLine(string text);
}
