using System.Text;
using Xunit;

namespace LambdaClient.Tests.Logging;

public sealed class SinkTests
{
    [Fact]
    public void A_stream_that_fails_costs_the_line_and_no_more()
    {
        var sink = new Stubborn();
        var log = FunctionLog.Open(new() { Sink = sink, Variable = _ => null });

        log.Info("one");
        sink.Fails = true;
        log.Info("two");
        log.Info("three");
        sink.Fails = false;
        log.Info("four");

        Assert.Equal(2, log.LostLines);
        Assert.Equal(["one", "four"], sink.Lines);
    }

    [Fact]
    public void Each_line_is_one_write_and_flushed()
    {
        var sink = new Stubborn();
        var log = FunctionLog.Open(new() { Sink = sink, Variable = _ => null });

        log.Info(new string('a', 100_000));
        log.Info("b");

        Assert.Equal((2, 2), (sink.Lines.Count, sink.Flushes));
    }

    [Fact]
    public void A_stream_that_logs_what_it_is_given_ends()
    {
        var sink = new Stubborn();
        var log = FunctionLog.Open(new() { Sink = sink, Variable = _ => null });
        sink.Written = () => log.Info("again");

        log.Info("once");

        Assert.Equal(["once"], sink.Lines);
        Assert.Equal(1, log.LostLines);
    }

    [Fact]
    public void A_stream_that_logs_what_it_is_given_through_another_log_ends_too()
    {
        var sink = new Stubborn();
        var log = FunctionLog.Open(new() { Sink = sink, Variable = _ => null });
        var other = FunctionLog.Open(new() { Sink = sink, Variable = _ => null });
        sink.Written = () => other.Info("again");

        log.Info("once");

        Assert.Equal(["once"], sink.Lines);
        Assert.Equal((0, 1), (log.LostLines, other.LostLines));
    }

    [Fact]
    public void A_clock_that_fails_costs_the_line()
    {
        var sink = new Stubborn();
        var log = FunctionLog.Open(
            new()
            {
                Sink = sink,
                Variable = _ => null,
                Clock = new BrokenClock(),
            }
        );

        log.Info("never");

        Assert.Equal((0, 1), (sink.Lines.Count, log.LostLines));
    }

    private sealed class BrokenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException("no time");
    }

    private sealed class Stubborn : MemoryStream
    {
        public bool Fails { get; set; }

        public Action? Written { get; set; }

        public List<string> Lines { get; } = [];

        public int Flushes { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Fails)
            {
                throw new IOException("full");
            }

            Lines.Add(Encoding.UTF8.GetString(buffer).TrimEnd('\n').Split('\t')[^1]);
            Written?.Invoke();
        }

        public override void Flush() => Flushes++;
    }
}
