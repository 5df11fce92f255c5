using System.Diagnostics;
using System.Reflection;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Logging;

public sealed class CostTests
{
    private const int Lines = 1000;

    [Theory]
    [InlineData(FunctionLogFormat.Text, true)]
    [InlineData(FunctionLogFormat.Json, true)]
    [InlineData(FunctionLogFormat.Text, false)]
    [InlineData(FunctionLogFormat.Json, false)]
    public void A_line_allocates_nothing(FunctionLogFormat format, bool isStream)
    {
        Assert.SkipWhen(IsUnoptimised, "a debug build boxes where an optimised one does not: run with -c Release");
        using var nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        var log = FunctionLog.Open(
            new()
            {
                Format = format,
                Sink = isStream ? Stream.Null : null,
                Variable = name => name == "_LAMBDA_TELEMETRY_LOG_FD" ? $"{(int)nowhere.DangerousGetHandle()}" : null,
            }
        );
        var invocation = Logs.Receive("Lambda-Runtime-Aws-Tenant-Id: tenant-7", "Lambda-Runtime-Trace-Id: Root=1");
        KeyValuePair<string, object?>[] fields = [new("a", "text"), new("b", 1)];

        Assert.Equal(0, Steady(() => log.Write(FunctionLogLevel.Info, "a message", invocation, fields: fields)));
        Assert.Equal(0, Steady(() => log.Debug("not enabled")));
        Assert.Equal(0, log.LostLines);
    }

    [Fact]
    public void The_current_invocation_costs_little_to_set_and_nothing_to_read()
    {
        Assert.SkipWhen(IsUnoptimised, "a debug build boxes where an optimised one does not: run with -c Release");
        var invocation = Logs.Receive();

        var bytes = Steady(() =>
        {
            Invocation.SetCurrent(invocation);
            Assert.True(Invocation.Current.IsValid);
            Invocation.SetCurrent(default);
        });

        Assert.InRange(bytes / Lines, 1, 256);
    }

    private static bool IsUnoptimised =>
        typeof(RuntimeClient).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true };

    /// <summary>What 1,000 calls allocate at least, measured anew while it can still become less.</summary>
    private static long Steady(Action call)
    {
        var clock = Stopwatch.StartNew();
        var least = long.MaxValue;
        for (var same = 0; same < 5 && least > 0 && clock.Elapsed < Guard.Limit; same++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Lines; i++)
            {
                call();
            }

            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            same = bytes < least ? 0 : same;
            least = Math.Min(least, bytes);
        }

        return least;
    }
}
