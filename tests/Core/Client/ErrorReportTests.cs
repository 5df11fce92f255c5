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

        Assert.Equal(new string('x', MaxMessageChars - 1) + "\uFFFD", report.Message);
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

    [Theory]
    [InlineData("\0")]
    [InlineData("☂")]
    public async Task The_longest_report_is_one_that_the_service_takes(string costly)
    {
        // Each of these characters takes six bytes in JSON.
        var text = string.Concat(Enumerable.Repeat(costly, MaxMessageChars));

        var report = await Report(
            Caller.Blocking,
            new FunctionError("Function.Long", text, [.. Enumerable.Repeat(text[..4096], 1000)])
        );

        Assert.InRange(report.Body.Length, 0, ServiceLimit);
    }

    [Theory]
    [InlineData("Function.Known", "Function.Known")]
    [InlineData("Runtime.Known", "Runtime.Known")]
    [InlineData("My.Namespace.NameError", "Function.NameError")]
    [InlineData("My.Outer+Inner", "Function.Inner")]
    [InlineData("my_module::name_error", "Function.Nameerror")]
    [InlineData("System.Collections.Generic.List`1", "Function.List")]
    [InlineData("Error\r\nX: y", "Function.Unknown")]
    [InlineData("Ошибка", "Function.Unknown")]
    [InlineData("7", "Function.Unknown")]
    public async Task The_header_is_one_that_the_service_keeps(string type, string header)
    {
        var report = await Report(Caller.Blocking, new FunctionError(type, ""));

        Assert.Equal((type, header), (report.Type, report.Header));
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
        var end = request.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        var received = new ReceivedRequest(0, Encoding.ASCII.GetString(request, 0, end), request[end..]);
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
