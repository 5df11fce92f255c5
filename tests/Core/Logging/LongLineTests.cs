using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Xunit;

namespace LambdaClient.Tests.Logging;

public sealed class LongLineTests
{
    private const int Largest = 256 * 1024 - 26;

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    [InlineData("x😀")]
    public void Text_is_cut_between_characters_and_marked(string pattern)
    {
        var logs = new Logs();

        logs.Log.Info(Repeat(pattern, 300_000));
        var line = OneLine(logs);

        Assert.InRange(Encoding.UTF8.GetByteCount(line), Largest - 3, Largest);
        Assert.EndsWith(" [truncated]", line);
        Assert.DoesNotContain('\uFFFD', line);
    }

    [Fact]
    public void Text_of_exactly_the_largest_size_is_whole()
    {
        var head = $"{Logs.Time}\t-\tINFO\t".Length;
        var (whole, cut) = (new Logs(), new Logs());

        whole.Log.Info(new string('a', Largest - head));
        cut.Log.Info(new string('a', Largest - head + 1));

        Assert.Equal((Largest, 'a'), (OneLine(whole).Length, OneLine(whole)[^1]));
        Assert.Equal((Largest, ']'), (OneLine(cut).Length, OneLine(cut)[^1]));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    [InlineData("x😀")]
    [InlineData("\"")]
    [InlineData("\u0001")]
    [InlineData("\uD800")]
    public void Json_is_cut_between_characters_and_marked(string pattern)
    {
        var logs = Logs.Json();
        var text = Repeat(pattern, 300_000);

        logs.Log.Info(text);
        var line = OneLine(logs);

        // It may miss a piece of 128 characters, 6 bytes each.
        Assert.InRange(Encoding.UTF8.GetByteCount(line), Largest - 1000, Largest);
        using var json = JsonDocument.Parse(line);
        Assert.True(json.RootElement.GetProperty("truncated").GetBoolean());
        Assert.StartsWith(json.RootElement.GetProperty("message").GetString()!, text.Replace('\uD800', '\uFFFD'));
    }

    [Fact]
    public void Json_that_fits_is_whole()
    {
        var logs = Logs.Json();
        var text = new string('é', 130_000);

        logs.Log.Info(text);

        using var json = JsonDocument.Parse(OneLine(logs));
        Assert.Equal(text, json.RootElement.GetProperty("message").GetString());
        Assert.False(json.RootElement.TryGetProperty("truncated", out _));
    }

    [Fact]
    public void A_long_message_does_not_hide_the_error()
    {
        var logs = Logs.Json();
        var why = new string('w', 10_000);

        logs.Log.Write(
            FunctionLogLevel.Error,
            new string('m', 1_000_000),
            default,
            new FunctionError("Failed", why, ["at A"]),
            [new("field", 1)]
        );

        using var json = JsonDocument.Parse(OneLine(logs));
        Assert.Equal("Failed", json.RootElement.GetProperty("errorType").GetString());
        Assert.Equal(why, json.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal("at A", json.RootElement.GetProperty("stackTrace")[0].GetString());
        Assert.Equal(1, json.RootElement.GetProperty("field").GetInt32());
        Assert.True(json.RootElement.GetProperty("truncated").GetBoolean());
    }

    [Theory]
    [InlineData(FunctionLogFormat.Text)]
    [InlineData(FunctionLogFormat.Json)]
    public void Anything_may_be_too_long(FunctionLogFormat format)
    {
        var large = Repeat("x😀", 100_000);
        var frames = ImmutableArray.CreateRange(Enumerable.Repeat(large, 100));
        KeyValuePair<string, object?>[] fields =
        [
            new(large, 1),
            new("a", large),
            .. Enumerable.Range(0, 100_000).Select(i => KeyValuePair.Create($"field {i}", (object?)i)),
        ];

        foreach (var error in new[] { null, new FunctionError(large, large, frames), new("T", "m", frames) })
        {
            var logs = new Logs(new() { Format = format });
            logs.Log.Write(FunctionLogLevel.Error, "m", Logs.Receive(), error, fields);
            var line = OneLine(logs);

            Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, Largest);
            Assert.DoesNotContain('\uFFFD', line);
            if (format == FunctionLogFormat.Json)
            {
                using var json = JsonDocument.Parse(line);
                Assert.True(json.RootElement.GetProperty("truncated").GetBoolean());
            }
        }
    }

    private static string OneLine(Logs logs)
    {
        Assert.Equal(logs.Text.Length - 1, logs.Text.IndexOf('\n', StringComparison.Ordinal));
        return logs.Text[..^1];
    }

    private static string Repeat(string pattern, int count) =>
        new StringBuilder(pattern.Length * count).Insert(0, pattern, count).ToString();
}
