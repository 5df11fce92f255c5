using System.Text;
using System.Text.Json;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Client;

/// <summary>The report that a failed invocation, or a failed start, sends.</summary>
public sealed class ErrorReportTests
{
    private const int MaxMessageChars = 64 * 1024;
    private const int ServiceLimit = 1024 * 1024;
    private const string BodyTrailer = "Lambda-Runtime-Function-Error-Body: ";

    [Theory, BothCallers]
    public async Task An_error_of_the_users_own(Caller caller)
    {
        var report = await Report(caller, new InvalidName("Jöhn ☂ \"\\\0\u2028\u001f 😀"));

        Assert.Equal("InvalidName", report.Type);
        Assert.Equal("Jöhn ☂ \"\\\0\u2028\u001f 😀 is no name", report.Message);
        Assert.Equal(["frame"], report.Stack);
        Assert.Equal("Function.InvalidName", report.Header);
        Assert.True(report.Body.All(b => b is >= 0x20 and < 0x7F), "the body is printable ASCII");
    }

    [Theory, BothCallers]
    public async Task An_error_that_cannot_describe_itself(Caller caller)
    {
        var report = await Report(caller, new Undescribable(() => throw new FormatException("no description")));

        Assert.Equal(("System.FormatException", "no description"), (report.Type, report.Message));
        Assert.Equal("Function.FormatException", report.Header);
        Assert.NotEmpty(report.Stack);
    }

    [Theory, BothCallers]
    public async Task An_error_that_describes_itself_as_null(Caller caller)
    {
        var report = await Report(caller, new Undescribable(() => null!));

        Assert.Equal("Error", report.Type);
        Assert.NotEmpty(report.Message);
        Assert.Equal("Function.Error", report.Header);
    }

    [Theory, BothCallers]
    public async Task No_error_at_all(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);
        var invocation = await caller.Next(client).Must();

        var result =
            caller == Caller.Blocking ? client.Fail(invocation, null!) : await client.FailAsync(invocation, null!);

