using System.Text;
using LambdaClient.Emulator.Tests.Support;

namespace LambdaClient.Emulator.Tests;

/// <summary>What the service makes of the errors that a runtime reports.</summary>
public sealed class ErrorReportTests : EmulatorTest
{
    private const string TypeHeader = "Lambda-Runtime-Function-Error-Type";

    [Theory]
    [InlineData("Function.NoSuchItem", "Function.NoSuchItem")]
    [InlineData("Runtime.BadConfig", "Runtime.BadConfig")]
    [InlineData("x Function.Ab", "x Function.Ab")]
    [InlineData("Function.lower", "Function.Unknown")]
    [InlineData("Function.A", "Function.Unknown")]
    [InlineData("Runtime.lower", "Runtime.Unknown")]
    [InlineData("Unhandled", "Runtime.Unknown")]
    [InlineData("MyException", "Runtime.Unknown")]
    public async Task The_error_type_header_is_recorded_through_the_services_filter(string sent, string recorded)
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        await Runtime.FailAsync(id, """{"errorType":"Mine","errorMessage":"m"}""", (TypeHeader, sent));

        var outcome = await invoked;

        Assert.Equal(recorded, outcome.ErrorType);
        Assert.Equal(sent, outcome.ErrorTypeHeader);
        Assert.Equal("Mine", Field(outcome, "errorType"));
    }

    [Fact]
    public async Task The_callers_error_is_the_body_byte_for_byte()
    {
        const string Body = """{ "errorMessage":"ü",  "errorType":"T", "stackTrace":[], "extra":1 }""";
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        await Runtime.FailAsync(
            id,
            Body,
            ("Content-Type", "application/vnd.aws.lambda.error+json"),
            ("Lambda-Runtime-Function-XRay-Error-Cause", """{"paths":["p"]}""")
        );

        var outcome = await invoked;

        Assert.Equal(Body, Text(outcome));
        Assert.Equal("application/vnd.aws.lambda.error+json", outcome.ContentType);
        Assert.Equal("""{"paths":["p"]}""", outcome.ErrorCause);
        Assert.Equal("Runtime.Unknown", outcome.ErrorType);
        Assert.Null(outcome.ErrorTypeHeader);
    }

    [Fact]
    public async Task Only_the_header_Handled_makes_a_handled_error()
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        await Runtime.FailAsync(id, "{}", (TypeHeader, "Handled"));

        Assert.Equal(InvocationStatus.HandledError, (await invoked).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    public async Task A_body_without_json_is_replaced_by_an_error_made_from_the_header(string body)
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        await Runtime.FailAsync(id, body, (TypeHeader, "Function.Broken"));

        var outcome = await invoked;

        Assert.Equal("Function.Broken", Field(outcome, "errorType"));
        Assert.NotEmpty(Field(outcome, "errorMessage")!);
    }

    [Fact]
    public async Task An_init_error_goes_to_every_caller_that_waits()
    {
        var waiting = Task.WhenAll(InvokeAsync(), InvokeAsync(), InvokeAsync());

        await Runtime.FailInitAsync(
            """{"errorType":"T","errorMessage":"no config"}""",
            (TypeHeader, "Runtime.NoConfig")
        );

        foreach (var outcome in await waiting)
        {
            Assert.Equal(InvocationStatus.InitFailed, outcome.Status);
            Assert.Equal("no config", Field(outcome, "errorMessage"));
            Assert.Equal("Runtime.NoConfig", outcome.ErrorType);
            Assert.Equal(TimeSpan.Zero, outcome.Duration);
        }
    }

    [Fact]
    public async Task An_init_error_before_any_caller_goes_to_the_first_and_then_a_new_runtime_may_come()
    {
        await Runtime.FailInitAsync("""{"errorType":"T","errorMessage":"no config"}""");

        Assert.Equal(InvocationStatus.InitFailed, (await InvokeAsync()).Status);
        Assert.Equal(403, (await Runtime.TryNextAsync()).Status);

        var invoked = InvokeAsync();
        // Refused until the new invocation has opened the environment anew, which happens at its own time.
        while ((await Runtime.TryNextAsync()).Status == 403) { }

        var received = await Runtime.NextAsync(Token);
        await Runtime.RespondAsync(received.Id, "1");
        Assert.True((await invoked).IsSuccess);
    }

    [Fact]
    public async Task A_stream_is_accepted_and_handed_over_whole()
    {
        var invoked = InvokeAsync();
        var id = (await Runtime.NextAsync(Token)).Id;
        var body = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes("streamed")));
        body.Headers.ContentType = new("text/plain");
        var reply = await Runtime.SendAsync(
            HttpMethod.Post,
            $"runtime/invocation/{id}/response",
            body,
            ("Lambda-Runtime-Function-Response-Mode", "streaming"),
            ("Transfer-Encoding", "chunked")
        );

        Assert.Equal(202, reply.Status);
        var outcome = await invoked;
        Assert.Equal("streamed", Text(outcome));
        Assert.Equal("text/plain", outcome.ContentType);
    }
}
