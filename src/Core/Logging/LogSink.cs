using System.Globalization;

namespace LambdaClient.Logging;

/// <summary>Where lines go: one after another, from any log of the process, and lost without a word where that fails.</summary>
internal sealed class LogSink
{
    private readonly Lock _turn;
    private readonly Stream? _stream;
    private readonly int _descriptor;
    private long _lost;

    private LogSink(Stream stream) => (_stream, _turn) = (stream, SinkLocks.Of(stream));

    private LogSink(int descriptor, bool isFramed) =>
        (_descriptor, IsFramed, IsTerminal, _turn) = (
            descriptor,
            isFramed,
            !isFramed && Descriptor.IsTerminal(descriptor),
            SinkLocks.Of(descriptor)
        );

    /// <summary>Whether a person reads the lines as they come.</summary>
    public bool IsTerminal { get; }

    /// <summary>Whether each line stands in a frame.</summary>
    public bool IsFramed { get; }

    public long LostLines => Interlocked.Read(ref _lost);

    public static LogSink Open(FunctionLogOptions options)
    {
        if (options.Sink is { } stream)
        {
            return new(stream);
        }

        return TelemetryDescriptor(options) is { } descriptor
            ? new(descriptor, isFramed: true)
            : new(Descriptor.StandardOutput, isFramed: false);
    }

    /// <summary>Writes a line as one piece.</summary>
    public void Send(ReadOnlySpan<byte> line)
    {
        // A stream that logs what it is given would never end.
        if (_turn.IsHeldByCurrentThread)
        {
            Lose();
            return;
        }

        lock (_turn)
        {
            if (_stream is not null)
            {
                _stream.Write(line);
                _stream.Flush();
            }
            else if (!Descriptor.Write(_descriptor, line))
            {
                Lose();
            }
        }
    }

    public void Lose() => Interlocked.Increment(ref _lost);

    private static int? TelemetryDescriptor(FunctionLogOptions options) =>
        !OperatingSystem.IsWindows()
        && int.TryParse(
            options.Variable("_LAMBDA_TELEMETRY_LOG_FD"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
        && Descriptor.IsWritable(number)
            ? number
            : null;
}