        result.Must();
        Assert.Equal("Error", Parse(transport.Written[1]).Type);
    }

    [Theory, BothCallers]
    public async Task A_message_of_ten_megabytes_is_cut(Caller caller)
    {
        var message = string.Concat(Enumerable.Repeat("0123456789", 1024 * 1024));

        var report = await Report(caller, new FunctionError("Function.Long", message));

        Assert.Equal(message[..MaxMessageChars], report.Message);
    }

    [Fact]
    public async Task A_cut_never_splits_a_character()
    {
        var report = await Report(
            Caller.Blocking,
            new FunctionError("Function.Long", new string('x', MaxMessageChars - 1) + "😀")
        );

        Assert.Equal(new string('x', MaxMessageChars - 1), report.Message);
    }

    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    [InlineData("x😀")]
    public async Task No_text_of_a_report_is_cut_inside_a_character(string pattern)
    {
        var text = string.Concat(Enumerable.Repeat(pattern, 50_000));
        var error = new FunctionError(text, text, [text, "x" + text])
        {
            InnerExceptions = [new(text, text, [new(text, 1, text)])],
            Json = Encoding.UTF8.GetBytes("xx" + text),
        };

        var bodies = new[] { await Body(error), (await Trailer(error)).Body };

        Assert.All(bodies, body => Assert.DoesNotContain("\\uFFFD", Encoding.ASCII.GetString(body)));
    }

    [Fact]
    public async Task Half_a_character_is_replaced()
    {
        var report = await Report(
            Caller.Blocking,
            new FunctionError("Function.Half", "a\ud83d b\ude00", ["c\ud83d", null!])
        );

        Assert.Equal("a\uFFFD b\uFFFD", report.Message);
        Assert.Equal(["c\uFFFD", ""], report.Stack);
    }

    [Fact]
    public async Task Of_very_many_frames_the_innermost_are_kept()
    {
        var report = await Report(
            Caller.Blocking,
            new FunctionError(
                "Function.Deep",
                "",
                [.. Enumerable.Range(0, 100_000).Select(i => $"at frame number {i}")]
            )
        );

        Assert.InRange(report.Stack.Length, 10_000, 99_999);
        Assert.Equal("at frame number 0", report.Stack[0]);
        Assert.InRange(report.Body.Length, 0, ServiceLimit);
    }

    [Fact]
    public async Task Inner_exceptions_are_told_nearest_first()
    {
        var error = new FunctionError("T", "outer")
        {
            InnerExceptions = [new("A", "one \ud83d", [new("a.cs", 7, "M"), new("", 0, "N")]), new("B", "two")],
        };

        var report = await Report(Caller.Blocking, error);

        Assert.EndsWith(
            """
            "stackTrace":[],"causes":[{"errorMessage":"one \uFFFD","errorType":"A","stackTrace":["at M in a.cs:line 7","at N"]},{"errorMessage":"two","errorType":"B","stackTrace":[]}]}
            """,
            Encoding.ASCII.GetString(report.Body),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("{\"errorType\":\"T\",\n \"more\":[1,2e5,\"é\"]}")]
    [InlineData("null")]
    [InlineData(" \"text\" ")]
    public async Task A_body_of_the_callers_own_is_sent_as_it_is(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        Assert.Equal(bytes, await Body(new FunctionError("T", "m") { Json = bytes }));
    }

    [Fact]
    public async Task A_body_of_the_callers_own_may_be_deep_and_just_below_the_limit()
    {
        var half = (ServiceLimit / 2) - 1;
        byte[] bytes = [.. Enumerable.Repeat((byte)'[', half), .. Enumerable.Repeat((byte)']', half), (byte)' '];

        Assert.Equal(bytes, await Body(new FunctionError("T", "m") { Json = bytes }));
        Assert.NotEqual(
            [.. bytes, (byte)' '],
            await Body(new FunctionError("T", "m") { Json = (byte[])[.. bytes, (byte)' '] })
        );
    }

    [Theory]
    [InlineData("{\"errorType\":\"T\"")]
    [InlineData("{} {}")]
    [InlineData("{'a':1}")]
    [InlineData("\uFEFF{}")]
    [InlineData("plain text \"\r\n")]
    public async Task A_body_that_is_not_JSON_is_told_inside_the_ordinary_one(string text)
    {
        var body = await Body(new FunctionError("T", "m") { Json = Encoding.UTF8.GetBytes(text) });

        using var json = JsonDocument.Parse(body);
        Assert.Equal("m", json.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal("T", json.RootElement.GetProperty("errorType").GetString());
        Assert.Equal(text, json.RootElement.GetProperty("givenJson").GetString());
    }

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_told_inside_the_ordinary_one()
    {
        var body = await Body(new FunctionError("T", "m") { Json = (byte[])[(byte)'"', 0xFF, (byte)'"'] });

        using var json = JsonDocument.Parse(body);
        Assert.Equal("\"\uFFFD\"", json.RootElement.GetProperty("givenJson").GetString());
    }

    [Theory]
    [InlineData(16 * 1024, true)]
    [InlineData((16 * 1024) + 1, false)]
    public async Task Behind_a_stream_a_body_of_the_callers_own_is_sent_where_it_fits(int size, bool fits)
    {
        var own = Encoding.ASCII.GetBytes($"\"{new string('x', size - 2)}\"");

        var (request, body) = await Trailer(
            new FunctionError("T", "m")
            {
                Json = own,
                Cause = new() { Message = "c" },
            }
        );

        Assert.DoesNotContain(LambdaHeaders.FunctionErrorCause, request, StringComparison.Ordinal);
        if (fits)
        {
            Assert.Equal(own, body);
            return;
        }

        using var json = JsonDocument.Parse(body);
        Assert.Equal("m", json.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal(own[..512], Encoding.ASCII.GetBytes(json.RootElement.GetProperty("givenJson").GetString()!));
    }

    [Fact]
    public async Task The_trailers_stay_below_what_common_servers_allow()
    {
        var (request, body) = await Trailer(Largest("\0"));

        Assert.False(JsonDocument.Parse(body).RootElement.TryGetProperty("causes", out _));
        Assert.InRange(request[request.IndexOf("\r\n0\r\n", StringComparison.Ordinal)..].Length, 1, 32 * 1024);
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("☂")]
    public async Task The_longest_report_is_one_that_the_service_takes(string costly)
    {
        // Each of these characters takes six bytes in JSON.
        var report = await Report(Caller.Blocking, Largest(costly));

        Assert.InRange(report.Body.Length, 950_000, ServiceLimit - 1);
    }

    [Theory]
    [InlineData("Function.Known", "Function.Known")]
    [InlineData("Runtime.Known", "Runtime.Known")]
    [InlineData("My.Namespace.NameError", "Function.NameError")]
    [InlineData("My.Outer+Inner", "Function.Inner")]
    [InlineData("my_module::name_error", "Function.Nameerror")]
    [InlineData("System.Collections.Generic.List`1", "Function.List")]
    [InlineData("My.Failed`1[[System.String, System.Private.CoreLib, Version=10.0.0.0]]", "Function.Failed")]
    [InlineData("My.Outer`1+Inner[[System.Int32, System.Private.CoreLib, Version=10.0.0.0]]", "Function.Inner")]
    [InlineData("My.Failed, My.Assembly, Version=1.2.3.4, Culture=neutral", "Function.Failed")]
    [InlineData("Module.handle@12-3", "Function.Handle")]
    [InlineData("M.F@12-3", "Function.Unknown")]
    [InlineData("<StartupCode$App>.FailedException", "Function.FailedException")]
    [InlineData("My.<Module>.Failed", "Function.Failed")]
    [InlineData("ns::failed<std::string>", "Function.Failed")]
    [InlineData("run(std::string)", "Function.Run")]
    [InlineData("Error\r\nX: y", "Function.Unknown")]
    [InlineData("Ошибка", "Function.Unknown")]
    [InlineData("7", "Function.Unknown")]
    public async Task The_header_is_one_that_the_service_keeps(string type, string header)
    {
        var report = await Report(Caller.Blocking, new FunctionError(type, ""));

        Assert.Equal((type, header), (report.Type, report.Header));
    }

    /// <summary>A report whose every part is longer than what is sent of it.</summary>
    private static FunctionError Largest(string costly)
    {
        var text = string.Concat(Enumerable.Repeat(costly, MaxMessageChars));
        var frames = Enumerable.Repeat(new StackFrameInfo(text, int.MaxValue, text), 1000);
        return new(text, text, [.. Enumerable.Repeat(text[..4096], 1000)])
        {
            InnerExceptions = [.. Enumerable.Repeat(new ExceptionInfo(text, text, [.. frames]), 1000)],
            Json = Encoding.UTF8.GetBytes(text),
        };
    }

    private static async Task<byte[]> Body(FunctionError error)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);
        await client.FailAsync(await client.NextAsync().Must(), error).Must();
        return ReceivedRequest.Of(transport.Written[1]).Body;
    }

    private static async Task<(string Request, byte[] Body)> Trailer(FunctionError error)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);
        var stream = client.OpenStream(await client.NextAsync().Must()).Must();
        await stream.FlushAsync().Must();
        await stream.FailAsync(error).Must();
        var request = string.Concat(transport.Written.Skip(1).Select(Encoding.ASCII.GetString));
        var line = request.Split("\r\n").Single(line => line.StartsWith(BodyTrailer, StringComparison.Ordinal));
        return (request, Convert.FromBase64String(line[BodyTrailer.Length..]));
    }

    private static async Task<SentReport> Report(Caller caller, IRuntimeApiError error)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted, Wire.Accepted);
        using var client = Opened.Over(transport);
        await caller.Fail(client, await caller.Next(client).Must(), error).Must();
        await caller.FailInit(client, error).Must();
        var report = Parse(transport.Written[1]);

        Assert.Equal(report.Body, Parse(transport.Written[2]).Body);
        return report;
    }

    private static SentReport Parse(byte[] request)
    {
        var received = ReceivedRequest.Of(request);
        using var json = JsonDocument.Parse(received.Body);
        var root = json.RootElement;
        Assert.Equal($"{received.Body.Length}", received.Field("Content-Length"));
        return new SentReport(
            received.Field(LambdaHeaders.FunctionErrorType)!,
            root.GetProperty("errorType").GetString()!,
            root.GetProperty("errorMessage").GetString()!,
            [.. root.GetProperty("stackTrace").EnumerateArray().Select(frame => frame.GetString()!)],
            received.Body
        );
    }

    private sealed record SentReport(string Header, string Type, string Message, string[] Stack, byte[] Body);

    private sealed class InvalidName(string name) : IRuntimeApiError
    {
        public FunctionError ToResponse() => new(nameof(InvalidName), $"{name} is no name", ["frame"]);
    }

    private sealed class Undescribable(Func<FunctionError> describe) : IRuntimeApiError
    {
        public FunctionError ToResponse() => describe();
    }
}
