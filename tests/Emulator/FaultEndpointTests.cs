using System.Text.Json;
using System.Text.RegularExpressions;
using LambdaClient.Emulator.Faults;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>The control endpoint for faults.</summary>
public sealed class FaultEndpointTests : EmulatorTest
{
    [Fact]
    public async Task What_the_documentation_shows_works_as_it_says()
    {
        Programs.NeedBashAndCurl();
        var shown = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "emulator.md"), Token);
        var lines = shown
            .Where(line => line.StartsWith("    curl", StringComparison.Ordinal) && line.Contains("/emulator/faults"))
            .Select(line => line.Replace("127.0.0.1:9001", Emulator.RuntimeApi, StringComparison.Ordinal))
            .ToList();
        Assert.Equal(3, lines.Count);

        var added = await Programs.ShellAsync(lines[0]);
        Assert.Equal((0, 1), (added.ExitCode, Emulator.Faults.Snapshot().Count));
        var listed = await Programs.ShellAsync(lines[1]);
        Assert.Equal("""[{"call":"response","fault":"close","after":"accepted","times":1}]""", listed.Output);
        var invoked = InvokeAsync();
        var received = await Runtime.NextAsync(Token);
        // Taken, but the runtime is not told: what the text around the example promises.
        await Assert.ThrowsAsync<HttpRequestException>(() => Runtime.RespondAsync(received.Id, "1"));
        Assert.Equal("1", Text(await invoked));

        await Programs.ShellAsync(lines[0]);
        var cleared = await Programs.ShellAsync(lines[2]);
        Assert.Equal((0, ""), (cleared.ExitCode, cleared.Output));
        Assert.Empty(Emulator.Faults.Snapshot());
    }

    [Fact]
    public async Task Every_fault_that_the_documentation_names_is_one()
    {
        var shown = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "emulator.md"), Token);
        var faults = Regex.Matches(shown, @"`(\{""call"".*?\})`").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(7, faults.Count);

        foreach (var fault in faults)
        {
            Assert.Equal((201, fault), ((await PostAsync(fault)).Status, fault));
        }
    }

    [Fact]
    public async Task All_of_a_fault_can_be_said()
    {
        var reply = await PostAsync(
            """{"call":"init-error","fault":"status","status":503,"errorType":"T","delayMs":5,"times":3,"after":"request-head"}"""
        );
        await PostAsync("""{"call":"next","fault":"reset","afterBytes":7}""");
        await PostAsync("""{"call":"next","fault":"omit","headers":["Date"]}""");

        Assert.Equal((201, "application/json"), (reply.Status, reply.MediaType));
        var faults = Emulator.Faults.Snapshot();
        Assert.Equal(
            [
                new Fault
                {
                    Call = FaultCall.InitError,
                    Kind = FaultKind.Status,
                    Status = 503,
                    ErrorType = "T",
                    Delay = TimeSpan.FromMilliseconds(5),
                    Times = 3,
                    After = FaultPoint.RequestHead,
                },
                new Fault
                {
                    Call = FaultCall.Next,
                    Kind = FaultKind.Reset,
                    AfterBytes = 7,
                },
            ],
            faults.Take(2)
        );
        Assert.Equal((FaultKind.Omit, "Date"), (faults[2].Kind, Assert.Single(faults[2].Headers)));
        var listed = JsonDocument.Parse((await SendAsync(HttpMethod.Get, null)).Body).RootElement;
        Assert.Equal(3, listed.GetArrayLength());
        Assert.Equal(
            """{"call":"init-error","fault":"status","after":"request-head","status":503,"errorType":"T","delayMs":5,"times":3}""",
            listed[0].GetRawText()
        );
        Assert.Equal("""{"call":"next","fault":"reset","afterBytes":7,"times":1}""", listed[1].GetRawText());
        Assert.Equal(
            """{"call":"next","fault":"omit","after":"request","headers":["Date"],"times":1}""",
            listed[2].GetRawText()
        );
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("{", "JSON")]
    [InlineData("null", "not null")]
    [InlineData("[]", "JSON")]
    [InlineData("{}", "'call', 'fault'")]
    [InlineData("""{"call":"next"}""", "'fault'")]
    [InlineData("""{"call":"nxt","fault":"close"}""", "$.call")]
    [InlineData("""{"call":0,"fault":"close"}""", "$.call")]
    [InlineData("""{"call":"next","fault":"explode"}""", "$.fault")]
    [InlineData("""{"call":"next","fault":"close","time":2}""", "'time'")]
    [InlineData("""{"call":"next","fault":"close","times":0}""", "0 times")]
    [InlineData("""{"call":"next","fault":"close","times":"2"}""", "$.times")]
    [InlineData("""{"call":"next","fault":"status","status":700}""", "700")]
    [InlineData("""{"call":"next","fault":"status","after":"accepted"}""", "whole answer")]
    [InlineData("""{"call":"next","fault":"delay","delayMs":-5}""", "delay")]
    [InlineData("""{"call":"next","fault":"delay","delayMs":9223372036854775807}""", "delay")]
    [InlineData("""{"call":"next","fault":"close","afterBytes":-1}""", "-1 bytes")]
    [InlineData("""{"call":"next","fault":"omit"}""", "the names")]
    [InlineData("""{"call":"next","fault":"omit","headers":[null]}""", "the names")]
    [InlineData("""{"call":"next","fault":"omit","headers":["Date"],"after":"head"}""", "comes whole")]
    [InlineData("""{"call":"next","fault":"close","headers":["Date"]}""", "no other")]
    [InlineData("""{"call":"next","fault":"omit","headers":"Date"}""", "$.headers")]
    [InlineData("""{"call":"next","fault":"announced-close","after":"body"}""", "comes whole")]
    public async Task What_makes_no_sense_is_refused_with_the_reason(string body, string reason)
    {
        var reply = await PostAsync(body);

        Assert.Equal((400, "InvalidFault"), (reply.Status, reply.ErrorType));
        Assert.Contains(reason, reply.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(Emulator.Faults.Snapshot());
    }

    [Fact]
    public async Task There_is_an_end_to_faults()
    {
        for (var i = 0; i < 1000; i++)
        {
            Emulator.Faults.Add(new Fault { Call = FaultCall.Error, Kind = FaultKind.Close });
        }

        var reply = await PostAsync("""{"call":"next","fault":"close"}""");

        Assert.Equal((400, "InvalidFault"), (reply.Status, reply.ErrorType));
        Assert.Contains("1000", reply.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(400, (await PostAsync(new string(' ', 70_000))).Status);
    }

    [Fact]
    public async Task Other_methods_and_paths_are_refused_and_nothing_of_it_is_a_call()
    {
        Assert.Equal((405, "MethodNotAllowed"), Told(await SendAsync(HttpMethod.Put, "{}")));
        Assert.Equal((404, "NotFound"), Told(await Runtime.SendAsync(HttpMethod.Get, "../emulator/other", null)));
        Assert.Equal((404, "NotFound"), Told(await Runtime.SendAsync(HttpMethod.Get, "../emulator", null)));

        Assert.Empty(Emulator.Calls);

        static (int, string?) Told(Reply reply) => (reply.Status, reply.ErrorType);
    }

    private Task<Reply> PostAsync(string body) => SendAsync(HttpMethod.Post, body);

    private Task<Reply> SendAsync(HttpMethod method, string? body) =>
        Runtime.SendAsync(method, "../emulator/faults", body is null ? null : new StringContent(body));
}
