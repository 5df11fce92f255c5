using System.Text.Json;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Logging;

/// <summary>Whole lines, letter by letter: nothing else of an invocation, such as its payload, is in them.</summary>
public sealed class LineTests
{
    private static readonly FunctionError Failure = new("InvalidName", "no \"name\"", ["at A", "at B"]);

    [Fact]
    public void Text_has_columns()
    {
        var logs = new Logs();

        logs.Log.Write(FunctionLogLevel.Info, "started", default);
        logs.Log.Write(FunctionLogLevel.Warn, "low", Logs.Receive());
        logs.Log.Write(FunctionLogLevel.Error, "café", Logs.Receive("Lambda-Runtime-Aws-Tenant-Id: tenant-7"));

        Assert.Equal(
            $"{Logs.Time}\t-\tINFO\tstarted\n"
                + $"{Logs.Time}\t{Wire.Id}\tWARN\tlow\n"
                + $"{Logs.Time}\t{Wire.Id}\ttenant-7\tERROR\tcafé\n",
            logs.Text
        );
    }

    [Fact]
    public void Text_stays_one_line_whatever_is_in_it()
    {
        var logs = new Logs();

        logs.Log.Write(FunctionLogLevel.Error, "one\ntwo", default, Failure);

        Assert.Equal($"{Logs.Time}\t-\tERROR\tone\rtwo\rInvalidName: no \"name\"\r    at A\r    at B\n", logs.Text);
    }

    [Fact]
    public void Text_has_no_control_character_but_tabs_and_line_breaks()
    {
        var controls = string.Concat(Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl));
        var logs = new Logs();

        logs.Log.Write(FunctionLogLevel.Error, controls, default, new FunctionError(controls, controls, [controls]));

