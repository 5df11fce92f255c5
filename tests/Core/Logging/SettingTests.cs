using Xunit;

namespace LambdaClient.Tests.Logging;

public sealed class SettingTests
{
    private static readonly FunctionLogLevel[] Levels = Enum.GetValues<FunctionLogLevel>();

    [Theory]
    [InlineData("TRACE", FunctionLogLevel.Trace)]
    [InlineData("DEBUG", FunctionLogLevel.Debug)]
    [InlineData("INFO", FunctionLogLevel.Info)]
    [InlineData("WARN", FunctionLogLevel.Warn)]
    [InlineData("ERROR", FunctionLogLevel.Error)]
    [InlineData("FATAL", FunctionLogLevel.Fatal)]
    [InlineData("debug", FunctionLogLevel.Debug)]
    [InlineData("Error", FunctionLogLevel.Error)]
    [InlineData("VERBOSE", FunctionLogLevel.Info)]
    [InlineData("5", FunctionLogLevel.Info)]
    [InlineData(" ERROR", FunctionLogLevel.Info)]
    [InlineData("", FunctionLogLevel.Info)]
    [InlineData(null, FunctionLogLevel.Info)]
    public void Only_events_of_the_level_or_above_are_written(string? value, FunctionLogLevel least)
    {
        var logs = new Logs(null, value is null ? [] : [("AWS_LAMBDA_LOG_LEVEL", value)]);

        foreach (var level in Levels)
        {
            logs.Log.Write(level, $"{level}");
        }

        Assert.Equal(least, logs.Log.Level);
        Assert.Equal(Levels.Where(level => level >= least), Levels.Where(logs.Log.IsEnabled));
        Assert.Equal(
            Levels
                .Where(level => level >= least)
                .Select(level => $"{Logs.Time}\t-\t{level}\t{level}".ToUpperInvariant()),
            logs.Text.ToUpperInvariant().Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public void The_methods_named_for_a_level_write_it()
    {
        var logs = new Logs(new() { Level = FunctionLogLevel.Trace });
        var (log, failure) = (logs.Log, new FunctionError("T", "m"));

        log.Trace("1");
        log.Debug("2");
        log.Info("3");
        log.Warn("4");
        log.Warn("4", failure);
        log.Error("5");
        log.Error("5", failure);
        log.Fatal("6");
        log.Fatal("6", failure);

        Assert.Equal(
            [
                "TRACE 1",
                "DEBUG 2",
                "INFO 3",
                "WARN 4",
                "WARN 4\rT: m",
                "ERROR 5",
                "ERROR 5\rT: m",
                "FATAL 6",
                "FATAL 6\rT: m",
            ],
            logs.Text.TrimEnd('\n').Split('\n').Select(line => string.Join(' ', line.Split('\t')[2..]))
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(-1)]
    public void No_level_but_the_six_is_written(int level)
    {
        var logs = new Logs(new() { Level = FunctionLogLevel.Trace });

        logs.Log.Write((FunctionLogLevel)level, "never");

        Assert.Equal("", logs.Text);
        Assert.Equal(FunctionLogLevel.Info, new Logs(new() { Level = (FunctionLogLevel)level }).Log.Level);
    }

    [Theory]
    [InlineData("JSON", null, FunctionLogFormat.Json)]
    [InlineData("json", null, FunctionLogFormat.Json)]
    [InlineData("Text", null, FunctionLogFormat.Text)]
    [InlineData("TEXT", null, FunctionLogFormat.Text)]
    [InlineData("xml", null, FunctionLogFormat.Text)]
    [InlineData(null, null, FunctionLogFormat.Text)]
    [InlineData("Text", "8", FunctionLogFormat.Json)]
    [InlineData(null, "1", FunctionLogFormat.Json)]
    [InlineData(null, "", FunctionLogFormat.Text)]
    [InlineData("JSON", "", FunctionLogFormat.Json)]
    public void The_format_is_the_functions(string? format, string? concurrency, FunctionLogFormat expected)
    {
        List<(string, string)> variables = [];
        if (format is not null)
        {
            variables.Add(("AWS_LAMBDA_LOG_FORMAT", format));
        }

        if (concurrency is not null)
        {
            variables.Add(("AWS_LAMBDA_MAX_CONCURRENCY", concurrency));
        }

        var logs = new Logs(null, variables);
        logs.Log.Info("m");

        Assert.Equal(expected, logs.Log.Format);
        Assert.Equal(expected == FunctionLogFormat.Json, logs.Text.StartsWith('{'));
    }

    [Fact]
    public void An_option_goes_before_the_environment()
    {
        var logs = new Logs(
            new() { Format = FunctionLogFormat.Text, Level = FunctionLogLevel.Trace },
            ("AWS_LAMBDA_LOG_FORMAT", "JSON"),
            ("AWS_LAMBDA_LOG_LEVEL", "FATAL"),
            ("AWS_LAMBDA_MAX_CONCURRENCY", "8"),
            ("_LAMBDA_TELEMETRY_LOG_FD", "2")
        );

        logs.Log.Trace("m");

        Assert.Equal($"{Logs.Time}\t-\tTRACE\tm\n", logs.Text);
    }
}
