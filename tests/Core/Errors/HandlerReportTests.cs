using System.Runtime.ExceptionServices;
using System.Text.Json;
using LambdaClient.TestSupport;
using Xunit;

namespace LambdaClient.Tests.Errors;

/// <summary>What a handler throws is reported in full, within every limit, and the next event is served.</summary>
public sealed class HandlerReportTests
{
    private const int MaxHeadBytes = 128 * 1024;
    private const int MaxBodyBytes = 1024 * 1024;

    [Theory, BothCallers]
    public async Task Nested_causes_with_a_cycle(Caller caller)
    {
        var outer = new InvalidOperationException("outer", new FormatException("inner"));
        Exceptions.SetInner(outer.InnerException!, outer);

        var (body, cause) = await Thrown(caller, outer);

        Assert.Equal("outer", body.GetProperty("errorMessage").GetString());
        Assert.Equal(
            "inner",
            Assert.Single(body.GetProperty("causes").EnumerateArray()).GetProperty("errorMessage").GetString()
        );
        Assert.Equal(["outer", "inner"], cause.Exceptions.Select(told => told.Message));
    }

    [Theory, BothCallers]
    public async Task A_message_that_is_not_ASCII(Caller caller)
    {
        var (body, cause) = await Thrown(caller, new FormatException("Ошибка ☂ 😀 é"));

        Assert.Equal("Ошибка ☂ 😀 é", body.GetProperty("errorMessage").GetString());
        Assert.Equal("Ошибка ☂ 😀 é", Assert.Single(cause.Exceptions).Message);
    }

    [Theory, BothCallers]
    public async Task A_message_of_ten_megabytes(Caller caller)
    {
        var message = new string('x', 10 * 1024 * 1024);

        var (body, cause) = await Thrown(caller, new FormatException(message));

        Assert.Equal(64 * 1024, body.GetProperty("errorMessage").GetString()!.Length);
        Assert.Equal(message[..4096], Assert.Single(cause.Exceptions).Message);
        Assert.NotEmpty(cause.Exceptions[0].Stack);
    }

    [Theory, BothCallers]
    public async Task A_stack_of_a_hundred_thousand_frames(Caller caller)
    {
        var (body, cause) = await Thrown(caller, Exceptions.FromDepth(100_000));

        Assert.Equal("deep", body.GetProperty("errorMessage").GetString());
        Assert.InRange(body.GetProperty("stackTrace").GetArrayLength(), 1000, 99_999);
        var told = Assert.Single(cause.Exceptions);
        Assert.InRange(told.Stack.Length, 50, 512);
        Assert.Contains("Descend", told.Stack[0].Label, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task An_exception_that_cannot_be_read(Caller caller)
    {
        var (body, cause) = await Thrown(caller, new Exceptions.Unreadable());

        Assert.Equal("", body.GetProperty("errorMessage").GetString());
        Assert.EndsWith("Unreadable", Assert.Single(cause.Exceptions).Type, StringComparison.Ordinal);
    }

    [Theory, BothCallers]
    public async Task An_exception_that_reports_itself(Caller caller)
    {
        var (body, cause) = await Thrown(
            caller,
            new Exceptions.SelfReporting(_ => new("Own", "mine") { Cause = new() { Message = "own cause" } })
        );

        Assert.Equal("mine", body.GetProperty("errorMessage").GetString());
        Assert.Equal(new ErrorCause { Message = "own cause" }, cause);
    }

    [Theory, BothCallers]
    public async Task An_exception_that_is_returned_and_cannot_describe_itself(Caller caller)
    {
        var transport = Opened.Scripted(Wire.Event(), Wire.Accepted);
        using var client = Opened.Over(transport);
        var error = new Exceptions.SelfReporting(_ => throw new FormatException("no"));

        await caller.Fail(client, await caller.Next(client).Must(), error).Must();

        using var body = JsonDocument.Parse(ReceivedRequest.Of(transport.Written[1]).Body);
        Assert.Equal("ordinary", body.RootElement.GetProperty("errorMessage").GetString());
    }

    /// <summary>Two events; the second shows that the loop went on.</summary>
    private static async Task<(JsonElement Body, ErrorCause Cause)> Thrown(Caller caller, Exception exception)
    {
        var transport = Opened.Scripted(
            Wire.Event(),
            Wire.Accepted,
            Wire.Event("{}", "id-2"),
            Wire.Refusal(500, "End")
        );
        using var client = Opened.Over(transport);

        (await caller.Serve(client, _ => Throw(exception))).MustFail(ErrorCode.ContainerError);

        var reports = transport.Written.Select(ReceivedRequest.Of).ToArray();
        Assert.EndsWith("/id-2/error", reports[3].Call, StringComparison.Ordinal);
        Assert.InRange(reports[1].Head.Length, 1, MaxHeadBytes);
        Assert.InRange(reports[1].Body.Length, 1, MaxBodyBytes - 1);
        var cause = ErrorCause.Parse(reports[1].Field(LambdaHeaders.FunctionErrorCause)!).Must();
        return (JsonElement.Parse(reports[1].Body), cause);
    }

    /// <summary>A plain throw would begin a new stack.</summary>
    private static Result<Response, FunctionError> Throw(Exception exception)
    {
        ExceptionDispatchInfo.Throw(exception);
        return default;
    }
}