        var text = logs.Text.TrimEnd('\n');
        Assert.Equal(["\t", "\r"], text.Where(char.IsControl).Select(c => $"{c}").Distinct());
        Assert.Equal(4 * (controls.Length - 3), text.Count(c => c == '\uFFFD'));
    }

    [Fact]
    public void Json_escapes_every_control_character()
    {
        var controls = string.Concat(Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl));
        var logs = Logs.Json();

        logs.Log.Write(FunctionLogLevel.Error, controls, default, new FunctionError(controls, controls, [controls]));

        Assert.DoesNotContain(logs.Text.TrimEnd('\n'), char.IsControl);
        using var json = JsonDocument.Parse(logs.Text);
        Assert.Equal(controls, json.RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public void Json_has_the_platforms_names()
    {
        var logs = Logs.Json();

        logs.Log.Write(FunctionLogLevel.Info, "started", default);
        logs.Log.Write(
            FunctionLogLevel.Error,
            "one\ntwo",
            Logs.Receive("Lambda-Runtime-Aws-Tenant-Id: tenant-7", "Lambda-Runtime-Trace-Id: Root=1"),
            Failure
        );

        Assert.Equal(
            $$"""
            {"timestamp":"{{Logs.Time}}","level":"INFO","message":"started"}
            {"timestamp":"{{Logs.Time}}","level":"ERROR","requestId":"{{Wire.Id}}","tenantId":"tenant-7","traceId":"Root=1","message":"one\ntwo","errorType":"InvalidName","errorMessage":"no \"name\"","stackTrace":["at A","at B"]}

            """,
            logs.Text
        );
    }

    [Fact]
    public void Json_takes_fields_of_any_type()
    {
        var logs = Logs.Json();

        logs.Log.Write(
            FunctionLogLevel.Info,
            "m",
            default,
            fields:
            [
                new("text", "a\"b"),
                new("nothing", null),
                new("yes", true),
                new("int", -5),
                new("ulong", ulong.MaxValue),
                new("decimal", 1.50m),
                new("double", 0.5),
                new("float", 0.25f),
                new("infinite", double.PositiveInfinity),
                new("level of it", FunctionLogLevel.Warn),
                new("time", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
                new("", 'c'),
            ]
        );

        Assert.Equal(
            $$"""
            {"timestamp":"{{Logs.Time}}","level":"INFO","message":"m","text":"a\"b","nothing":null,"yes":true,"int":-5,"ulong":18446744073709551615,"decimal":1.50,"double":0.5,"float":0.25,"infinite":"Infinity","level of it":"Warn","time":"2026-01-02T03:04:05.0000000\u002B00:00","":"c"}

            """.Replace("\\u002B", "+", StringComparison.Ordinal),
            logs.Text
        );
    }

    [Fact]
    public void A_field_takes_no_name_of_the_log_and_none_twice()
    {
        var logs = Logs.Json();
        string[] names =
        [
            "timestamp",
            "level",
            "message",
            "requestId",
            "tenantId",
            "traceId",
            "errorType",
            "errorMessage",
            "stackTrace",
            "truncated",
        ];

        logs.Log.Write(
            FunctionLogLevel.Info,
            "m",
            default,
            fields:
            [
                .. names.Select(name => KeyValuePair.Create(name, (object?)"mine")),
                new("a", 1),
                new("a", 2),
                default,
            ]
        );

        Assert.Equal($$"""{"timestamp":"{{Logs.Time}}","level":"INFO","message":"m","a":1}""" + "\n", logs.Text);
    }

    [Fact]
    public void An_exception_and_an_error_of_this_library_are_told_alike()
    {
        var logs = new Logs();
        var error = RuntimeClient.Open(Opened.Options with { Endpoint = "" }).MustFail();

        logs.Log.Warn("w", new InvalidOperationException("bad"));
        logs.Log.Error("e", error);
        logs.Log.Fatal("f", new InvalidOperationException("worse"));

        Assert.Equal(
            $"{Logs.Time}\t-\tWARN\tw\rSystem.InvalidOperationException: bad\n"
                + $"{Logs.Time}\t-\tERROR\te\r{error.ToResponse().Type}: {error.Message}\n"
                + $"{Logs.Time}\t-\tFATAL\tf\rSystem.InvalidOperationException: worse\n",
            logs.Text
        );
    }

    [Fact]
    public void What_a_user_gives_may_throw_and_the_event_is_still_written()
    {
        var logs = Logs.Json();

        logs.Log.Write(FunctionLogLevel.Error, null!, default, new Throwing(), [new("field", new Throwing())]);

        Assert.Equal(
            $$"""
            {"timestamp":"{{Logs.Time}}","level":"ERROR","message":"","errorType":"System.NotSupportedException","errorMessage":"no report","stackTrace":["
            """.TrimEnd(),
            logs.Text[..logs.Text.IndexOf("at ", StringComparison.Ordinal)]
        );
        Assert.EndsWith("""],"field":"Throwing has no text: NotSupportedException"}""" + "\n", logs.Text);
        Assert.Equal(0, logs.Log.LostLines);
    }

    [Fact]
    public void A_value_whose_text_logs_does_not_disturb_the_line()
    {
        var logs = Logs.Json();

        logs.Log.Write(FunctionLogLevel.Info, "outer", default, fields: [new("a", new Talking(logs.Log)), new("b", 2)]);

        Assert.Equal(
            $$"""
            {"timestamp":"{{Logs.Time}}","level":"INFO","message":"inner"}
            {"timestamp":"{{Logs.Time}}","level":"INFO","message":"outer","a":"said","b":2}

            """,
            logs.Text
        );
    }

    private sealed class Throwing : IRuntimeApiError
    {
        public FunctionError ToResponse() => throw new NotSupportedException("no report");

        public override string ToString() => throw new NotSupportedException("no text");
    }

    private sealed class Talking(FunctionLog log)
    {
        public override string ToString()
        {
            log.Info("inner");
            return "said";
        }
    }
}
