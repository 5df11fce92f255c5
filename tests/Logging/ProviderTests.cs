using System.Text.Json;
using LambdaClient.TestSupport;
using Microsoft.Extensions.Logging;
using Xunit;

namespace LambdaClient.Logging.Tests;

public sealed class ProviderTests
{
    private const string Head = """{"timestamp":"2026-03-04T05:06:07.089Z","level":""";

    [Theory]
    [InlineData(LogLevel.Trace, "TRACE")]
    [InlineData(LogLevel.Debug, "DEBUG")]
    [InlineData(LogLevel.Information, "INFO")]
    [InlineData(LogLevel.Warning, "WARN")]
    [InlineData(LogLevel.Error, "ERROR")]
    [InlineData(LogLevel.Critical, "FATAL")]
    public void Each_level_has_its_name(LogLevel level, string name)
    {
        using var output = new Output(FunctionLogFormat.Text);

        output.Loggers.CreateLogger("C").Log(level, "m");

        Assert.Equal([$"2026-03-04T05:06:07.089Z\t-\t{name}\tm"], output.Lines);
    }

    [Theory]
    [InlineData(LogLevel.None)]
    [InlineData((LogLevel)99)]
    [InlineData((LogLevel)(-1))]
    public void What_is_no_level_is_not_written(LogLevel level)
    {
        using var output = new Output();
        using var provider = new FunctionLoggerProvider(output.Log);
        var logger = provider.CreateLogger("C");

        logger.Log(level, "m");

        Assert.False(logger.IsEnabled(level));
        Assert.Empty(output.Lines);
    }

    [Theory]
    [InlineData("TRACE", 6)]
    [InlineData("DEBUG", 5)]
    [InlineData("INFO", 4)]
    [InlineData("WARN", 3)]
    [InlineData("ERROR", 2)]
    [InlineData("FATAL", 1)]
    public void The_functions_level_decides(string level, int written)
    {
        using var output = new Output(level: level);
        var logger = output.Loggers.CreateLogger("C");
        LogLevel[] levels = [.. Enum.GetValues<LogLevel>().Where(each => each != LogLevel.None)];

        foreach (var each in levels)
        {
            logger.Log(each, "m");
        }

        Assert.Equal(written, output.Lines.Length);
        Assert.Equal(written, levels.Count(logger.IsEnabled));
    }

    [Fact]
    public void Filters_of_the_program_count_and_cannot_lower_the_level()
    {
        using var output = new Output(
            level: "INFO",
            configure: builder =>
                builder.AddFilter("Quiet", LogLevel.Error).AddFilter<FunctionLoggerProvider>("Loud", LogLevel.Trace)
        );

        output.Loggers.CreateLogger("Quiet").LogWarning("no");
        output.Loggers.CreateLogger("Loud").LogDebug("no");
        output.Loggers.CreateLogger("Other").LogInformation("yes");

        Assert.Equal([$$"""{{Head}}"INFO","message":"yes","category":"Other"}"""], output.Lines);
    }

    [Fact]
    public void Values_events_and_scopes_are_fields()
    {
        using var output = new Output();
        var logger = output.Loggers.CreateLogger("Shop.Orders");

        using (logger.BeginScope("outer"))
        using (logger.BeginScope(new Dictionary<string, object?> { ["Customer"] = 5, ["Order"] = "scope's" }))
        using (logger.BeginScope("inner"))
        using (logger.BeginScope("customer {Customer}", 6))
        {
            logger.LogInformation(new EventId(7, "Paid"), "order {Order} of {message}", 17, null);
        }

        logger.LogInformation("after");

        Assert.Equal(
            [
                $$"""{{Head}}"INFO","message":"order 17 of (null)","category":"Shop.Orders","eventId":7,"eventName":"Paid","Order":17,"Customer":6,"scope":"outer => inner"}""",
                $$"""{{Head}}"INFO","message":"after","category":"Shop.Orders"}""",
            ],
            output.Lines
        );
    }

    [Fact]
    public void An_exception_is_told_by_its_parts()
    {
        using var output = new Output();

        output.Loggers.CreateLogger("C").LogError(Thrown(), "failed");

        using var json = JsonDocument.Parse(Assert.Single(output.Lines));
        Assert.Equal("failed", json.RootElement.GetProperty("message").GetString());
        Assert.Equal("System.InvalidOperationException", json.RootElement.GetProperty("errorType").GetString());
        Assert.Equal("broken", json.RootElement.GetProperty("errorMessage").GetString());
        Assert.Contains(nameof(Thrown), json.RootElement.GetProperty("stackTrace")[0].GetString());
    }

    [Fact]
    public void An_event_belongs_to_the_invocation_that_is_handled()
    {
        using var output = new Output();
        var logger = output.Loggers.CreateLogger("C");

        Output.Handle(() => logger.LogInformation("m"));
        logger.LogInformation("m");

        Assert.Equal(
            [
                $$"""{{Head}}"INFO","requestId":"{{Wire.Id}}","message":"m","category":"C"}""",
                $$"""{{Head}}"INFO","message":"m","category":"C"}""",
            ],
            output.Lines
        );
    }

    [Fact]
    public void Text_has_the_message_alone()
    {
        using var output = new Output(FunctionLogFormat.Text);
        var logger = output.Loggers.CreateLogger("C");

        using (logger.BeginScope("scope"))
        {
            logger.LogInformation("order {Order}", 17);
        }

        Assert.Equal(["2026-03-04T05:06:07.089Z\t-\tINFO\torder 17"], output.Lines);
    }

    [Fact]
    public void A_provider_without_a_factory_has_scopes_too()
    {
        using var output = new Output();
        using var provider = new FunctionLoggerProvider(output.Log);
        var logger = provider.CreateLogger("C");

        using (logger.BeginScope("s"))
        {
            logger.LogInformation("m");
        }

        Assert.Equal([$$"""{{Head}}"INFO","message":"m","category":"C","scope":"s"}"""], output.Lines);
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("broken");
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }
}
