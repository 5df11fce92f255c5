using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Xunit;

namespace LambdaClient.Tests.Logging;

public sealed class FrameTests
{
    // 2026-03-04T05:06:07.089Z in microseconds: 1772600767089000.
    private const string Microseconds = "00064C2BC70D0968";

    [Theory]
    [InlineData(FunctionLogLevel.Trace, "Text", "A55A0007")]
    [InlineData(FunctionLogLevel.Debug, "Text", "A55A000B")]
    [InlineData(FunctionLogLevel.Info, "Text", "A55A000F")]
    [InlineData(FunctionLogLevel.Warn, "Text", "A55A0013")]
    [InlineData(FunctionLogLevel.Error, "Text", "A55A0017")]
    [InlineData(FunctionLogLevel.Fatal, "Text", "A55A001B")]
    [InlineData(FunctionLogLevel.Trace, "JSON", "A55A0006")]
    [InlineData(FunctionLogLevel.Info, "JSON", "A55A000E")]
    [InlineData(FunctionLogLevel.Fatal, "JSON", "A55A001A")]
    public async Task A_frame_is_as_the_platform_reads_it(FunctionLogLevel level, string format, string type)
    {
        using var pipe = new LogPipe();

        Open(pipe, format).Write(level, "a\nb");
        var bytes = await pipe.Finish();

        var line =
            format == "JSON"
                ? $$"""{"timestamp":"{{Logs.Time}}","level":"{{level.ToString().ToUpperInvariant()}}","message":"a\nb"}"""
                : $"{Logs.Time}\t-\t{level.ToString().ToUpperInvariant()}\ta\nb";
        Assert.Equal(
            type + line.Length.ToString("X8") + Microseconds + Convert.ToHexString(Encoding.UTF8.GetBytes(line)),
            Convert.ToHexString(bytes)
        );
    }

    [Fact]
    public async Task Frames_follow_each_other_and_keep_the_breaks_of_an_error()
    {
        using var pipe = new LogPipe();
        var log = Open(pipe, "Text");

        log.Error("one", new FunctionError("T", "m", ["at A"]));
        log.Info("two");

        Assert.Equal(
            [$"{Logs.Time}\t-\tERROR\tone\nT: m\n    at A", $"{Logs.Time}\t-\tINFO\ttwo"],
            Frames(await pipe.Finish())
        );
    }

    [Fact]
    public async Task Frames_of_16_threads_never_mix()
    {
        const int Threads = 16;
        const int Each = 150;
        using var pipe = new LogPipe();
        var log = Open(pipe, "JSON");

        Parallel(Threads, thread => WriteAll(log, thread, Each));
        var lines = Frames(await pipe.Finish());

        AssertWhole(lines, Threads, Each);
        Assert.Equal(0, log.LostLines);
    }

    [Fact]
    public async Task Frames_of_16_logs_with_one_descriptor_never_mix()
    {
        const int Logs = 16;
        const int Each = 150;
        using var pipe = new LogPipe();

        Parallel(Logs, thread => WriteAll(Open(pipe, "JSON"), thread, Each));

        AssertWhole(Frames(await pipe.Finish()), Logs, Each);
    }

    [Fact]
    public void Lines_of_16_logs_with_one_stream_never_mix()
    {
        const int Count = 16;
        const int Each = 150;
        var sink = new MemoryStream();
        var options = Logs.Options([], new() { Sink = sink, Format = FunctionLogFormat.Json });

        Parallel(Count, thread => WriteAll(FunctionLog.Open(options), thread, Each));

        AssertWhole(Encoding.UTF8.GetString(sink.ToArray()).TrimEnd('\n').Split('\n'), Count, Each);
    }

    [Fact]
    public void Lines_of_16_threads_never_mix()
    {
        const int Threads = 16;
        const int Each = 150;
        var logs = Logs.Json();

        Parallel(Threads, thread => WriteAll(logs.Log, thread, Each));

        AssertWhole(logs.Text.TrimEnd('\n').Split('\n'), Threads, Each);
    }

    [Fact]
    public async Task A_full_pipe_that_does_not_block_loses_nothing()
    {
        using var pipe = new LogPipe();
        Assert.Equal(0, SetStatus(pipe.Number, command: 4, OperatingSystem.IsLinux() ? 0x800 : 4));
        var log = Open(pipe, "JSON");

        WriteAll(log, 0, 200);

        AssertWhole(Frames(await pipe.Finish()), 1, 200);
    }

    [Fact]
    public async Task Without_a_reader_lines_are_lost_and_counted()
    {
        using var pipe = new LogPipe();
        var log = Open(pipe, "Text");
        log.Info("first");
        using var other = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.In);
        var broken = FunctionLog.Open(
            Logs.Options([("_LAMBDA_TELEMETRY_LOG_FD", $"{(int)other.ClientSafePipeHandle.DangerousGetHandle()}")])
        );
        other.SafePipeHandle.Dispose();

        broken.Info("lost");
        broken.Debug("not enabled");
        broken.Info("lost too");

        Assert.Equal((0, 2), (log.LostLines, broken.LostLines));
        Assert.Single(Frames(await pipe.Finish()));
    }

    private static FunctionLog Open(LogPipe pipe, string format) =>
        FunctionLog.Open(
            Logs.Options(
                [("_LAMBDA_TELEMETRY_LOG_FD", pipe.Text), ("AWS_LAMBDA_LOG_FORMAT", format)],
                new() { Level = FunctionLogLevel.Trace }
            )
        );

    /// <summary>Every third line is larger than what a pipe takes as one piece, and every tenth than the whole pipe.</summary>
    private static void WriteAll(FunctionLog log, int thread, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var size =
                i % 10 == 0 ? 100_000
                : i % 3 == 0 ? 5_000
                : 10;
            log.Info($"{thread}:{i}:" + new string((char)('a' + thread), size));
        }
    }

    private static void AssertWhole(IReadOnlyCollection<string> lines, int threads, int each)
    {
        Assert.Equal(threads * each, lines.Count);
        var next = new int[threads];
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            var parts = json.RootElement.GetProperty("message").GetString()!.Split(':');
            var thread = int.Parse(parts[0]);
            Assert.Equal(next[thread]++, int.Parse(parts[1]));
            Assert.True(parts[2].All(c => c == 'a' + thread));
        }
    }

    private static void Parallel(int count, Action<int> work)
    {
        using var start = new Barrier(count);
        var threads = Enumerable
            .Range(0, count)
            .Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                work(i);
            }))
            .ToList();
        threads.ForEach(thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(TestSupport.Guard.Limit)));
    }

    private static List<string> Frames(byte[] bytes)
    {
        List<string> frames = [];
        for (var rest = bytes.AsSpan(); !rest.IsEmpty; )
        {
            Assert.Equal(0xA55Au, BinaryPrimitives.ReadUInt16BigEndian(rest));
            var length = BinaryPrimitives.ReadInt32BigEndian(rest[4..]);
            frames.Add(Encoding.UTF8.GetString(rest.Slice(16, length)));
            rest = rest[(16 + length)..];
        }

        return frames;
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetStatus(int descriptor, int command, nint flags);
}
